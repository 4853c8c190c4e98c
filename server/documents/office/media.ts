import { UnreadableFile } from '../broken.ts'
import type { Findings } from '../findings.ts'
import { cleanedJpeg } from '../pictures/jpeg.ts'
import { cleanedPng } from '../pictures/png.ts'

/** Formats of pictures that may hold a place and a device, and that nothing here can take them out of. */
const others = /\.(?:tiff?|webp|heic|heif|avif|svg|jxr|wdp)$/i

/** A picture inside of a document, without what the camera wrote into it. */
export function cleanedMedium(name: string, content: Buffer, findings: Findings): Buffer {
  const clean = cleanerFor(content)
  if (clean === null) {
    if (others.test(name)) findings.leave('pictures', name.slice(name.lastIndexOf('/') + 1))
    return content
  }
  try {
    const picture = clean(content)
    if (picture.changed) findings.remove('place-and-device')
    return picture.content
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    findings.leave('pictures', name.slice(name.lastIndexOf('/') + 1))
    return content
  }
}

function cleanerFor(content: Buffer) {
  if (content[0] === 0xff && content[1] === 0xd8) return cleanedJpeg
  return content.toString('latin1', 0, 4) === '\u0089PNG' ? cleanedPng : null
}
