import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedSite, type Site } from '../site.ts'
import { launchedBrowser, visitor } from './browser.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startedSite()
  browser = await launchedBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

it('the API can be read in a browser, without a word to any other server', async () => {
  const { page, complaints, close } = await visitor(browser)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== site.url) elsewhere.push(request.url())
  })
  await page.goto(`${site.url}/api/docs`)
  await page.getByRole('heading', { name: 'Homeward API' }).waitFor()
  await page.getByRole('heading', { name: 'Search', exact: true }).first().waitFor()
  await page.getByText('/api/v1/suggest').first().waitFor()
  expect(elsewhere).toEqual([])
  expect(complaints).toEqual([])
  await close()
})
