import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Country } from '@homeward/schema/places.ts'
import type { Vocabulary } from '@homeward/schema/vocabulary.ts'
import { builtFolder } from '../../server/pages/build.ts'
import { startedSite, type Site } from '../site.ts'
import { hydrated, launchedBrowser, visitor } from './browser.ts'

let site: Site
let browser: Browser
let countries: Country[]
let vocabulary: Vocabulary
beforeAll(async () => {
  site = await startedSite()
  browser = await launchedBrowser()
  const places = await get('/api/v1/countries?labels=en')
  countries = places.countries.filter(({ count }: Country) => count > 0)
  vocabulary = await get('/api/v1/vocabulary?labels=en')
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

const get = async (path: string) => (await fetch(site.url + path)).json()
const statusOf = async (path: string) => (await fetch(site.url + path)).status

/** Visits a page, does something there, and expects that nothing was complained of. */
async function at(path: string, visit: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await visitor(browser)
  await page.goto(site.url + path)
  await hydrated(page)
  await visit(page)
  expect(complaints).toEqual([])
  await close()
}

/** Addresses and numbers of a list of links with counts. */
function counted(page: Page, list: string): Promise<[string | null, number][]> {
  return page
    .locator(`${list} li`)
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector('a')?.getAttribute('href') ?? null,
        Number.parseInt(item.querySelector('.count, .small')?.textContent ?? '', 10),
      ]),
    )
}

const bySecond = <T>(list: [T, number][]) => new Map(list)

describe('the start page', () => {
  test('searches with what was typed', () =>
    at('/', async (page) => {
      await page.locator('main form[role=search] [name=q]').fill('kosovo school')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search?q=kosovo*school')
      await page.locator('.hits h2').first().waitFor()
    }))

  test('searches without JavaScript', async () => {
    const { page, close } = await visitor(browser, { javaScriptEnabled: false })
    await page.goto(site.url)
    await page.locator('main form[role=search] [name=q]').fill('kosovo school')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=kosovo+school')
    expect(await page.locator('.hits h2').count()).toBeGreaterThan(0)
    await close()
  })

  test('shows on the map each country that has entries, and names it in a list', () =>
    at('/', async (page) => {
      const links = page.locator('.world a')
      const addresses = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))
      const expected = countries.map(({ code }) => `/countries/${code}`).toSorted()
      expect(addresses.toSorted()).toEqual(expected)
      const titles = await links.locator('title').allTextContents()
      const kosovo = countries.find(({ code }) => code === 'XK')
      expect(titles).toContain(`Kosovo: ${kosovo?.count} entries`)
      await page.locator('.by-name summary').click()
      expect(bySecond(await counted(page, '.by-name'))).toEqual(
        new Map(countries.map(({ code, count }) => [`/countries/${code}`, count])),
      )
    }))

  test('draws every one of them, and leads there', () =>
    at('/', async (page) => {
      await page.waitForLoadState('networkidle')
      const sizes = await page
        .locator('.world a use')
        .evaluateAll((all) => all.map((use) => use.getBoundingClientRect().width))
      expect(sizes.length).toBe(countries.length)
      expect(Math.min(...sizes)).toBeGreaterThan(4)
      await page.locator('.world a[href="/countries/XK"]').click()
      await page.waitForURL('**/countries/XK')
      expect(await page.locator('h1').textContent()).toBe('Kosovo')
    }))

  test('asks no keyboard to walk through the map', () =>
    at('/', async (page) => {
      const stops = page.locator('.world a:not([tabindex="-1"])')
      expect(await stops.count()).toBe(0)
    }))

  test('leads to each theme', () =>
    at('/', async (page) => {
      expect(bySecond(await counted(page, '.in-columns'))).toEqual(
        new Map(vocabulary.theme.map(({ id, count }) => [`/themes/${id}`, count])),
      )
      await page.getByRole('link', { name: 'Family support' }).click()
      await page.waitForURL('**/themes/family')
      await page.locator('.hits h3').first().waitFor()
    }))

  test('leads from each kind of work to searches that find as much as is said', () =>
    at('/', async (page) => {
      const roles = await counted(page, '.roles')
      expect(roles.length).toBeGreaterThanOrEqual(6)
      for (const [address, count] of roles) {
        const { total } = await get(`/api/v1${address}`)
        expect([address, total]).toEqual([address, count])
        expect(total).toBeGreaterThan(0)
      }
    }))

  test('gives examples that find something', () =>
    at('/', async (page) => {
      const links = page.locator('.examples a')
      for (const address of await links.evaluateAll((all) =>
        all.map((a) => a.getAttribute('href')),
      ))
        expect((await get(`/api/v1${address}`)).total).toBeGreaterThan(0)
    }))
})

test('countries stand by region, counted as the API counts them', () =>
  at('/countries', async (page) => {
    expect(bySecond(await counted(page, '.regions'))).toEqual(
      new Map(countries.map(({ code, count }) => [`/countries/${code}`, count])),
    )
    const regions = await page.locator('.regions h2').allTextContents()
    expect(regions).toEqual(
      [...new Set(countries.map(({ subregionName }) => subregionName))].toSorted(),
    )
  }))

test('a country shows all that is there, and what is near', () =>
  at('/countries/xk', async (page) => {
    const { total } = await get('/api/v1/search?country=XK')
    expect(await page.locator('.hits > li').count()).toBe(total)
    const near = (await counted(page, '.aside section:last-child')).map(([address]) => address)
    expect(near).toContain('/countries/AL')
    expect(near).not.toContain('/countries/XK')
    await page.getByRole('link', { name: 'Search in Kosovo' }).click()
    await page.waitForURL('**/search?country=XK')
  }))

test('a country without entries says so and leads on', () =>
  at('/countries/BR', async (page) => {
    expect(await page.locator('main').textContent()).toContain('Nothing from Brazil is listed yet.')
    expect(await page.getByRole('link', { name: 'Read the guidance' }).count()).toBe(1)
  }))

test('themes are told with what they mean', () =>
  at('/themes', async (page) => {
    for (const { id, label, about } of vocabulary.theme) {
      const item = page.locator(`.terms li:has(a[href="/themes/${id}"])`)
      expect(await item.locator('a').textContent()).toBe(label)
      expect(await item.textContent()).toContain(about)
    }
  }))

test('a theme shows its newest entries, and leads to all of them and to where they are', () =>
  at('/themes/coordination', async (page) => {
    const { total, facets } = await get('/api/v1/search?theme=coordination')
    expect(total).toBeGreaterThan(50)
    expect(await page.locator('.hits > li').count()).toBe(50)
    expect(bySecond(await counted(page, '.aside'))).toEqual(
      new Map(
        facets.country.map(({ value, count }: { value: string; count: number }) => [
          `/search?theme=coordination&country=${value}`,
          count,
        ]),
      ),
    )
    await page.getByRole('link', { name: `All ${total} entries in the search` }).click()
    await page.waitForURL('**/search?theme=coordination&sort=newest')
  }))

test('what does not exist is not found', async () => {
  expect(await statusOf('/countries/ZZ')).toBe(404)
  expect(await statusOf('/themes/no-such-theme')).toBe(404)
  expect(await statusOf('/countries/%00')).toBe(404)
})

test('going from page to page breaks none of them', () =>
  at('/', async (page) => {
    const links = page.getByRole('navigation', { name: 'Main' })
    for (const name of ['Themes', 'Countries', 'About', 'Countries', 'Themes']) {
      await links.getByRole('link', { name }).click()
      await page.waitForURL(`**/${name.toLowerCase()}`)
      await page.locator('h1', { hasText: name }).waitFor({ state: 'attached' })
    }
    await page.goBack()
    await page.waitForURL('**/countries')
    await page.locator('h1', { hasText: 'Countries' }).waitFor()
  }))

test('the shapes of countries travel once, in a small file, and in no script', () => {
  const folder = join(builtFolder, 'client/assets')
  expect(existsSync(folder)).toBe(true)
  const files = readdirSync(folder)
  const map = files.filter((name) => /^world-.*\.svg$/.test(name))
  expect(map).toHaveLength(1)
  const drawing = readFileSync(join(folder, String(map[0])))
  expect(gzipSync(drawing).length).toBeLessThan(30_000)
  for (const { code } of countries) expect(drawing.includes(`id="${code}"`)).toBe(true)
  for (const name of files.filter((file) => file.endsWith('.js')))
    expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/topojson|geoEqualEarth|Topology/i)
})
