import { readFile, writeFile } from 'node:fs/promises'
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib'
import { UnreadableFile } from '../broken.ts'
import type { Findings } from '../findings.ts'
import { cleanedJpeg } from '../pictures/jpeg.ts'
import { cleanAnnotations } from './annotations.ts'
import { cleanForm } from './forms.ts'
import { arrayAt, dictAt, nameAt, reachable, reachableRefs, takeAway } from './objects.ts'

/**
 * Writes a PDF anew without what names its author, what runs, what is attached and what earlier versions left in it
 * (ISO 32000-2). One that only restricts what may be done with it is written without its locks.
 * @throws UnreadableFile where it cannot be read, or not without a password
 */
export async function writeCleanPdf(
  path: string,
  target: string,
  findings: Findings,
): Promise<void> {
  const source = await readFile(path)
  const pdf = await loaded(source)
  const { context } = pdf
  const title = titleOf(pdf)
  if (infoNames(pdf)) findings.remove('author')
  delete context.trailerInfo.Info
  delete context.trailerInfo.Encrypt
  cleanCatalog(pdf.catalog, findings)
  for (const object of reachable(context)) {
    if (object instanceof PDFStream) {
      cleanDict(object.dict, findings)
      cleanPicture(object, findings)
    } else if (object instanceof PDFDict) cleanDict(object, findings)
  }
  if (title !== undefined) {
    context.trailerInfo.Info = context.register(
      PDFDict.fromMapWithContext(new Map([[PDFName.of('Title'), title]]), context),
    )
  }
  const kept = reachableRefs(context)
  for (const [ref] of context.enumerateIndirectObjects()) if (!kept.has(ref)) context.delete(ref)
  const saving = { addDefaultPage: false, updateFieldAppearances: false, rewrite: true }
  await writeFile(target, await pdf.save(saving))
}

async function loaded(source: Buffer): Promise<PDFDocument> {
  try {
    const pdf = await PDFDocument.load(source, {
      updateMetadata: false,
      password: '',
      preserveXFA: true,
    })
    if (pdf.getPageCount() === 0) throw new UnreadableFile('broken')
    return pdf
  } catch (error) {
    const why = /\/Encrypt\b/.test(source.toString('latin1')) ? 'encrypted' : 'broken'
    throw new UnreadableFile(why, { cause: error })
  }
}

function infoOf(pdf: PDFDocument): PDFDict | undefined {
  const info = pdf.context.lookup(pdf.context.trailerInfo.Info)
  return info instanceof PDFDict ? info : undefined
}

function infoNames(pdf: PDFDocument): boolean {
  return infoOf(pdf)?.has(PDFName.of('Author')) ?? false
}

/** The title, where it is one and not the path of a file on its author's machine. */
function titleOf(pdf: PDFDocument): PDFString | PDFHexString | undefined {
  const title = infoOf(pdf)?.lookup(PDFName.of('Title'))
  if (!(title instanceof PDFString || title instanceof PDFHexString)) return undefined
  const text = title.decodeText()
  const isPath = /[\\/]|\.(?:docx?|odt|pptx?|xlsx?|indd|pdf|rtf|tmp)$/i.test(text)
  return text.trim() === '' || isPath ? undefined : title
}

function cleanCatalog(catalog: PDFDict, findings: Findings): void {
  if (dictAt(catalog, 'Metadata') || catalog.has(PDFName.of('Metadata'))) findings.remove('author')
  const names = dictAt(catalog, 'Names')
  if (names) {
    if (takeAway(names, 'JavaScript')) findings.remove('scripts')
    const files = dictAt(names, 'EmbeddedFiles')
    if (files) findings.remove('embedded-files', leaves(files))
    takeAway(names, 'EmbeddedFiles')
  }
  takeAway(catalog, 'Collection')
  if (takeAway(catalog, 'DSS', 'Perms')) findings.remove('signatures')
  const off = arrayAt(dictAt(dictAt(catalog, 'OCProperties') ?? catalog, 'D') ?? catalog, 'OFF')
  if (off) findings.leave('hidden-layers', undefined, off.size())
  const form = dictAt(catalog, 'AcroForm')
  if (form) cleanForm(form, findings)
}

/** How many names a tree of names holds. */
function leaves(tree: PDFDict): number {
  let count = 0
  const seen = new Set<PDFDict>()
  const waiting = [tree]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    count += (arrayAt(node, 'Names')?.size() ?? 0) / 2
    for (const kid of arrayAt(node, 'Kids')?.asArray() ?? []) {
      const child = kid instanceof PDFRef ? node.context.lookup(kid) : kid
      if (child instanceof PDFDict) waiting.push(child)
    }
  }
  return Math.ceil(count)
}

/** Kinds of actions that only move about in the document or out to the web. */
const harmless = new Set(['GoTo', 'URI', 'Named', 'Thread', 'Hide', 'SetOCGState', 'ResetForm'])

function cleanDict(dict: PDFDict, findings: Findings): void {
  takeAway(dict, 'Metadata', 'PieceInfo', 'LastModified')
  if (takeAway(dict, 'AA')) findings.remove('scripts')
  if (takeAway(dict, 'AF')) findings.remove('embedded-files')
  if (nameAt(dict, 'Type') === 'Page' && takeAway(dict, 'Thumb')) findings.remove('thumbnail')
  for (const key of ['A', 'PA', 'OpenAction', 'Next']) {
    if (acts(dict, key) && takeAway(dict, key)) findings.remove('scripts')
  }
  const annotations = arrayAt(dict, 'Annots')
  if (annotations) cleanAnnotations(annotations, findings)
}

function acts(dict: PDFDict, key: string): boolean {
  const action = dict.lookup(PDFName.of(key))
  if (action instanceof PDFArray && key === 'Next') return true
  if (!(action instanceof PDFDict)) return false
  const kind = nameAt(action, 'S')
  return kind !== '' && !harmless.has(kind)
}

/** Photographs lie in a PDF as the camera wrote them. */
function cleanPicture(stream: PDFStream, findings: Findings): void {
  if (!(stream instanceof PDFRawStream)) return
  const filter = stream.dict.lookup(PDFName.of('Filter'))
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter
  if (!(only instanceof PDFName) || only.decodeText() !== 'DCTDecode') return
  try {
    const picture = cleanedJpeg(Buffer.from(stream.getContents()))
    if (!picture.changed) return
    stream.updateContents(picture.content)
    findings.remove('place-and-device')
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    findings.leave('pictures')
  }
}
