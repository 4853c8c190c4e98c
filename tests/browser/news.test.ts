import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Me } from '@homeward/schema/account.ts'
import { mailTo, told } from '../news/place.ts'
import { personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { answered } from '../submissions/place.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  hydrated,
  launchedBrowser,
  visitor,
} from './browser.ts'
import { signedInAs } from './comingIn.ts'

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

async function opened(person: TestPerson, path: string, options: BrowserContextOptions = {}) {
  const visit = await visitor(browser, options)
  await signedInAs(visit.context, site, person)
  // As after signing in: pages that are the same for everyone know by it that someone is here.
  await visit.page.goto(site.url + path)
  await hydrated(visit.page)
  return visit
}

async function withNews({ email }: TestPerson, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const values = { title: `Lanterns ${n}` }
    await told(
      site.database,
      mailTo(email, 'approved', { values, link: 'http://127.0.0.1/my/cities' }),
    )
  }
}

it('lists what concerns a person, part by part, and knows what was read', async () => {
  const person = await personAt(site)
  const { page, complaints, close } = await opened(person, '/my/news')
  await page.getByText('There is nothing yet.').waitFor()
  await expectAccessible(page)
  await withNews(person, 32)
  await page.reload()
  await hydrated(page)
  await page.getByText('32 are unread.').waitFor()
  const menu = page.locator('.own-menu summary')
  await menu.getByText('(32 unread)').waitFor()
  await expectAccessible(page)

  const newest = '“Lanterns 32” is published'
  await page.getByRole('button', { name: `Mark as read: ${newest}` }).click()
  await page.getByText('31 are unread.').waitFor()
  await menu.getByText('(31 unread)').waitFor()
  await page.getByRole('button', { name: `Mark as unread: ${newest}` }).click()
  await page.getByText('32 are unread.').waitFor()
  await page.getByRole('link', { name: newest }).click()
  await page.waitForURL(/\/my\/cities$/)
  await menu.getByText('(31 unread)').waitFor()

  await page.goBack()
  await page.getByRole('link', { name: 'Show more' }).click()
  await page.getByRole('link', { name: '“Lanterns 1” is published' }).waitFor()
  await page.getByRole('link', { name: 'Unread', exact: true }).click()
  await page.waitForURL(/state=unread/)
  await expect.poll(() => page.getByRole('link', { name: newest }).count()).toBe(0)
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await page.getByText('You have read everything.').waitFor()
  const status = page.getByText('All is marked as read.')
  await expect.poll(() => status.evaluate((one) => one === document.activeElement)).toBe(true)
  expect(await menu.locator('.unread-count').count()).toBe(0)
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`${site.url}/ar-XB/my/news`)
  await hydrated(page)
  await expectNoSidewaysScroll(page)
  expect(complaints).toEqual([])
  await close()
})

it('says on every page how much is unread to who is signed in, and can be reached from the menu', async () => {
  const person = await personAt(site)
  await withNews(person, 1)
  const { page, complaints, close } = await opened(person, '/countries', {
    viewport: { width: 360, height: 740 },
  })
  const menu = page.locator('.own-menu summary')
  await menu.getByText('(1 unread)').waitFor()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await menu.click()
  await page.getByRole('link', { name: 'News', exact: true }).click()
  await page.getByText('One is unread.').waitFor()
  expect(complaints).toEqual([])
  await close()
})

it('lets a person choose whether it comes by mail at once, daily or not at all', async () => {
  const person = await personAt(site)
  const { page, complaints, close } = await opened(person, '/my/news')
  await page.getByRole('link', { name: 'Choose how it comes by mail' }).click()
  const part = page.locator('#news-mail')
  expect(await part.getByLabel('At once, each by itself').isChecked()).toBe(true)
  await part.getByLabel('Once a day, in one mail').check()
  await part.getByRole('button', { name: 'Save' }).click()
  await part.getByText('Saved.').waitFor()
  const me = await answered<Me>(person.ask('GET', '/api/v1/me'))
  expect(me.newsMail).toBe('daily')
  await page.reload()
  expect(await part.getByLabel('Once a day, in one mail').isChecked()).toBe(true)
  await hydrated(page)
  await expectAccessible(page)
  expect(complaints).toEqual([])
  await close()
})
