import { UnreadableFile } from '../broken.ts'
import { onlyOrientation, type Orientation, orientationOf } from './orientation.ts'

/** A picture without what the camera or a program wrote beside the pixels. */
export interface CleanedPicture {
  content: Buffer
  /** Whether something was taken out. */
  changed: boolean
}

const marker = { start: 0xd8, end: 0xd9, scan: 0xda, comment: 0xfe, app0: 0xe0, app15: 0xef }
const exif = Buffer.from('Exif\0\0', 'latin1')

/**
 * A JPEG with its pixels bit for bit, its colour profile and its orientation, and without Exif, XMP, IPTC, comments,
 * thumbnails and whatever follows the picture's end (ITU-T T.81 annex B).
 * @throws UnreadableFile where no picture can be made out; one that is cut off keeps what there is of it
 */
export function cleanedJpeg(source: Buffer): CleanedPicture {
  const kept: Buffer[] = [Buffer.from([0xff, marker.start])]
  let orientation: Orientation = 1
  let scans = 0
  let at = 2
  if (source[0] !== 0xff || source[1] !== marker.start) throw new UnreadableFile('broken')
  while (at < source.length) {
    const segment = segmentAt(source, at)
    if (segment === null) break
    at = segment.end
    if (segment.code === marker.end) break
    const content = source.subarray(segment.start, segment.end)
    if (segment.code === 0xe1 && segment.payload.subarray(0, 6).equals(exif)) {
      orientation = orientationOf(segment.payload.subarray(6))
    }
    if (!belongsToPicture(segment.code, segment.payload)) continue
    kept.push(segment.code === marker.app0 ? withoutThumbnail(content) : content)
    if (segment.code !== marker.scan) continue
    scans += 1
    const data = endOfScan(source, at)
    kept.push(source.subarray(at, data))
    at = data
  }
  if (scans === 0) throw new UnreadableFile('broken')
  kept.push(Buffer.from([0xff, marker.end]))
  if (orientation !== 1) kept.splice(afterJfif(kept), 0, orientationSegment(orientation))
  const content = Buffer.concat(kept)
  return { content, changed: !content.equals(source) }
}

interface Segment {
  code: number
  start: number
  end: number
  payload: Buffer
}

function segmentAt(source: Buffer, at: number): Segment | null {
  if (source[at] !== 0xff) return null
  let start = at
  // Any number of 0xff may fill up before a marker.
  while (source[start + 1] === 0xff) start += 1
  const code = source[start + 1]
  if (code === undefined) return null
  if (code === marker.end) return { code, start, end: start + 2, payload: Buffer.alloc(0) }
  if (start + 4 > source.length) return null
  const end = start + 2 + source.readUInt16BE(start + 2)
  if (end > source.length || end < start + 4) return null
  return { code, start, end, payload: source.subarray(start + 4, end) }
}

function belongsToPicture(code: number, payload: Buffer): boolean {
  if (code === marker.comment) return false
  if (code < marker.app0 || code > marker.app15) return true
  const name = payload.toString('latin1', 0, 12)
  if (code === marker.app0) return name.startsWith('JFIF\0')
  if (code === 0xe2) return name.startsWith('ICC_PROFILE\0')
  // Says how colours are stored: without it they would be wrong.
  return code === 0xee && name.startsWith('Adobe') && payload.length === 12
}

/** JFIF may hold a small picture, of what was there before the large one was cropped. */
function withoutThumbnail(segment: Buffer): Buffer {
  if (segment.length <= 18) return segment
  const short = Buffer.from(segment.subarray(0, 18))
  short.writeUInt16BE(16, 2)
  short.writeUInt16BE(0, 16)
  return short
}

/** The end of a scan's data: the next marker that is neither a restart nor a stuffed byte. */
function endOfScan(source: Buffer, from: number): number {
  let at = source.indexOf(0xff, from)
  while (at !== -1) {
    const next = source[at + 1]
    if (next === undefined) return at
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    at = source.indexOf(0xff, at + (next === 0xff ? 1 : 2))
  }
  return source.length
}

function afterJfif(kept: Buffer[]): number {
  return kept[1]?.[1] === marker.app0 ? 2 : 1
}

function orientationSegment(orientation: Orientation): Buffer {
  const content = Buffer.concat([exif, onlyOrientation(orientation)])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}
