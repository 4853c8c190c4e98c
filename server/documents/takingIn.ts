import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Files, KeptFile } from '../platform/files/files.ts'
import { cleaned, type DocumentText, textOf } from './documents.ts'
import {
  type DocumentType,
  type Leftover,
  limits,
  mediaTypes,
  pictureTypes,
  type Refusal,
  type Removed,
  type Unreadable,
} from './kinds.ts'
import { whatItIs } from './whatItIs.ts'

/** A document that is kept, without what must not travel. */
export interface TakenIn extends KeptFile {
  type: DocumentType
  mediaType: string
  /** Why its text cannot be searched, as far as is known without reading it; null: `textOfKept` tells. */
  unreadable: Unreadable | null
  leftovers: Leftover[]
  removed: Removed[]
}

/**
 * Takes an upload in: looks what it is, takes out what must not travel, and keeps the rest. What the person sent is
 * kept nowhere, unless nothing could be taken out of it. A stream that is too long is left where it stands.
 * @param dataDir where uploads under way are written, in the folder `uploads`
 * @throws FilesError where the file cannot be kept; whatever breaks the stream off
 */
export async function takeIn(
  files: Files,
  upload: Readable,
  declaredName: string,
  dataDir: string,
): Promise<{ state: 'kept'; document: TakenIn } | { state: 'refused'; reason: Refusal }> {
  // It may break off before it is read at all, and what nobody hears would end the server.
  upload.once('error', () => {})
  return inFolder(dataDir, async (folder) => {
    const path = join(folder, 'upload')
    if (!(await written(upload, path))) {
      return refused({ code: 'too-large', params: { maxBytes: limits.fileBytes } })
    }
    const found = await whatItIs(path, declaredName)
    if (found.state === 'refused') return found
    const { type } = found
    const clean =
      found.unreadable === null ? await cleaned(path, type, folder) : unchecked(found.unreadable)
    if (clean.state === 'unreadable' && pictureTypes.has(type)) {
      return refused({ code: 'broken-picture', params: { type } })
    }
    const content = createReadStream(clean.state === 'cleaned' ? clean.path : path)
    // A clean file may be a little longer: a PDF written anew is packed otherwise.
    const kept = await files.put(content, { maxBytes: 2 * limits.fileBytes })
    const unreadable =
      clean.state === 'unreadable' ? clean.why : pictureTypes.has(type) ? 'no-text' : null
    const removed = clean.state === 'cleaned' ? clean.removed : []
    const { leftovers } = clean
    const document = { ...kept, type, mediaType: mediaTypes[type], unreadable, leftovers, removed }
    return { state: 'kept', document }
  })
}

/**
 * The text of a file that is kept.
 * @throws FileMissing, FilesError where it cannot be read from where it is kept
 */
export async function textOfKept(
  files: Files,
  key: string,
  type: DocumentType,
  dataDir: string,
): Promise<DocumentText> {
  if (pictureTypes.has(type)) return { state: 'unreadable', why: 'no-text' }
  return inFolder(dataDir, async (folder) => {
    const path = join(folder, 'kept')
    await pipeline(await files.read(key), createWriteStream(path, { mode: 0o600 }))
    return textOf(path, type)
  })
}

/** Removes what a killed server left of uploads. Only while no other server uses the data folder. */
export async function sweepUploads(dataDir: string): Promise<void> {
  const uploads = join(dataDir, 'uploads')
  const names = await readdir(uploads).catch(() => [])
  for (const name of names) await rm(join(uploads, name), { recursive: true, force: true })
}

async function inFolder<Result>(
  dataDir: string,
  act: (folder: string) => Promise<Result>,
): Promise<Result> {
  const uploads = join(dataDir, 'uploads')
  await mkdir(uploads, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(uploads, 'one-'))
  try {
    return await act(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @returns whether it was short enough */
async function written(upload: Readable, path: string): Promise<boolean> {
  let bytes = 0
  async function* pass() {
    for await (const chunk of upload.iterator({ destroyOnReturn: false })) {
      const piece: unknown = chunk
      if (!(piece instanceof Uint8Array)) throw new TypeError('A file comes as bytes')
      bytes += piece.byteLength
      if (bytes > limits.fileBytes) return
      yield piece
    }
  }
  await pipeline(
    Readable.from(pass(), { objectMode: false }),
    createWriteStream(path, { mode: 0o600 }),
  )
  return bytes <= limits.fileBytes
}

function unchecked(why: Unreadable) {
  const leftovers: Leftover[] = [{ kind: 'unchecked', count: 1 }]
  return { state: 'unreadable' as const, why, leftovers }
}

function refused(reason: Refusal): { state: 'refused'; reason: Refusal } {
  return { state: 'refused', reason }
}
