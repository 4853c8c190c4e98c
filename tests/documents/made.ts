import { crc32, deflateSync } from 'node:zlib'
import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { fromBuffer } from 'yauzl'
import { ZipFile } from 'yazl'

/** Writes content into a file of its own. */
export function fileIn(folder: string, content: Uint8Array | string): string {
  const path = join(folder, randomUUID())
  writeFileSync(path, content)
  return path
}

/** Writes a zip of parts. */
export async function zipIn(
  folder: string,
  parts: Record<string, string | Uint8Array>,
): Promise<string> {
  const path = join(folder, randomUUID())
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(parts)) {
    zip.addBuffer(Buffer.from(content), name, { compress: name !== 'mimetype' })
  }
  zip.end()
  await once(zip.outputStream.pipe(createWriteStream(path)), 'close')
  return path
}

/** The parts of a zip, unpacked by another way than the server's. */
export async function partsOf(content: Buffer): Promise<Map<string, Buffer>> {
  const parts = new Map<string, Buffer>()
  return new Promise((resolve, reject) => {
    fromBuffer(content, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(fault)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            parts.set(entry.fileName, Buffer.concat(chunks))
            zip.readEntry()
          })
        })
      })
      zip.on('end', () => resolve(parts))
      zip.on('error', reject)
      zip.readEntry()
    })
  })
}

/** A JPEG of 16 by 8 pixels with a colour profile, as a browser writes it. */
export const photograph = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAYEAACAwAAAAAAAAAAAAAAAAAABAUiMf/EABUBAQEAAAAAAAAAAAAAAAAAAAMF/8QAGhEAAgIDAAAAAAAAAAAAAAAAAAIEIQMTMf/aAAwDAQACEQMRAD8AkrQWUKq0DlACLuduhQJeWrP/2Q==',
  'base64',
)

/** A photograph as a camera leaves it: where it was taken, with what, which way up, and a remark. */
export function photographFromCamera(): Buffer {
  return Buffer.concat([
    photograph.subarray(0, 20),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), cameraData()])),
    segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Jane Doe</x:xmpmeta>')),
    segment(0xed, Buffer.from('Photoshop 3.0\0Jane Doe, Rotterdam')),
    segment(0xfe, Buffer.from('taken by Jane Doe')),
    photograph.subarray(20),
    Buffer.from('a film of the moment before, by Jane Doe'),
  ])
}

function segment(code: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, code, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/** Exif with device, orientation 6 and a place, little-endian. */
export function cameraData(): Buffer {
  const make = 'SecretCam\0'
  const main = 8
  const place = main + 2 + 4 * 12 + 4
  const makeAt = place + 2 + 4 * 12 + 4
  const degrees = makeAt + make.length
  const data = Buffer.alloc(degrees + 48)
  data.write('II*\0', 0, 'latin1')
  data.writeUInt32LE(main, 4)
  const entries = (at: number, rows: [number, number, number, number][]) => {
    data.writeUInt16LE(rows.length, at)
    rows.forEach(([tag, type, count, value], index) => {
      const row = at + 2 + index * 12
      data.writeUInt16LE(tag, row)
      data.writeUInt16LE(type, row + 2)
      data.writeUInt32LE(count, row + 4)
      data.writeUInt32LE(value, row + 8)
    })
  }
  entries(main, [
    [0x010f, 2, make.length, makeAt],
    [0x0112, 3, 1, 6],
    [0x8825, 4, 1, place],
  ])
  entries(place, [
    [1, 2, 2, 0x4e],
    [2, 5, 3, degrees],
    [3, 2, 2, 0x45],
    [4, 5, 3, degrees + 24],
  ])
  data.write(make, makeAt, 'latin1')
  const numbers = [51, 1, 55, 1, 12, 1, 4, 1, 28, 1, 30, 1]
  numbers.forEach((number, index) => data.writeUInt32LE(number, degrees + index * 4))
  return data
}

export function chunk(type: string, content: Buffer): Buffer {
  const whole = Buffer.alloc(content.length + 12)
  whole.writeUInt32BE(content.length, 0)
  whole.write(type, 4, 'latin1')
  content.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), content.length + 8)
  return whole
}

export const pixels = deflateSync(Buffer.from([0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 0]))

/** A PNG of 2 by 2 pixels; `extra` lies before its pixels. */
export function png(...extra: Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
