import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gps } from 'exifr'
import { expect, it } from 'vitest'
import { sweepUploads, takeIn, textOfKept } from '../../server/documents/takingIn.ts'
import { openFiles } from '../../server/platform/files/files.ts'
import { photographFromCamera, zipIn } from './made.ts'
import { docx, paragraph } from './office.ts'
import { mounted } from '../smallDisk.ts'
import { temporaryFolder } from './place.ts'

async function place() {
  const dataDir = temporaryFolder()
  const files = await openFiles(null, dataDir)
  const take = (content: Readable | Buffer, name: string) =>
    takeIn(files, Buffer.isBuffer(content) ? Readable.from([content]) : content, name, dataDir)
  const nothingWaits = () => readdirSync(join(dataDir, 'uploads')).length === 0
  const keptFiles = () => filesIn(join(dataDir, 'files'))
  return { dataDir, files, take, nothingWaits, keptFiles }
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())

it('a document is kept clean, with its sum, and its text can be read', async () => {
  const { files, take, dataDir, nothingWaits } = await place()
  const path = await zipIn(dataDir, docx(paragraph('The way home')))
  const taken = await take(createReadStream(path), 'Rapport d’étape.docx')
  if (taken.state === 'refused') throw new Error(taken.reason.code)
  const { document } = taken
  expect(document).toMatchObject({ type: 'docx', unreadable: null, leftovers: [] })
  const kept = await buffer(await files.read(document.key))
  expect(document.bytes).toBe(kept.length)
  expect(document.sha256).toBe(createHash('sha256').update(kept).digest('hex'))
  expect(await textOfKept(files, document.key, document.type, dataDir)).toMatchObject({
    state: 'readable',
    text: 'The way home',
  })
  expect(nothingWaits()).toBe(true)
})

it('what is kept of a photograph does not say where it was taken', async () => {
  const { files, take } = await place()
  const taken = await take(photographFromCamera(), 'home.jpg')
  if (taken.state === 'refused') throw new Error(taken.reason.code)
  expect(taken.document).toMatchObject({ type: 'jpeg', unreadable: 'no-text' })
  expect(await gps(await buffer(await files.read(taken.document.key)))).toBeUndefined()
})

it('a broken document is kept as it is, and says that nothing was looked at', async () => {
  const { take } = await place()
  const taken = await take(Buffer.from('%PDF-1.7\nand no more'), 'report.pdf')
  expect(taken).toMatchObject({
    state: 'kept',
    document: { unreadable: 'broken', leftovers: [{ kind: 'unchecked', count: 1 }], removed: [] },
  })
})

it('a document is kept nowhere where the disk has no room for its clean copy', async ({ skip }) => {
  const elsewhere = temporaryFolder()
  const path = await zipIn(elsewhere, docx(paragraph(randomBytes(600_000).toString('base64'))))
  const dataDir = temporaryFolder()
  skip(!mounted(dataDir, '1m'), 'no small disk could be mounted here: a full disk was not tried')
  try {
    const files = await openFiles(join(elsewhere, 'kept'), dataDir)
    const taken = takeIn(files, createReadStream(path), 'report.docx', dataDir)
    await expect(taken).rejects.toThrow(/ENOSPC/)
    expect(filesIn(join(elsewhere, 'kept'))).toEqual([])
    expect(readdirSync(join(dataDir, 'uploads'))).toEqual([])
  } finally {
    execFileSync('umount', ['-l', dataDir])
  }
})

it('a broken photograph, whose place cannot be taken out, is kept nowhere', async () => {
  const { take, keptFiles, nothingWaits } = await place()
  const taken = await take(photographFromCamera().subarray(0, 300), 'home.jpg')
  expect(taken).toEqual({
    state: 'refused',
    reason: { code: 'broken-picture', params: { type: 'jpeg' } },
  })
  expect(keptFiles()).toEqual([])
  expect(nothingWaits()).toBe(true)
})

it('200 MB are refused at 20, without taking the rest or its memory', async () => {
  const { take, keptFiles, nothingWaits } = await place()
  let sent = 0
  async function* large() {
    yield Buffer.from('%PDF-1.7\n')
    for (let piece = 0; piece < 200; piece++) {
      sent += 1
      yield Buffer.alloc(1_048_576)
    }
  }
  const memory = process.memoryUsage.rss()
  const upload = Readable.from(large(), { objectMode: false })
  const taken = await take(upload, 'large.pdf')
  expect(taken).toEqual({
    state: 'refused',
    reason: { code: 'too-large', params: { maxBytes: 20 * 1_048_576 } },
  })
  expect(upload.destroyed).toBe(false)
  expect(sent).toBeLessThan(30)
  expect(process.memoryUsage.rss() - memory).toBeLessThan(100 * 1_048_576)
  expect(keptFiles()).toEqual([])
  expect(nothingWaits()).toBe(true)
})

it('an upload that is cancelled leaves nothing', async () => {
  const { take, keptFiles, nothingWaits } = await place()
  const upload = new PassThrough()
  const taken = take(upload, 'report.pdf')
  upload.write('%PDF-1.7\n')
  upload.destroy(new Error('cancelled'))
  await expect(taken).rejects.toThrow()
  expect(keptFiles()).toEqual([])
  expect(nothingWaits()).toBe(true)
})

it('what a killed server left of uploads is swept away', async () => {
  const { take, dataDir } = await place()
  await take(Buffer.from('x'), 'x')
  mkdirSync(join(dataDir, 'uploads', 'one-left'))
  await sweepUploads(dataDir)
  expect(existsSync(join(dataDir, 'uploads', 'one-left'))).toBe(false)
})
