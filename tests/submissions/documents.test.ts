import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resumeReading } from '../../server/submissions/documentJobs.ts'
import type { Document, DocumentList, Screening, Submission } from '@homeward/schema/submission.ts'
import { photographFromCamera, png, zipIn } from '../documents/made.ts'
import { docx, paragraph } from '../documents/office.ts'
import { temporaryFolder } from '../documents/place.ts'
import {
  answered,
  begun,
  complete,
  match,
  problem,
  saved,
  sent,
  startedPlace,
  submitted,
  type Place,
} from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const pathOf = ({ id }: Pick<Submission, 'id'>, rest = '') => `/api/v1/submissions/${id}${rest}`

async function word(content: string): Promise<Buffer> {
  return readFileSync(await zipIn(temporaryFolder(), docx(paragraph(content))))
}

const attach = async (draft: Pick<Submission, 'id'>, name: string, content: Uint8Array | string) =>
  answered<Document>(sent(place.owner, place.site, draft, name, content), 201)

/** Waits until a document's text has been read. */
async function read(draft: Pick<Submission, 'id'>, id: string): Promise<Document> {
  for (;;) {
    const { documents } = await answered<DocumentList>(
      place.owner.ask('GET', pathOf(draft, '/attachments')),
    )
    const found = documents.find((one) => one.id === id)
    if (!found) throw new Error('The document is gone')
    if (found.state !== 'waiting') return found
    await place.site.database.jobs.healthy()
  }
}

const keptFiles = () =>
  readdirSync(join(place.site.dataDir, 'files'), {
    recursive: true,
    withFileTypes: true,
  }).filter((one) => one.isFile()).length
const nothingWaits = () => readdirSync(join(place.site.dataDir, 'uploads'))

describe('a document', () => {
  it('is kept, read, screened with its name, and has to say whose it is', async () => {
    const draft = await complete(place.owner)
    const { id } = await attach(
      draft,
      'Report by maria.rossi@example.com.docx',
      await word('Write to paolo.bianchi@example.com about it.'),
    )
    const document = await read(draft, id)
    expect(document).toMatchObject({
      fileName: 'Report by maria.rossi@example.com.docx',
      state: 'readable',
      live: false,
      removed: expect.arrayContaining([expect.objectContaining({ kind: 'author' })]),
    })
    const after = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
    expect(after.version).toBeGreaterThan(draft.version)
    expect(after.lacks).toEqual([{ field: `documents.${id}.owner`, fault: 'missing' }])
    const { passages } = await answered<Screening>(
      place.owner.ask('GET', pathOf(draft, '/screening')),
    )
    expect(passages.map(({ part, reason }) => `${part} ${reason}`)).toEqual(
      expect.arrayContaining([`attachments.${id}.fileName email`, `attachments.${id}.text email`]),
    )
    const said = await problem(
      place.owner.ask('POST', pathOf(draft, '/submit'), undefined, match(after)),
    )
    expect(said.passages?.map((passage) => passage.text)).toContain('paolo.bianchi@example.com')
  })

  it('that is a picture loses what the camera wrote, and needs words for those who cannot see', async () => {
    const draft = await complete(place.owner)
    const { id, state } = await attach(draft, 'House.jpg', photographFromCamera())
    expect(state).toBe('unreadable')
    const path = pathOf(draft, `/attachments/${id}`)
    await answered(place.owner.ask('PATCH', path, { owner: ' The  town ' }))
    const lacking = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
    expect(lacking.lacks).toEqual([
      { field: `documents.${id}.alternativeText`, fault: 'no-alternative-text' },
    ])
    const told = await answered<Document>(
      place.owner.ask('PATCH', path, { alternativeText: 'A house', fileName: 'The house' }),
    )
    expect(told).toMatchObject({
      id,
      owner: 'The town',
      alternativeText: 'A house',
      fileName: 'The house.jpg',
    })
    const done = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
    expect((await submitted(place.owner, done)).state).toBe('submitted')

    const download = await place.moderator.ask('GET', path)
    const content = Buffer.from(await download.arrayBuffer())
    expect(content.includes('Jane Doe')).toBe(false)
    expect(download.headers.get('content-disposition')).toContain('attachment')
    expect(download.headers.get('content-disposition')).toContain('The house.jpg')
    expect(download.headers.get('content-security-policy')).toContain('sandbox')
    expect(download.headers.get('x-content-type-options')).toBe('nosniff')
    for (const other of [place.neighbour, place.member]) {
      expect((await other.ask('GET', path)).status).toBe(404)
    }
  })

  it('that cannot be read is taken with a note, and one of a wrong kind is refused with the reason', async () => {
    const draft = await begun(place.owner)
    const before = keptFiles()
    const broken = await attach(draft, 'broken.pdf', '%PDF-1.7\nnothing that follows is a PDF')
    expect(await read(draft, broken.id)).toMatchObject({
      state: 'unreadable',
      unreadableBecause: 'broken',
    })
    for (const [name, content, code] of [
      ['letter.pdf', '<html><script>alert(1)</script></html>', 'wrong-type'],
      ['empty.pdf', '', 'empty'],
      ['program.exe', 'MZ\u0090\u0000', 'wrong-type'],
    ] as const) {
      expect(await problem(sent(place.owner, place.site, draft, name, content))).toMatchObject({
        status: 422,
        type: 'document-refused',
        reason: { code },
      })
    }
    expect(keptFiles()).toBe(before + 1)
    expect(nothingWaits()).toEqual([])
  })

  it('that is a zip of nothing but more, named PDF, is refused, and nothing of it stays', async () => {
    const draft = await begun(place.owner)
    const folder = temporaryFolder()
    const bomb = await zipIn(folder, {
      ...docx(paragraph('x')),
      'word/media/zeros': new Uint8Array(300 * 1_048_576),
    })
    const before = keptFiles()
    for (const name of ['report.pdf', 'report.docx']) {
      const said = await problem(sent(place.owner, place.site, draft, name, readFileSync(bomb)))
      expect({ name, ...said }).toMatchObject({ status: 422, type: 'document-refused' })
    }
    expect(keptFiles()).toBe(before)
    expect(nothingWaits()).toEqual([])
    expect((await place.owner.ask('GET', pathOf(draft))).status).toBe(200)
  })

  it('is taken out for good, with its file', async () => {
    const draft = await begun(place.owner)
    const before = keptFiles()
    const { id } = await attach(draft, 'a.png', png())
    expect(keptFiles()).toBe(before + 1)
    expect((await place.owner.ask('DELETE', pathOf(draft, `/attachments/${id}`))).status).toBe(204)
    while (keptFiles() > before) await place.site.database.jobs.healthy()
    expect(
      await problem(place.owner.ask('DELETE', pathOf(draft, `/attachments/${id}`))),
    ).toMatchObject({ status: 404, type: 'unknown-document' })
  })
})

/** Begins to send a file, as a browser does that is slow. */
function uploading(draft: Submission, headers: Record<string, number>) {
  return request(`${place.site.url}${pathOf(draft, '/attachments?name=large.pdf')}`, {
    method: 'POST',
    headers: {
      cookie: place.owner.cookie,
      'content-type': 'application/octet-stream',
      ...headers,
    },
  })
}

/** Sends as much as is taken of a body. @param told whether its length is told beforehand */
async function pour(draft: Submission, bytes: number, told: boolean) {
  const piece = randomBytes(65_536)
  let poured = 0
  function* pieces() {
    while (poured < bytes) {
      poured += piece.length
      yield piece
    }
  }
  const upload = uploading(draft, told ? { 'content-length': bytes } : {})
  const body = Readable.from(pieces())
  // What is on its way when the connection ends is lost, as it should be.
  upload.on('error', () => body.destroy())
  body.pipe(upload)
  const [response] = await once(upload, 'response')
  const said = JSON.parse(await text(response))
  upload.destroy()
  return { status: response.statusCode, code: said.reason?.code, poured }
}

describe('200 MB', () => {
  const size = 200 * 1_048_576

  it.each([true, false])('are refused before they are all sent (length told: %s)', async (told) => {
    const draft = await begun(place.owner)
    const before = keptFiles()
    const { status, code, poured } = await pour(draft, size, told)
    expect({ status, code }).toEqual({ status: 413, code: 'too-large' })
    expect(poured).toBeLessThan(told ? size / 10 : size / 2)
    expect(keptFiles()).toBe(before)
    expect(nothingWaits()).toEqual([])
  })

  it('cannot come together in one entry either', async () => {
    const draft = await begun(place.owner)
    const { id } = await attach(draft, 'a.png', png())
    await place.site.database.db
      .updateTable('attachments')
      .set({ bytes: 100 * 1_048_576 - 50 })
      .where('id', '=', id)
      .execute()
    expect(await problem(sent(place.owner, place.site, draft, 'b.png', png()))).toMatchObject({
      status: 413,
      type: 'documents-too-large',
    })
  })
})

it('an upload that is broken off leaves nothing behind', async () => {
  const draft = await begun(place.owner)
  const before = keptFiles()
  const upload = uploading(draft, { 'content-length': 4_000_000 })
  upload.on('error', () => {})
  upload.write(randomBytes(500_000))
  while (nothingWaits().length === 0) await place.site.database.jobs.healthy()
  upload.destroy()
  while (nothingWaits().length > 0) await place.site.database.jobs.healthy()
  expect(keptFiles()).toBe(before)
  const { documents } = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
  expect(documents).toEqual([])
})

it('a document whose reading was lost is read all the same, and one that is new is left to its own', async () => {
  const { database } = place.site
  const draft = await begun(place.owner)
  const [lost, fresh] = [
    await attach(draft, 'Lost.docx', await word('Mentors of the old port')),
    await attach(draft, 'Fresh.docx', await word('Mentors of the new port')),
  ]
  await read(draft, lost.id)
  await read(draft, fresh.id)
  // As a killed server leaves them: nothing is read, and no job is left.
  const uploaded = (id: string, hours: number) =>
    database.db
      .updateTable('attachments')
      .set({
        state: 'waiting',
        extracted_text: null,
        created_at: new Date(Date.now() - hours * 3_600_000),
      })
      .where('id', '=', id)
      .execute()
  await uploaded(lost.id, 2)
  await uploaded(fresh.id, 0)
  const resumed = await resumeReading(
    { database, jobs: database.jobs },
    new Date(Date.now() - 3_600_000),
  )
  expect(resumed).toBe(1)
  expect((await read(draft, lost.id)).state).toBe('readable')
  const { documents } = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
  expect(documents.find(({ id }) => id === fresh.id)?.state).toBe('waiting')
})

it('a document of what is live stays as it is while a revision tells it otherwise', async () => {
  const draft = await complete(place.owner)
  const { id } = await attach(draft, 'Plan.docx', await word('Mentors of the harbour quarter'))
  await read(draft, id)
  await answered(
    place.owner.ask('PATCH', pathOf(draft, `/attachments/${id}`), { owner: 'The town' }),
  )
  const other = await begun(place.owner)
  await place.site.database.db
    .insertInto('revision_attachments')
    .values({ revision_id: other.id, attachment_id: id, position: 0 })
    .execute()
  const changed = await answered<Document>(
    place.owner.ask('PATCH', pathOf(other, `/attachments/${id}`), { owner: 'The region' }),
  )
  expect(changed.id).not.toBe(id)
  expect(changed).toMatchObject({ owner: 'The region', state: 'readable' })
  const first = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
  expect(first.documents).toMatchObject([{ id, owner: 'The town' }])
  // The file goes only with the last that has it.
  const before = keptFiles()
  await place.owner.ask('DELETE', pathOf(other, `/attachments/${changed.id}`))
  await place.inbox.rest()
  expect(keptFiles()).toBe(before)
  expect((await place.owner.ask('GET', pathOf(draft, `/attachments/${id}`))).status).toBe(200)
  await saved(place.owner, first, { title: 'Still there' })
})
