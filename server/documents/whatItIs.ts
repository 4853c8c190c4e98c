import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { type Archive, hidesArchive, openArchive } from './archive.ts'
import { RefusedFile, UnreadableFile } from './broken.ts'
import { isLockedOffice } from './compoundFile.ts'
import { type DocumentType, documentTypes, limits, type Refusal } from './kinds.ts'
import { rewrittenXml } from './xml.ts'

/** What a file is by its content. */
export type Identity =
  | { state: 'known'; type: DocumentType; unreadable: 'encrypted' | 'broken' | null }
  | { state: 'refused'; reason: Refusal }

/**
 * Tells by its content what a file is. The name is asked only where the content cannot say which office format it
 * was: behind a password, and in a zip that is cut off.
 * @param path of a file on this machine
 * @param declaredName the name that the person's file has
 */
export async function whatItIs(path: string, declaredName: string): Promise<Identity> {
  try {
    return await identity(path, endingOf(declaredName))
  } catch (error) {
    if (error instanceof RefusedFile) return { state: 'refused', reason: error.reason }
    throw error
  }
}

async function identity(path: string, ending: string): Promise<Identity> {
  const { head, bytes } = await beginning(path)
  if (bytes === 0) return refused({ code: 'empty' })
  if (bytes > limits.fileBytes) {
    return refused({ code: 'too-large', params: { maxBytes: limits.fileBytes } })
  }
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') return zipped(path, head, ending)
  const found = startsAsPdf(head) ? 'application/pdf' : (await typeOf(head))?.mime
  if (found === 'application/x-cfb') return locked(path, ending)
  const type = found === undefined ? undefined : plainTypes.get(found)
  if (type === undefined) return wrong(found ?? null)
  if (await hidesArchive(path)) return refused({ code: 'unsafe', params: { why: 'mixed' } })
  return known(type)
}

const plainTypes = new Map<string, DocumentType>([
  ['application/pdf', 'pdf'],
  ['image/png', 'png'],
  ['image/apng', 'png'],
  ['image/jpeg', 'jpeg'],
])

async function beginning(path: string): Promise<{ head: Buffer; bytes: number }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_100), 0, 4_100, 0)
    return { head: buffer.subarray(0, bytesRead), bytes: size }
  } finally {
    await file.close()
  }
}

/** A PDF begins at its first byte. Readers allow for rubbish before it, in which another format could hide. */
function startsAsPdf(head: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s{0,8}%PDF-\d/.test(head.toString('latin1', 0, 32))
}

async function typeOf(head: Buffer) {
  // Some formats need more than the beginning to be told: then it is none of ours.
  return fileTypeFromBuffer(head).catch(() => undefined)
}

async function zipped(path: string, head: Buffer, ending: string): Promise<Identity> {
  let archive: Archive
  try {
    archive = await openArchive(path)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    const type = officeType(ending)
    if (type !== undefined && looksLikeOffice.test(head.toString('latin1'))) {
      return known(type, 'broken')
    }
    return wrong('application/zip')
  }
  try {
    return await packed(archive)
  } catch (error) {
    if (error instanceof UnreadableFile) return wrong('application/zip')
    throw error
  } finally {
    archive.close()
  }
}

const looksLikeOffice =
  /\[Content_Types\]\.xml|_rels\/\.rels|mimetypeapplication\/vnd\.oasis\.opendocument\.text/

async function packed(archive: Archive): Promise<Identity> {
  const names = new Set(archive.names)
  if (names.has('mimetype')) return openDocument(archive)
  if (!names.has('[Content_Types].xml')) return wrong('application/zip')
  const types = await contentTypes(archive)
  const macros = types.find((type) => /macroEnabled|vbaProject|macrosheet/i.test(type))
  if (
    macros !== undefined ||
    archive.names.some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name))
  ) {
    return refused({ code: 'macros', params: { found: macros ?? 'vbaProject.bin' } })
  }
  const mains = new Set(types.flatMap((type) => mainParts.get(type) ?? []))
  const [type, ...more] = mains
  if (more.length > 0) return refused({ code: 'unsafe', params: { why: 'mixed' } })
  if (type === undefined) {
    return wrong(types.find((found) => found.endsWith('.main+xml')) ?? 'application/zip')
  }
  return known(type, archive.encrypted ? 'encrypted' : null)
}

const ooxml = 'application/vnd.openxmlformats-officedocument.'
const mainParts = new Map<string, DocumentType>([
  [`${ooxml}wordprocessingml.document.main+xml`, 'docx'],
  [`${ooxml}presentationml.presentation.main+xml`, 'pptx'],
  [`${ooxml}spreadsheetml.sheet.main+xml`, 'xlsx'],
])

async function contentTypes(archive: Archive): Promise<string[]> {
  const found: string[] = []
  rewrittenXml(await archive.read('[Content_Types].xml', 1_048_576), {
    opening({ attributes }) {
      const type = attributes.get('ContentType')
      if (type !== undefined) found.push(type)
      return 'keep'
    },
  })
  return found
}

async function openDocument(archive: Archive): Promise<Identity> {
  const mime = (await archive.read('mimetype', 200)).toString('latin1').trim()
  if (mime !== 'application/vnd.oasis.opendocument.text') return wrong(mime.slice(0, 100))
  const macros = archive.names.find(
    (name) => /^(?:Basic|Scripts)\//.test(name) && !/\/script-l[bc]\.xml$/.test(name),
  )
  if (macros !== undefined) return refused({ code: 'macros', params: { found: macros } })
  const encrypted = archive.encrypted || (await isEncryptedOpenDocument(archive))
  return known('odt', encrypted ? 'encrypted' : null)
}

async function isEncryptedOpenDocument(archive: Archive): Promise<boolean> {
  const manifest = 'META-INF/manifest.xml'
  if (!archive.names.includes(manifest)) return false
  const content = await archive.read(manifest, 4 * 1_048_576)
  return /<(?:[\w-]+:)?encryption-data\b/.test(content.toString('utf8'))
}

async function locked(path: string, ending: string): Promise<Identity> {
  const type = officeType(ending)
  if (type !== undefined && type !== 'odt' && (await isLockedOffice(path))) {
    return known(type, 'encrypted')
  }
  return wrong('application/x-cfb')
}

function officeType(ending: string): DocumentType | undefined {
  return (['docx', 'odt', 'pptx', 'xlsx'] as const).find((type) => type === ending)
}

function endingOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? ''
}

function known(type: DocumentType, unreadable: 'encrypted' | 'broken' | null = null): Identity {
  return { state: 'known', type, unreadable }
}

function refused(reason: Refusal): Identity {
  return { state: 'refused', reason }
}

function wrong(found: string | null): Identity {
  return refused({ code: 'wrong-type', params: { found, allowed: documentTypes } })
}
