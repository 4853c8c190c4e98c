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
