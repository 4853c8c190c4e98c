import { readFile } from 'node:fs/promises'
import { UnreadableFile } from './broken.ts'
import { type DocumentType, limits } from './kinds.ts'

/**
 * The text of a document, as words that follow each other. Reads files that may be made to do harm: only in a
 * process of its own.
 * @throws UnreadableFile, and whatever the libraries throw at a broken file
 */
export async function readText(
  path: string,
  type: DocumentType,
): Promise<{ state: 'text'; text: string; truncated: boolean }> {
  if (type === 'png' || type === 'jpeg') throw new UnreadableFile('no-text')
  const content = await readFile(path)
  const read = type === 'pdf' ? await textOfPdf(content) : await textOfOffice(content, type)
  const text = tidied(read)
  if (text === '') throw new UnreadableFile('no-text')
  const cut = text.slice(0, limits.textCharacters)
  return { state: 'text', text: cut.toWellFormed(), truncated: text.length > cut.length }
}

async function textOfPdf(content: Buffer): Promise<string> {
  const { getDocumentProxy } = await import('unpdf')
  const pdf = await getDocumentProxy(new Uint8Array(content), {
    stopAtErrors: false,
    verbosity: 0,
  }).catch((error: unknown) => {
    const locked = error instanceof Error && error.name === 'PasswordException'
    throw new UnreadableFile(locked ? 'encrypted' : 'broken', { cause: error })
  })
  const pages: string[] = []
  let length = 0
  for (let number = 1; number <= pdf.numPages && length <= limits.textCharacters; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const text = items
      .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
      .join('')
    pages.push(text)
    length += text.length
    page.cleanup()
  }
  return pages.join('\n\n')
}

async function textOfOffice(content: Buffer, type: 'docx' | 'odt' | 'pptx' | 'xlsx') {
  const { parseOffice } = await import('officeparser')
  const parsed = await parseOffice(content, {
    fileType: type,
    ignoreComments: true,
    decompressionLimits: {
      maxUncompressedBytes: limits.unpackedBytes,
      maxZipEntries: limits.parts,
    },
  })
  return String((await parsed.to('text')).value)
}

/** One spelling for each letter, no control characters, which the database takes not, and no empty expanses. */
function tidied(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' ')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .normalize('NFC')
      .trim()
  )
}
