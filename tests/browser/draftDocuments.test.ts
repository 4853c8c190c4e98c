import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { photograph, photographFromCamera, zipIn } from '../documents/made.ts'
import { xlsx } from '../documents/office.ts'
import { expectAccessible, hydrated } from './browser.ts'
import { faults } from './comingIn.ts'
import { startedDraftPlace, stopped, written, type DraftPlace } from './draftPlace.ts'

let place: DraftPlace
beforeAll(async () => {
  place = await startedDraftPlace()
})
afterAll(() => place?.stop())

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer })
const choose = (page: Page) => page.getByLabel('Choose files, or drop them here')
const documentOf = (page: Page, name: string) =>
  page.locator('.documents > li').filter({ hasText: name })
const uploadOf = (page: Page, name: string) =>
  page.locator('.uploads > li').filter({ hasText: name })

async function openedAtDocuments() {
  const draft = await written(place, { title: 'Mentors' })
  const visit = await place.opened(place.mira, `/submit/${draft.id}?step=documents`)
  return { draft, ...visit }
}

/** Lets so many bytes a second go. */
async function slowed(page: Page, bytes: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytes,
  })
}

describe('documents', () => {
  it('tell what was taken out, what is still in them and what cannot be searched; what is said of them saves by itself', async () => {
    const { draft, page, complaints, close } = await openedAtDocuments()
    const sheets = await readFile(await zipIn(place.site.dataDir, xlsx()))
    await choose(page).setInputFiles([
      file(
        'figures.xlsx',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        sheets,
      ),
      file('street.jpg', 'image/jpeg', photographFromCamera()),
      file('scan.pdf', 'application/pdf', Buffer.from('%PDF-1.7\nnothing that can be read')),
    ])
    const table = documentOf(page, 'figures.xlsx')
    await table.getByText('Taken out for safety: ').waitFor()
    await table.getByText('1 hidden sheet').waitFor()
    const picture = documentOf(page, 'street.jpg')
    await picture.getByText('place and device of the camera').waitFor()
    await documentOf(page, 'scan.pdf').getByText('cannot be read, searched or screened').waitFor()
    expect(await uploadOf(page, '').count()).toBe(0)

    await picture.getByLabel('What it shows').fill('A street with a school')
    await picture.getByLabel('Whose it is').fill('City of Aarhus')
    await page.getByText(/^Saved at/).waitFor()
    await expect
      .poll(async () => (await place.kept(draft)).documents)
      .toMatchObject([
        {},
        { alternativeText: 'A street with a school', owner: 'City of Aarhus' },
        {},
      ])
    await table.getByText('Its text is being read').waitFor({ state: 'detached' })
    await expectAccessible(page)
    await table.getByRole('button', { name: 'Take it out' }).click()
    await table.waitFor({ state: 'detached' })
    expect(await choose(page).evaluate((one) => one === document.activeElement)).toBe(true)
    expect((await place.kept(draft)).documents).toHaveLength(2)
    expect(complaints).toEqual([])
    await close()
  })

  it('keep what is said of them while the connection is gone', async () => {
    const { draft, page, context, close } = await openedAtDocuments()
    await choose(page).setInputFiles(file('street.jpg', 'image/jpeg', photograph))
    const picture = documentOf(page, 'street.jpg')
    await picture.getByLabel('Whose it is').waitFor()
    await context.setOffline(true)
    await picture.getByLabel('Whose it is').fill('City of Aarhus')
    await page.getByText('Not connected').first().waitFor()
    await context.setOffline(false)
    await page.reload()
    await hydrated(page)
    await expect
      .poll(async () => (await place.kept(draft)).documents[0]?.owner)
      .toBe('City of Aarhus')
    expect(await picture.getByLabel('Whose it is').inputValue()).toBe('City of Aarhus')
    await close()
  })

  it('are refused with the reason, and a whole file is not sent in vain', async () => {
    const { draft, page, complaints, close } = await openedAtDocuments()
    await choose(page).setInputFiles([
      file('notes.pdf', 'application/pdf', Buffer.from('These are only words.')),
      file('film.jpg', 'image/jpeg', Buffer.alloc(20 * 1024 * 1024 + 1)),
    ])
    await uploadOf(page, 'film.jpg').getByText('larger than 20 MB').waitFor()
    const notes = uploadOf(page, 'notes.pdf')
    await notes.getByRole('alert').getByText('no document of a kind that is taken here').waitFor()
    await expectAccessible(page)
    await notes.getByRole('button', { name: 'Leave it out' }).click()
    await notes.waitFor({ state: 'detached' })
    expect((await place.kept(draft)).documents).toEqual([])
    expect(faults(complaints, 422)).toEqual([])
    await close()
  })

  it('show how far they are, and can be cancelled on the way', async () => {
    const { draft, page, complaints, close } = await openedAtDocuments()
    await slowed(page, 200_000)
    const large = Buffer.concat([photograph, Buffer.alloc(3_000_000)])
    await choose(page).setInputFiles([
      file('large.jpg', 'image/jpeg', large),
      file('small.jpg', 'image/jpeg', photograph),
    ])
    const line = uploadOf(page, 'large.jpg')
    await line.getByText(/^[1-9]\d? % sent$/).waitFor()
    await uploadOf(page, 'small.jpg').getByText('Waits for its turn').waitFor()
    await expectAccessible(page)
    await line.getByRole('button', { name: 'Cancel' }).click()
    await line.waitFor({ state: 'detached' })
    await documentOf(page, 'small.jpg').waitFor()
    expect((await place.kept(draft)).documents.map(({ fileName }) => fileName)).toEqual([
      'small.jpg',
    ])
    expect(complaints).toEqual([])
    await close()
  })

  it('can be sent again where the connection was lost on the way', async () => {
    const { page, close } = await openedAtDocuments()
    await slowed(page, 200_000)
    const large = Buffer.concat([photograph, Buffer.alloc(1_000_000)])
    await choose(page).setInputFiles(file('large.jpg', 'image/jpeg', large))
    const line = uploadOf(page, 'large.jpg')
    await line.getByText(/^[1-9]\d? % sent$/).waitFor()
    const start = await stopped(place)
    await line.getByRole('alert').getByText('The connection was lost').waitFor()
    await start()
    await line.getByRole('button', { name: 'Send it again' }).click()
    await documentOf(page, 'large.jpg').waitFor()
    await close()
  })
})
