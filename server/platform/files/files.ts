import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, ReadStream } from 'node:fs'
import { access, constants, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Disk } from 'flydrive'
import { diskFull, errorCode, makeFolders, saysDiskFull } from '../dataFolder/dataFolder.ts'
import { StartError } from '../startError.ts'
import { FolderDriver } from './folder.ts'
import { readFilesPlace } from './place.ts'

/** What is known of a file that was put. */
export interface KeptFile {
  /** Random; says nothing of the file or of who put it. */
  key: string
  bytes: number
  /** Of the content, in hexadecimal digits. */
  sha256: string
}

/** Where files are kept, be it a folder or a store elsewhere. Nothing is ever whole in memory. */
export interface Files {
  /**
   * Keeps what a stream holds, under a new key: whole, or not at all. A stream that is too long is left where it
   * stands, for its owner to drain or destroy.
   * @throws FileTooLarge past `maxBytes`; FilesError where the place does not take it
   */
  put(content: Readable, limit: { maxBytes: number }): Promise<KeptFile>
  /** @throws FileMissing where there is none; FilesError where the place does not answer */
  read(key: string): Promise<Readable>
  /** A file that is not there is removed already. */
  remove(key: string): Promise<void>
  /** Keys that were put before a time: what no row names among them was left by a process that was killed. */
  keysBefore(time: Date): AsyncIterable<string>
  /** @throws FilesError where files cannot be kept at the moment */
  healthy(): Promise<true>
}

/** The place where files are kept does not answer as it should. Holds no address, key or secret. */
export class FilesError extends Error {
  override name = 'FilesError'
}

/** There is no file of this key. */
export class FileMissing extends FilesError {
  override name = 'FileMissing'
}

/** A stream was longer than allowed. */
export class FileTooLarge extends Error {
  override name = 'FileTooLarge'
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`A file is larger than ${maxBytes} bytes`)
    this.maxBytes = maxBytes
  }
}

const incoming = 'incoming'
const abandonedAfter = 24 * 3_600_000
const patience = 5_000

/**
 * Opens the place that files are kept in.
 * @param url FILES_URL as the configuration read it; null: the folder `files` in the data directory
 * @throws FilesError where the address cannot be read; StartError where a folder cannot be used
 */
export async function openFiles(url: string | null, dataDir: string): Promise<Files> {
  const place = readFilesPlace(url ?? join(dataDir, 'files'), process.cwd())
  if ('wrong' in place) throw new FilesError(`FILES_URL ${place.wrong}`)
  // Elsewhere a file is only sent once its length is known and found allowed: it waits in the data directory.
  const local = place.kind === 'folder' ? place.folder : join(dataDir, 'files')
  await readied(local)
  const folder = new Disk(new FolderDriver(local))
  if (place.kind === 'folder') return files(folder, folder, '', () => access(local, constants.W_OK))
  // Only where it is used: its library is larger than most of what a start loads.
  const { storeAt } = await import('./s3.ts')
  const store = storeAt(place)
  // A list, since asking for one file that is not there answers the same where there is no bucket.
  return files(store, folder, place.prefix, () =>
    store.listAll(place.prefix === '' ? '/' : place.prefix),
  )
}

async function readied(folder: string): Promise<void> {
  try {
    await sweep(folder)
  } catch (error) {
    if (saysDiskFull(error)) throw diskFull(folder, error)
    throw new StartError(
      `The folder for documents, ${folder}, cannot be used (${errorCode(error) || String(error)}).`,
      'Nothing was changed.',
      'Make it a folder that this user may read and write, or set FILES_URL to another one, then start again.',
      { cause: error },
    )
  }
}

/** Makes the folder, and removes what uploads left in it that a killed server never ended. */
async function sweep(folder: string): Promise<void> {
  const waiting = join(folder, incoming)
  makeFolders(waiting, 0o700)
  for (const name of await readdir(waiting)) {
    const file = join(waiting, name)
    // Several servers may share the folder: what is young may be being written.
    const found = await stat(file).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > abandonedAfter)
      await rm(file, { force: true })
  }
}

function files(store: Disk, folder: Disk, prefix: string, tried: () => Promise<unknown>): Files {
  return {
    async put(content, { maxBytes }) {
      const key = newKey()
      const waiting = `${incoming}/${randomBytes(16).toString('hex')}`
      try {
        const { measured, result } = measure(content, maxBytes)
        await said('written', () => folder.putStream(waiting, measured))
        const { bytes, sha256 } = result()
        if (store === folder) await said('written', () => folder.move(waiting, key))
        else await said('sent', () => send(store, folder, waiting, prefix + key, bytes))
        return { key, bytes, sha256 }
      } finally {
        await folder.delete(waiting).catch(() => {})
      }
    },
    read: (key) => said('read', () => opened(store, prefix + checked(key))),
    remove: (key) => said('removed', () => store.delete(prefix + checked(key))),
    keysBefore: (time) => keysBefore(store, prefix, time),
    healthy: () =>
      said<true>('reached', async () => {
        const late = AbortSignal.timeout(patience)
        const waited = once(late, 'abort').then(() => Promise.reject(new Error('late')))
        await Promise.race([tried(), waited])
        return true
      }),
  }
}

async function send(store: Disk, folder: Disk, from: string, to: string, bytes: number) {
  if (!(folder.driver instanceof FolderDriver)) throw new FilesError('Files wait in no folder')
  const content = createReadStream(join(folder.driver.folder, from))
  try {
    await store.putStream(to, content, { contentLength: bytes })
  } finally {
    content.destroy()
  }
}

/** Counts and sums up what passes. */
function measure(content: Readable, maxBytes: number) {
  // It may break off before it is read at all, and what nobody hears would end the server.
  content.once('error', () => {})
  const hash = createHash('sha256')
  let bytes = 0
  async function* pass() {
    for await (const chunk of content.iterator({ destroyOnReturn: false })) {
      const piece: unknown = chunk
      if (!(piece instanceof Uint8Array)) throw new TypeError('A file comes as bytes')
      bytes += piece.byteLength
      if (bytes > maxBytes) throw new FileTooLarge(maxBytes)
      hash.update(piece)
      yield piece
    }
  }
  return {
    measured: Readable.from(pass(), { objectMode: false }),
    result: () => ({ bytes, sha256: hash.digest('hex') }),
  }
}

async function opened(store: Disk, key: string): Promise<Readable> {
  const stream = await store.getStream(key)
  // Whether there is a file must be known before an answer begins.
  if (stream instanceof ReadStream && stream.pending) await once(stream, 'open')
  return stream
}

async function* keysBefore(store: Disk, prefix: string, time: Date): AsyncIterable<string> {
  let page: string | undefined
  do {
    const found = await said('listed', () =>
      store.listAll(prefix === '' ? '/' : prefix, {
        recursive: true,
        ...(page === undefined ? {} : { paginationToken: page }),
      }),
    )
    for (const one of found.objects) {
      const key = one.isFile ? one.key.slice(prefix.length) : ''
      if (!keyShape.test(key) || !one.isFile) continue
      const { lastModified } = await one.getMetaData()
      if (lastModified < time) yield key
    }
    page = found.paginationToken
  } while (page !== undefined)
}

const keyShape = /^[0-9a-f]{2}\/[0-9a-f]{40}$/

function newKey(): string {
  const name = randomBytes(20).toString('hex')
  return `${name.slice(0, 2)}/${name}`
}

function checked(key: string): string {
  if (keyShape.test(key)) return key
  throw new FileMissing('There is no file of this key')
}

const missing = new Set(['ENOENT', 'NoSuchKey', 'NotFound'])

/** Does something with the place; what goes wrong is told without addresses and secrets, which causes may hold. */
async function said<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    const found = causeOf(error)
    if (found instanceof FileTooLarge || found instanceof FilesError) throw found
    const code = errorCode(found) || (found instanceof Error ? found.name : 'unknown')
    if (what === 'read' && missing.has(code)) throw new FileMissing('There is no file of this key')
    throw new FilesError(`A file could not be ${what} (${code})`)
  }
}

/** Flydrive wraps what its drivers throw. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : error
}
