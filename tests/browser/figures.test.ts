import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decided } from '../moderation/place.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated, visitor } from './browser.ts'
import { handedIn, startedModerationPlace, type ModerationPlace } from './moderationPlace.ts'

let place: ModerationPlace
beforeAll(async () => {
  place = await startedModerationPlace()
})
afterAll(() => place?.stop())

/** Of five submissions, two are approved. @returns the ids of those that were not, the last first */
async function fiveDecided(): Promise<string[]> {
  const not: string[] = []
  for (const [n, reason] of ['too-little', '', 'evidence', '', 'too-little'].entries()) {
    const { id } = await handedIn(place, { title: `Lanterns in street ${n}` })
    await decided(place.ines, id, reason ? 'reject' : 'approve', reason ? { reason } : {})
    if (reason !== '') not.unshift(id)
  }
  return not
}

it('says to everyone how it is decided, and what was not taken only where its city agrees', async () => {
  const { page, complaints, close } = await visitor(place.browser)
  await page.goto(`${place.site.url}/about`)
  await hydrated(page)
  await page.getByRole('link', { name: 'How it is decided' }).click()
  await page.getByRole('heading', { level: 1, name: 'How it is decided' }).waitFor()
  await page.getByText('Is it a practice?').waitFor()
  await page.getByText('Fewer than five texts').waitFor()
  await page.getByText('No city has agreed').waitFor()

  const [id] = await fiveDecided()
  const city = await place.opened(place.mira, `/my/submissions/${id}`)
  await city.page.getByText('Let others know that it was considered').click()
  await city.page.getByRole('button', { name: 'Show it there' }).click()
  await city.page.getByText('Everyone can read that this was considered').waitFor()
  await expectAccessible(city.page)
  await city.page.getByRole('link', { name: 'See how it is shown' }).click()
  await city.page.locator('.considered').getByText('Lanterns in street 4').waitFor()
  expect(city.complaints).toEqual([])
  await city.close()

  await expect
    .poll(
      async () => {
        await page.reload()
        return page.locator('main').innerText()
      },
      { timeout: 15_000, interval: 500 },
    )
    .toContain('2, which is 40%')
  await hydrated(page)
  await page.getByRole('row', { name: /It says too little .* 2/ }).waitFor()
  await page.getByText('Lanterns in street 4').waitFor()
  expect(await page.getByText('Lanterns in street 2').count()).toBe(0)
  await expectAccessible(page)
  await page.setViewportSize({ width: 360, height: 740 })
  await expectNoSidewaysScroll(page)
  expect(complaints).toEqual([])
  await close()
})

it('shows moderators what waits, how long decisions take and what was published, as charts, tables and CSV', async () => {
  await handedIn(place, { title: 'Waits to be counted' })
  const { page, complaints, close } = await place.opened(place.ines, '/moderation')
  await page.getByRole('link', { name: 'Figures', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Figures' }).waitFor()
  await page.getByText('One thing waits.').waitFor()
  const table = page.getByRole('table', { name: 'What waits, by country' })
  await table.getByRole('row', { name: 'Denmark 1' }).waitFor()
  await page.getByRole('img', { name: 'Chart: Published, by month' }).waitFor()
  expect(
    await page.getByRole('table', { name: 'Published, by month' }).getByRole('row').count(),
  ).toBe(25)
  const bars = page.locator('[aria-labelledby="decided-verdict-title"] .bar')
  expect(await bars.count()).toBe(2)
  await expectAccessible(page)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'The same as a table' }).click()
  expect((await downloading).suggestedFilename()).toMatch(/^figures-.*\.csv$/)
  await page.setViewportSize({ width: 360, height: 740 })
  await expectNoSidewaysScroll(page)
  await page.goto(`${place.site.url}/ar-XB/moderation/figures`)
  await hydrated(page)
  await expectNoSidewaysScroll(page)
  expect(complaints).toEqual([])
  await close()
})

it('does not open to members what is for moderators', async () => {
  const { page, close } = await place.opened(place.mira, '/moderation/figures')
  await page.locator('.fault').waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
  await close()
})

it('shows moderators what people look for in vain, and keeps what they dealt with apart', async () => {
  const { page, complaints, close } = await place.opened(place.ines, '/moderation/searches')
  await page.getByText('Nothing was looked for in vain').waitFor()
  await sql`insert into missing_knowledge (hash, query, days, last_day)
    select sha256(n::text::bytea), 'prison choir ' || n, 3 + n % 7, '2026-03-01'::date + n % 3
    from generate_series(1, 60) n`.execute(place.site.database.db)
  await page.reload()
  await hydrated(page)
  await page.getByText('60 searches.').waitFor()
  await expectAccessible(page)
  const first = await page.locator('tbody th').first().innerText()
  await page.getByRole('button', { name: `Dealt with: ${first}`, exact: true }).click()
  await page.getByText('59 searches.').waitFor()
  await page.getByText(`“${first}” is among`).waitFor()
  await page.getByRole('link', { name: 'Show more' }).click()
  await page.waitForURL(/after=/)
  await page.getByRole('link', { name: 'Dealt with', exact: true }).click()
  await page.getByRole('button', { name: `Open again: ${first}` }).click()
  await page.getByText('Nothing here has been dealt with yet.').waitFor()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`${place.site.url}/moderation/searches`)
  await hydrated(page)
  await expectNoSidewaysScroll(page)
  expect(complaints).toEqual([])
  await close()
})

it('shows moderators the decision log, and what of it they ask for', async () => {
  const { page, complaints, close } = await place.opened(place.ines, '/moderation/decisions')
  await page.getByRole('heading', { level: 1, name: 'Decision log' }).waitFor()
  await page.getByLabel('What was done').selectOption('reject')
  await page.getByLabel('By whom').selectOption('me')
  await page.getByRole('button', { name: 'Show these' }).click()
  await page.waitForURL(/act=reject&actor=me/)
  const lines = page.locator('.log-line')
  await expect.poll(() => lines.count()).toBe(3)
  await lines.first().getByText('by Ines').waitFor()
  await lines.first().getByText('Details').click()
  await lines.first().getByText('too-little').waitFor()
  await expectAccessible(page)
  await lines.first().getByRole('link', { name: 'All about this' }).click()
  await page.waitForURL(/subject=/)
  await expect.poll(() => lines.count()).toBe(1)
  await page.getByLabel('What was done').selectOption('merge')
  await page.getByRole('button', { name: 'Show these' }).click()
  await page.getByText('Nothing in the log is like this.').waitFor()
  await page.getByRole('link', { name: 'Show everything' }).click()
  await expect.poll(() => lines.count()).toBeGreaterThan(5)
  await page.setViewportSize({ width: 360, height: 740 })
  await expectNoSidewaysScroll(page)
  expect(complaints).toEqual([])
  await close()
})
