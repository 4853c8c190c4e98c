import { crc32 } from 'node:zlib'
import { UnreadableFile } from '../broken.ts'
import type { CleanedPicture } from './jpeg.ts'
import { onlyOrientation, orientationOf } from './orientation.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** What makes the pixels and their colours, of one picture or of several that follow each other. */
const belonging = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT'.split(
    ' ',
  ),
)

/**
 * A PNG with its pixels bit for bit, its colour profile and its orientation, and without texts, times, Exif, chunks
 * of programs and whatever follows the picture's end (PNG, third edition, 11).
 * @throws UnreadableFile where no picture can be made out; one that is cut off keeps what there is of it
 */
export function cleanedPng(source: Buffer): CleanedPicture {
  if (!source.subarray(0, 8).equals(signature)) throw new UnreadableFile('broken')
  const kept: Buffer[] = [signature]
  let pictures = 0
  let at = 8
  let ended = false
  while (!ended && at + 12 <= source.length) {
    const length = source.readUInt32BE(at)
    const end = at + 12 + length
    if (end > source.length) break
    const type = source.toString('latin1', at + 4, at + 8)
    if (belonging.has(type)) kept.push(source.subarray(at, end))
    else if (type === 'eXIf') kept.push(...orientationChunk(source.subarray(at + 8, end - 4)))
    if (type === 'IDAT') pictures += 1
    ended = type === 'IEND'
    at = end
  }
  if (pictures === 0 || kept[1]?.toString('latin1', 4, 8) !== 'IHDR') {
    throw new UnreadableFile('broken')
  }
  if (!ended) kept.push(chunk('IEND', Buffer.alloc(0)))
  const content = Buffer.concat(kept)
  return { content, changed: !content.equals(source) }
}

function orientationChunk(tiff: Buffer): Buffer[] {
  const orientation = orientationOf(tiff)
  return orientation === 1 ? [] : [chunk('eXIf', onlyOrientation(orientation))]
}

function chunk(type: string, content: Buffer): Buffer {
  const whole = Buffer.alloc(content.length + 12)
  whole.writeUInt32BE(content.length, 0)
  whole.write(type, 4, 'latin1')
  content.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, content.length + 8)), content.length + 8)
  return whole
}
