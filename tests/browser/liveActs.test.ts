import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { decided } from '../moderation/place.ts'
import { expectAccessible, expectNoSidewaysScroll, visitor } from './browser.ts'
import {
  handedIn,
  revised,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

describe('what is live', () => {
  let place: ModerationPlace
  beforeAll(async () => {
    place = await startedModerationPlace()
  })
  afterAll(() => place?.stop())

  async function published(title: string): Promise<string> {
    const { id } = await handedIn(place, { title })
    return (await decided(place.ines, id, 'approve')).entry?.slug ?? ''
  }
  const opened = (slug: string, person = place.ines) =>
    place.opened(person, `/moderation/entries/${slug}`)
  const open = (page: Page, act: string) => page.locator('summary', { hasText: act }).click()
  const done = (page: Page, said: string) => page.locator('#live-done', { hasText: said }).waitFor()
  /** What anybody gets at an address. */
  const at = (path: string, headers: Record<string, string> = {}) =>
    fetch(place.site.url + path, { redirect: 'manual', headers })
  const bodyAt = async (path: string) => (await at(path)).text()

  it('is taken down without a trace, and comes back', async () => {
    const slug = await published('A boat that teaches repair')
    const address = `/practices/${slug}`
    const etag = (await at(`/api/v1/entries/${slug}`)).headers.get('etag') ?? ''
    // What is like it: it may stand there as related.
    const like: { entries: { slug: string }[] } = await (
      await at(`/api/v1/entries/${slug}/related`)
    ).json()
    const neighbour = like.entries[0]?.slug ?? ''
    expect(await bodyAt('/search?q=boat+repair')).toContain(address)

    const { page, complaints, close } = await opened(slug)
    await expectAccessible(page)
    await open(page, 'Take it down')
    await page.getByRole('button', { name: 'Take it down' }).click()
    await page.getByText('Please choose a reason.').first().waitFor()
    expect((await at(address)).status).toBe(200)
    await page.getByLabel('Reason').selectOption('safety')
    await page.getByLabel('Hide the title').check()
    await page.getByRole('button', { name: 'Take it down' }).click()
    await done(page, 'It is taken down.')
    await expectAccessible(page)

    const gone = await at(address)
    expect(gone.status).toBe(410)
    const said = await gone.text()
    expect(said).toContain('to keep people safe')
    expect(said).not.toContain('A boat that teaches repair')
    // Whoever has a copy and asks whether it is still good is told that it is not.
    expect((await at(`/api/v1/entries/${slug}`, { 'if-none-match': etag })).status).toBe(410)
    const traces = [
      '/search?q=boat+repair',
      '/api/v1/search?q=boat+repair',
      '/api/v1/suggest?q=boat',
      `/api/v1/entries/${neighbour}/related`,
      `/practices/${neighbour}`,
      '/sitemap.xml',
      '/countries/DK',
      '/',
    ]
    const bodies = await Promise.all(traces.map(bodyAt))
    expect(traces.filter((_, i) => bodies[i]?.includes('boat-that-teaches'))).toEqual([])
    expect(traces.filter((_, i) => bodies[i]?.includes('A boat that teaches'))).toEqual([])

    await open(page, 'Restore it')
    await page.getByRole('button', { name: 'Restore it' }).click()
    await done(page, 'It is published again.')
    expect((await at(address)).status).toBe(200)
    expect(await bodyAt('/search?q=boat+repair')).toContain(address)
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
    await close()
  })

  it('gives way to another entry, to which its address leads', async () => {
    const [one, other] = [await published('Bread at dawn'), await published('Bread before dawn')]
    const { page, complaints, close } = await opened(one)
    await open(page, 'Merge into another entry')
    await page.getByLabel('Look for the other entry').fill('bread before dawn')
    await page.getByRole('button', { name: 'Look', exact: true }).click()
    await page.getByRole('radio', { name: 'Bread before dawn' }).check()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Let the other stand in its place' }).click()
    await done(page, 'its address leads there')
    const reader = await visitor(place.browser)
    await reader.page.goto(`${place.site.url}/practices/${one}`)
    expect(new URL(reader.page.url()).pathname).toBe(`/practices/${other}`)
    await reader.page.getByRole('heading', { name: 'Bread before dawn' }).waitFor()
    expect(complaints).toEqual([])
    await reader.close()
    await close()
  })

  it('returns to an earlier version, which can be compared first', async () => {
    const slug = await published('Letters to a judge')
    const { id } = await revised(place, slug, { title: 'Letters to a court' })
    await decided(place.ines, id, 'approve')
    const { page, complaints, close } = await opened(slug)
    await open(page, 'Return to an earlier version')
    await page.getByLabel('Version').selectOption({ index: 1 })
    await page.getByRole('link', { name: 'Compare it with what is live' }).click()
    await page.getByRole('heading', { name: 'What differs' }).waitFor()
    await page.locator('.live-diff ins', { hasText: 'judge' }).waitFor()
    await page.locator('.live-diff del', { hasText: 'court' }).waitFor()
    await page.getByText('Written by Mira').first().waitFor()
    await page.getByText('Decided by Ines').first().waitFor()
    await expectAccessible(page)
    await page.setViewportSize({ width: 360, height: 800 })
    await expectNoSidewaysScroll(page)
    await page.goto(`${place.site.url}/moderation/entries/${slug}`)
    await expectNoSidewaysScroll(page)
    await open(page, 'Return to an earlier version')
    await page.getByLabel('Version').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Publish this version again' }).click()
    await done(page, 'The earlier version is published again.')
    expect(await bodyAt(`/practices/${slug}`)).toContain('Letters to a judge')
    expect(complaints).toEqual([])
    await close()
  })

  it('loses a passage for good, once one has seen where it stands', async () => {
    const slug = await published('Supper behind the old tannery')
    const { page, complaints, close } = await opened(slug)
    await open(page, 'Take out a passage')
    await page.getByLabel('The passage').fill('OLD tannery')
    await page.getByRole('button', { name: 'Show where it stands' }).click()
    await page.locator('mark', { hasText: 'old tannery' }).first().waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Take it out for good' }).click()
    await page.getByText('Please confirm').first().waitFor()
    expect(await bodyAt(`/practices/${slug}`)).toContain('tannery')
    await page.getByLabel('I have looked where it stands').check()
    await page.getByRole('button', { name: 'Take it out for good' }).click()
    await done(page, 'It is taken out')
    expect(await bodyAt('/search?q=supper')).not.toContain('tannery')
    expect(await page.locator('main').innerHTML()).not.toContain('tannery')
    expect((await at(`/practices/${slug}`)).status).toBe(404)
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
    await close()
  })

  it('is not decided on twice: who comes second is shown what changed, and loses nothing', async () => {
    const slug = await published('Chess in the yard')
    const [ines, tomas] = [await opened(slug), await opened(slug, place.tomas)]
    await open(tomas.page, 'Take it down')
    await tomas.page.getByLabel('Reason').selectOption('accuracy')
    await tomas.page.getByLabel('Note for colleagues').first().fill('As agreed on the telephone')
    await open(ines.page, 'Take it down')
    await ines.page.getByLabel('Reason').selectOption('safety')
    await ines.page.getByRole('button', { name: 'Take it down' }).click()
    await done(ines.page, 'It is taken down.')
    await tomas.page.getByRole('button', { name: 'Take it down' }).click()
    await tomas.page.getByText('It was taken down. Reason: to keep people safe').waitFor()
    await expectAccessible(tomas.page)
    await tomas.page.getByRole('button', { name: 'Show how it is now' }).click()
    await tomas.page.getByText('Taken down on').waitFor()
    await tomas.page.getByText('Change what its address says').first().waitFor()
    await ines.close()
    await tomas.close()
  })
})
