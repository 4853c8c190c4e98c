import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { takeDown } from '../../server/entries/takingDown.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { withDocument } from '../documents/attaching.ts'
import { photograph } from '../documents/made.ts'
import { startedSite, type Site } from '../site.ts'
import { expectAccessible, expectNoSidewaysScroll, launchedBrowser, visitor } from './browser.ts'

const slug = 'dk-aarhus-info-house-exit-mentoring'
let site: Site
let browser: Browser
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startedSite(), launchedBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

it('documents of an entry are shown and saved by anyone, never run, and gone once it is taken down', async () => {
  const { entry, document: picture } = await withDocument(site, slug, {
    fileName: 'The house.jpg',
    mediaType: 'image/jpeg',
    content: photograph,
    alternativeText: 'A house with a green door',
    owner: 'The town',
  })
  const address = `${site.url}/api/v1/entries/${slug}/documents/${picture}`
  const visit = await visitor(browser, { viewport: { width: 320, height: 800 } })
  const { page } = visit
  await page.goto(`${site.url}/practices/${slug}`)
  const section = page.getByRole('region', { name: 'Documents' })
  const image = section.getByRole('img', { name: 'A house with a green door' })
  await image.scrollIntoViewIfNeeded()
  // Under the page's own policy, and although it is sent to be saved.
  await expect
    .poll(() => image.evaluate((shown: HTMLImageElement) => shown.complete && shown.naturalWidth))
    .toBe(16)
  expect(await section.innerText()).toContain('The town')
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)

  const saving = page.waitForEvent('download')
  await section.getByRole('link', { name: 'The house.jpg' }).click()
  expect((await saving).suggestedFilename()).toBe('The house.jpg')
  expect(visit.complaints).toEqual([])
  await visit.context.close()

  const answer = await fetch(address)
  expect(answer.status).toBe(200)
  expect(Buffer.from(await answer.arrayBuffer()).equals(photograph)).toBe(true)
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')

  await inTransaction(site.database, site.database.jobs, (work) =>
    takeDown(work, entry, { reason: 'safety' }),
  )
  expect((await fetch(address)).status).toBe(410)
})
