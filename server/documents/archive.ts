import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { ZipFile as NewZip } from 'yazl'
import { RefusedFile, UnreadableFile } from './broken.ts'
import { limits } from './kinds.ts'

/** A zip whose list of parts was found harmless: names, number and unpacked size. */
export interface Archive {
  /** In the order of the file. Names are relative, without `..`. */
  names: string[]
  encrypted: boolean
  /** @throws UnreadableFile where the part is damaged or larger than `maxBytes` */
  read(name: string, maxBytes?: number): Promise<Buffer>
  stream(name: string): Promise<Readable>
  close(): void
}

/**
 * Opens a zip. No part is unpacked; none ever gives more than the list says.
 * @throws RefusedFile for one made to do harm; UnreadableFile where it is no zip or damaged
 */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openPromise(path, { autoClose: false, validateEntrySizes: true }).catch(
    (error: unknown) => {
      throw new UnreadableFile('broken', { cause: error })
    },
  )
  try {
    return archive(zip, await list(zip))
  } catch (error) {
    zip.close()
    throw error
  }
}

/** Whether a file that does not begin as a zip can also be opened as one. */
export async function hidesArchive(path: string): Promise<boolean> {
  const zip = await openPromise(path, { autoClose: false }).catch(() => null)
  zip?.close()
  return zip !== null && zip.entryCount > 0
}

async function list(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.parts) throw unsafe('too-many-parts')
  const entries = new Map<string, Entry>()
  let unpacked = 0
  try {
    for await (const entry of zip.eachEntry()) {
      // Two parts of one name: what is checked might not be what another program opens.
      if (entries.has(entry.fileName)) throw unsafe('mixed')
      entries.set(entry.fileName, entry)
      unpacked += entry.uncompressedSize
      if (entries.size > limits.parts) throw unsafe('too-many-parts')
      if (unpacked > limits.unpackedBytes) throw unsafe('unpacks-too-large')
    }
  } catch (error) {
    if (error instanceof RefusedFile) throw error
    if (/absolute path|relative path|invalid characters/.test(String(error))) throw unsafe('paths')
    throw new UnreadableFile('broken', { cause: error })
  }
  return entries
}

function unsafe(why: 'unpacks-too-large' | 'too-many-parts' | 'paths' | 'mixed'): RefusedFile {
  return new RefusedFile({ code: 'unsafe', params: { why } })
}

function archive(zip: ZipFile, entries: Map<string, Entry>): Archive {
  async function stream(name: string): Promise<Readable> {
    const entry = entries.get(name)
    if (entry === undefined) throw new UnreadableFile('broken')
    if (entry.isEncrypted()) throw new UnreadableFile('encrypted')
    try {
      return await zip.openReadStreamPromise(entry)
    } catch (error) {
      throw new UnreadableFile('broken', { cause: error })
    }
  }
  return {
    names: [...entries.keys()].filter((name) => !name.endsWith('/')),
    encrypted: [...entries.values()].some((entry) => entry.isEncrypted()),
    stream,
    async read(name, maxBytes = limits.unpackedBytes) {
      if ((entries.get(name)?.uncompressedSize ?? 0) > maxBytes) {
        throw new UnreadableFile('too-large')
      }
      const chunks: Buffer[] = []
      try {
        for await (const chunk of await stream(name)) {
          if (Buffer.isBuffer(chunk)) chunks.push(chunk)
        }
      } catch (error) {
        if (error instanceof UnreadableFile) throw error
        throw new UnreadableFile('broken', { cause: error })
      }
      return Buffer.concat(chunks)
    },
    close: () => zip.close(),
  }
}

/** The time that parts of a new zip carry: when a document was saved is nobody's business. */
const noTime = new Date(1980, 0, 1)

/**
 * Writes a zip of parts, which are asked for one after the other.
 * @param stored the part that must come first and as it is, if there is one
 */
export async function writeArchive(
  path: string,
  names: string[],
  part: (name: string) => Promise<Buffer>,
  stored?: string,
): Promise<void> {
  const zip = new NewZip()
  const written = pipeline(zip.outputStream, createWriteStream(path))
  // Heard below; said here, since a part may fail first.
  written.catch(() => {})
  const ordered = names.toSorted((a, b) => Number(b === stored) - Number(a === stored))
  for (const name of ordered) {
    const content = await part(name)
    zip.addBuffer(content, name, {
      mtime: noTime,
      mode: 0o100_644,
      forceDosTimestamp: true,
      compress: name !== stored,
    })
  }
  zip.end()
  await written
}
