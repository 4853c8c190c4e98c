import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedSite, type Site } from '../site.ts'
import { hydrated, launchedBrowser, visitor } from './browser.ts'

const aarhus = 'dk-aarhus-info-house-exit-mentoring'
/** The fonts that the letters of an element are drawn with. */
async function facesOf(page: Page, selector: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
  return fonts.map(({ familyName }) => familyName)
}

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startedSite(), launchedBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

describe('when the script takes over from what the server sent', () => {
  it('who began to read stays where they are', async () => {
    const visit = await visitor(browser)
    const held = Promise.withResolvers<void>()
    await visit.page.route('**/assets/*.js', async (route) => {
      await held.promise
      await route.continue()
    })
    await visit.page.goto(`${site.url}/practices/${aarhus}`, { waitUntil: 'commit' })
    await visit.page.locator('h1').waitFor()
    await visit.page.evaluate(() => scrollTo(0, 700))
    // What is being read, not the length of what stands above it: a font that comes late may change that.
    const reading = await visit.page.evaluateHandle(() =>
      document.elementFromPoint(innerWidth / 2, innerHeight / 2),
    )
    const place = () => reading.evaluate((element) => element?.getBoundingClientRect().top ?? NaN)
    const before = await place()
    held.resolve()
    await hydrated(visit.page)
    expect(await visit.page.evaluate(() => scrollY)).toBeGreaterThan(500)
    expect(Math.abs((await place()) - before)).toBeLessThan(2)
    await visit.close()
  })

  it('a page in latin letters is set in both faces, and asks for no fonts of other scripts', async () => {
    const visit = await visitor(browser)
    const fonts: string[] = []
    visit.page.on('request', (request) => {
      if (request.resourceType() === 'font') fonts.push(request.url().split('/').at(-1) ?? '')
    })
    await visit.page.goto(`${site.url}/search?q=aarhus`, { waitUntil: 'networkidle' })
    expect(fonts.map((name) => name.replace(/-wght-.*/, '')).toSorted()).toEqual([
      'ibm-plex-sans-latin',
      'literata-latin',
    ])
    expect(await facesOf(visit.page, 'h1')).toEqual(['Literata'])
    expect(await facesOf(visit.page, '.facet legend')).toEqual(['IBM Plex Sans'])
    await visit.close()
  })
})

describe('going from page to page', () => {
  it('works after a newer version of the site took the script of a page away', async () => {
    const visit = await visitor(browser)
    await visit.page.goto(`${site.url}/`)
    await hydrated(visit.page)
    await visit.page.route('**/assets/ThemesPage-*.js', (route) => route.abort(), { times: 1 })
    await visit.page.getByRole('navigation').getByRole('link', { name: 'Themes' }).click()
    await visit.page.waitForURL('**/themes')
    await visit.page.getByRole('heading', { level: 1, name: 'Themes' }).waitFor()
    await hydrated(visit.page)
    await visit.close()
  })

  it('leads from an old address of an entry to its new one', async () => {
    const { id } = await site.database.db
      .selectFrom('entries')
      .select('id')
      .where('slug', '=', aarhus)
      .executeTakeFirstOrThrow()
    await site.database.db
      .insertInto('old_slugs')
      .values({ slug: 'dk-aarhus-before', entry_id: id })
      .execute()
    const visit = await visitor(browser)
    await visit.page.goto(`${site.url}/about`)
    await hydrated(visit.page)
    await visit.page.evaluate(() => {
      history.pushState(null, '', '/practices/dk-aarhus-before')
      history.pushState(null, '', '/about')
      history.back()
    })
    await visit.page.waitForURL(`**/practices/${aarhus}`)
    await visit.page.getByRole('heading', { level: 1, name: /Aarhus/ }).waitFor()
    expect(visit.complaints).toEqual([])
    await visit.close()
  })
})

it('the pseudo-locale is nowhere unless it is asked for', async () => {
  const visit = await visitor(browser)
  const response = await visit.page.goto(`${site.url}/ar-XB/search`)
  expect(response?.status()).toBe(404)
  await hydrated(visit.page)
  expect(await visit.page.locator('html').getAttribute('lang')).toBe('en')
  expect(visit.complaints.filter((one) => !one.includes('404'))).toEqual([])
  await visit.close()
})
