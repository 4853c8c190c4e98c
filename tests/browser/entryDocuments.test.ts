import { Readable } from 'node:stream'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { refreshPublished } from '../../server/entries/published.ts'
import { takeDown } from '../../server/entries/takingDown.ts'
import { openFiles } from '../../server/platform/files/files.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
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

/** Gives what is live of the entry a picture, as a decision would. @returns the id of each */
async function withPicture(): Promise<{ entry: string; picture: string }> {
  const files = await openFiles(null, site.dataDir)
  const { key, bytes, sha256 } = await files.put(Readable.from([photograph]), { maxBytes: 10_000 })
  return inTransaction(site.database, site.database.jobs, async (work) => {
    const { trx } = work
    const live = await trx
      .selectFrom('revisions as r')
      .innerJoin('entries as e', 'e.id', 'r.original_of')
      .select(['r.id', 'r.entry_id'])
      .where('e.slug', '=', slug)
      .where('r.state', '=', 'published')
      .executeTakeFirstOrThrow()
    const { id } = await trx
      .insertInto('attachments')
      .values({
        entry_id: live.entry_id,
        file_name: 'The house.jpg',
        media_type: 'image/jpeg',
        bytes,
        sha256: Buffer.from(sha256, 'hex'),
        storage_key: key,
        alternative_text: 'A house with a green door',
        owner: 'The town',
        state: 'unreadable',
        leftovers: '[]',
        removed: '[]',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('revision_attachments')
      .values({ revision_id: live.id, attachment_id: id, position: 0 })
      .execute()
    await refreshPublished(work, [live.entry_id])
    return { entry: live.entry_id, picture: id }
  })
}

it('documents of an entry are shown and saved by anyone, never run, and gone once it is taken down', async () => {
  const { entry, picture } = await withPicture()
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
