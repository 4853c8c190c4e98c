import { readFile, writeFile } from 'node:fs/promises'
import { openArchive } from './archive.ts'
import { Findings } from './findings.ts'
import type { DocumentType, Leftover, Removed } from './kinds.ts'
import { writeCleanOpenDocument } from './office/openDocument.ts'
import { writeCleanPackage } from './office/package.ts'
import { sheetRules } from './office/sheets.ts'
import { slideRules } from './office/slides.ts'
import { wordRules } from './office/word.ts'
import { cleanedJpeg } from './pictures/jpeg.ts'
import { cleanedPng } from './pictures/png.ts'

const rules = { docx: wordRules, pptx: slideRules, xlsx: sheetRules }

/**
 * Writes a file without what must not travel. Reads files that may be made to do harm: only in a process of its own.
 * @throws UnreadableFile, RefusedFile
 */
export async function cleanedInto(
  path: string,
  type: DocumentType,
  target: string,
): Promise<{ state: 'cleaned'; leftovers: Leftover[]; removed: Removed[] }> {
  const findings = new Findings()
  if (type === 'pdf') {
    // Large: only where it is needed.
    const { writeCleanPdf } = await import('./pdf/cleaning.ts')
    await writeCleanPdf(path, target, findings)
  } else if (type === 'png' || type === 'jpeg') {
    const clean = type === 'png' ? cleanedPng : cleanedJpeg
    const picture = clean(await readFile(path))
    if (picture.changed) findings.remove('place-and-device')
    await writeFile(target, picture.content)
  } else await cleanOffice(path, type, target, findings)
  return { state: 'cleaned', leftovers: findings.leftovers, removed: findings.removed }
}

async function cleanOffice(
  path: string,
  type: 'docx' | 'odt' | 'pptx' | 'xlsx',
  target: string,
  findings: Findings,
): Promise<void> {
  const archive = await openArchive(path)
  try {
    if (type === 'odt') await writeCleanOpenDocument(archive, target, findings)
    else await writeCleanPackage(archive, target, rules[type], findings)
  } finally {
    archive.close()
  }
}
