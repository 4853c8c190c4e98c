import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decided, queueOf } from '../moderation/place.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated, visitor } from './browser.ts'
import { handedIn, startedModerationPlace, type ModerationPlace } from './moderationPlace.ts'

describe('telling the editors', () => {
  let place: ModerationPlace
  let slug: string
  beforeAll(async () => {
    place = await startedModerationPlace()
    const { id } = await handedIn(place, { title: 'A house with a green door' })
    slug = (await decided(place.ines, id, 'approve')).entry?.slug ?? ''
  })
  afterAll(() => place?.stop())

  it('of a danger: it comes first, and one act hides the entry', async () => {
    const reader = await visitor(place.browser, { viewport: { width: 360, height: 800 } })
    await reader.page.goto(`${place.site.url}/practices/${slug}`)
    await hydrated(reader.page)
    await reader.page.getByRole('link', { name: 'Tell the editors of a mistake' }).click()
    await reader.page.getByLabel('A danger to someone').check()
    await reader.page.getByLabel('What should we know?').fill('One can see where they live.')
    await expectAccessible(reader.page)
    await expectNoSidewaysScroll(reader.page)
    await reader.page.getByRole('button', { name: 'Send to the editors' }).click()
    await reader.page.getByRole('heading', { name: 'Thank you for telling us' }).waitFor()
    expect(reader.complaints).toEqual([])
    expect((await queueOf(place.ines))[0]).toMatchObject({ kind: 'report', urgent: true })

    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    await page.getByRole('link', { name: 'A house with a green door' }).first().click()
    await page.getByText('One can see where they live.').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Hide it while it is looked at' }).click()
    await page.getByText('It is hidden.').waitFor()
    const answer = await fetch(`${place.site.url}/practices/${slug}`)
    expect(answer.status).toBe(410)
    expect(await answer.text()).not.toContain('green door</h1>')
    expect(complaints).toEqual([])
    await reader.close()
    await close()
  })

  it('works without a script', async () => {
    const { page, close } = await visitor(place.browser, { javaScriptEnabled: false })
    await page.goto(`${place.site.url}/report/${slug}`)
    await page.getByLabel('A mistake').check()
    await page.getByLabel('What should we know?').fill('The year is another one.')
    await page.getByRole('button', { name: 'Send to the editors' }).click()
    await page.getByRole('heading', { name: 'Thank you for telling us' }).waitFor()
    await close()
  })

  it('says without a script what is missing, in the language of the page, and keeps what was typed', async () => {
    const { page, close } = await visitor(place.browser, { javaScriptEnabled: false })
    await page.goto(`${place.site.url}/ar-XB/report/${slug}`)
    await page.locator('input[value=mistake]').check()
    await page.locator('textarea').fill('   ')
    await page.locator('input[type=email]').fill('reader@example.org')
    await page.locator('main button[type=submit]').click()
    await page.waitForURL(`**/ar-XB/report/${slug}?fault=wrong`)
    await page.locator('.fault').waitFor()
    await page.goBack()
    expect(await page.locator('input[type=email]').inputValue()).toBe('reader@example.org')
    await close()
  })
})
