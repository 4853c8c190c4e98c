import { type PDFArray, PDFDict, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib'
import type { Findings } from '../findings.ts'
import { nameAt, takeAway } from './objects.ts'

/** Annotations that are nothing but a remark, or its window. */
const remarks = new Set(['Text', 'Popup'])
/** Annotations that belong to the page as its author made it. */
const parts = new Set(['Link', 'Widget', 'PrinterMark', 'TrapNet', 'Watermark'])
const players = new Set(['Movie', 'Sound', 'Screen', 'RichMedia', '3D'])

/** Takes remarks and attached files off a page; marks on it stay, without who made them and what they said to it. */
export function cleanAnnotations(annotations: PDFArray, findings: Findings): void {
  for (let index = annotations.size() - 1; index >= 0; index--) {
    const annotation = annotations.lookup(index)
    if (!(annotation instanceof PDFDict)) continue
    const kind = nameAt(annotation, 'Subtype')
    if (remarks.has(kind)) {
      annotations.remove(index)
      emptied(annotation)
      if (kind === 'Text') findings.remove('comments')
    } else if (kind === 'FileAttachment') {
      annotations.remove(index)
      emptied(annotation)
      findings.remove('embedded-files')
    } else if (players.has(kind)) findings.leave('embedded-files', kind)
    else if (!parts.has(kind)) cleanMark(annotation, kind, findings)
  }
}

/** Leaves nothing in it: the structure of the document may still point at it. */
function emptied(annotation: PDFDict): void {
  for (const key of annotation.keys()) annotation.delete(key)
}

function cleanMark(mark: PDFDict, kind: string, findings: Findings): void {
  takeAway(mark, 'Subj', 'NM', 'M', 'CreationDate', 'IRT', 'Popup')
  if (takeAway(mark, 'T')) findings.remove('author')
  // The words of a text box are on the page; those of any other mark are a remark about it.
  if (kind === 'FreeText') return
  const words = mark.lookup(PDFName.of('Contents'))
  const said = words instanceof PDFString || words instanceof PDFHexString ? words.decodeText() : ''
  if (takeAway(mark, 'Contents', 'RC') && said.trim() !== '') findings.remove('comments')
}
