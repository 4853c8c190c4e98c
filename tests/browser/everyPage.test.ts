import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startedSite, type Site } from '../site.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  hydrated,
  launchedBrowser,
  visitor,
  type Visit,
} from './browser.ts'

/** One page of each kind; `:first` stands for the first entry of its kind. */
const pages: { name: string; path: string; status?: number }[] = [
  { name: 'home', path: '/' },
  { name: 'search', path: '/search?q=prison&theme=family&kind=practice' },
  { name: 'search without results', path: '/search?q=zxqjv%20wpkfq' },
  { name: 'search with a wrong filter', path: '/search?theme=no-such-theme', status: 400 },
  { name: 'practice', path: '/practices/:first' },
  { name: 'guidance', path: '/guidance/:first' },
  { name: 'event', path: '/events/:first' },
  { name: 'countries', path: '/countries' },
  { name: 'country', path: '/countries/XK' },
  { name: 'country without entries', path: '/countries/BR' },
  { name: 'themes', path: '/themes' },
  { name: 'theme', path: '/themes/education' },
  { name: 'about', path: '/about' },
  { name: 'how it is decided', path: '/about/method' },
  { name: 'not found', path: '/no/such/page', status: 404 },
]
const kindOf: Record<string, string> = {
  practices: 'practice',
  guidance: 'guidance',
  events: 'event',
}

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startedSite({ pseudoLocale: true })
  browser = await launchedBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

async function addressOf(path: string): Promise<string> {
  if (!path.endsWith(':first')) return path
  const folder = path.split('/')[1] ?? ''
  const response = await fetch(`${site.url}/api/v1/search?kind=${kindOf[folder]}&pageSize=1`)
  const { hits } = await response.json()
  return `/${folder}/${hits[0].slug}`
}

interface Arrival extends Visit {
  status: number | undefined
  /** Requests to anywhere but the site. */
  strangers: string[]
}

async function arrived(path: string, options?: Parameters<typeof visitor>[1]): Promise<Arrival> {
  const visit = await visitor(browser, options)
  const strangers: string[] = []
  visit.page.on('request', (request) => {
    if (!request.url().startsWith(`${site.url}/`)) strangers.push(request.url())
  })
  const response = await visit.page.goto(site.url + path, { waitUntil: 'load' })
  return { ...visit, status: response?.status(), strangers }
}

/** What the console says of the page's own status is no fault of the page. */
const faults = (visit: Arrival) =>
  visit.complaints.filter(
    (text) => !text.includes(`server responded with a status of ${visit.status}`),
  )

const linesOf = async ({ page }: Visit) => {
  const text = await page.locator('body').innerText()
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The first stop of a keyboard leads past what every page repeats. */
async function expectSkipping(page: Page): Promise<void> {
  const skip = page.locator('a.skip')
  await page.keyboard.press('Tab')
  expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true)
  expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const past = () => document.activeElement?.closest('main, footer') !== null
  expect(await page.evaluate(past)).toBe(true)
}

describe.each(pages)('$name', ({ path, status = 200 }) => {
  let address: string
  beforeAll(async () => {
    address = await addressOf(path)
  })

  test('is sound, named, and free of barriers, in light and on a small screen in the dark', async () => {
    const visit = await arrived(address)
    const { page } = visit
    await hydrated(page)
    expect(visit.status).toBe(status)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.title()).toMatch(/\S.*Homeward|^Homeward$/)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.locator('html').getAttribute('dir')).toBe('ltr')
    await expectSkipping(page)
    await page.emulateMedia({ colorScheme: 'light' })
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 360, height: 740 })
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNoSidewaysScroll(page)
    expect(faults(visit)).toEqual([])
    expect(visit.strangers).toEqual([])
    await visit.close()
  })

  test('reads from right to left', async () => {
    const visit = await arrived(`/ar-XB${address === '/' ? '/' : address}`)
    await hydrated(visit.page)
    expect(visit.status).toBe(status)
    expect(await visit.page.locator('html').getAttribute('dir')).toBe('rtl')
    await expectAccessible(visit.page)
    await visit.page.setViewportSize({ width: 320, height: 640 })
    await expectNoSidewaysScroll(visit.page)
    expect(faults(visit)).toEqual([])
    await visit.close()
  })

  test('says without JavaScript all that it says with it', async () => {
    const html = await (await fetch(site.url + address)).text()
    expect(html).not.toMatch(/<[^>]*\sstyle=/)
    const plain = await arrived(address, { javaScriptEnabled: false })
    const before = await linesOf(plain)
    await plain.close()
    const scripted = await arrived(address)
    await hydrated(scripted.page)
    const after = await linesOf(scripted)
    // What only a script can do, such as copying, is offered only where it can.
    const buttons = await scripted.page.getByRole('button').allInnerTexts()
    await scripted.close()
    expect(before.length).toBeGreaterThan(8)
    const more = after.filter((line) => !before.includes(line) && !buttons.includes(line))
    expect(more).toEqual([])
  })
})
