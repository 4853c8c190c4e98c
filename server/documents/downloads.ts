import { create } from 'content-disposition'

/** A document as it is offered for download. */
export interface Download {
  /** As the person named it. */
  fileName: string
  mediaType: string
  bytes: number
  /** Of the content, in hexadecimal digits. */
  sha256: string
}

/**
 * Headers with which a document is saved and never shown as a page of this site, whatever it holds: as an attachment
 * (RFC 6266, RFC 8187), of the type it was found to be, and if a browser shows it all the same, without scripts and in
 * an origin of its own.
 */
export function safeDownloadHeaders(download: Download): Record<string, string> {
  return {
    'content-type': download.mediaType,
    'content-length': String(download.bytes),
    'content-disposition': create(safeFileName(download.fileName)),
    etag: `"${download.sha256}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  }
}

/** Turns the order of letters about: an ending may so be made to look like another. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const longest = 150

/** A file name that means a file in one folder on every system; `document` where nothing is left of it. */
export function safeFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(turning, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '')
  if (plain === '') return 'document'
  const letters = [...plain]
  if (letters.length <= longest) return plain
  const ending = /\.[a-z0-9]{1,8}$/i.exec(plain)?.[0] ?? ''
  return (
    letters
      .slice(0, longest - ending.length)
      .join('')
      .trimEnd() + ending
  )
}
