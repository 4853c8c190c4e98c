import { PDFDict, PDFHexString, PDFName, PDFRef, PDFString } from '@cantoo/pdf-lib'
import type { Findings } from '../findings.ts'
import { arrayAt, nameAt, takeAway } from './objects.ts'

/** Takes signatures, with the names of who signed, out of a form; what was filled in is named. */
export function cleanForm(form: PDFDict, findings: Findings): void {
  takeAway(form, 'SigFlags')
  if (takeAway(form, 'XFA')) findings.remove('scripts')
  const seen = new Set<PDFDict>()
  const waiting = fieldsIn(form, 'Fields')
  for (let field = waiting.pop(); field !== undefined; field = waiting.pop()) {
    if (seen.has(field)) continue
    seen.add(field)
    waiting.push(...fieldsIn(field, 'Kids'))
    if (nameAt(field, 'FT') === 'Sig') {
      if (takeAway(field, 'V')) findings.remove('signatures')
    } else if (isFilledIn(field)) findings.leave('form-data', textAt(field, 'T'))
  }
}

function fieldsIn(dict: PDFDict, key: string): PDFDict[] {
  return (arrayAt(dict, key)?.asArray() ?? [])
    .map((kid) => (kid instanceof PDFRef ? dict.context.lookup(kid) : kid))
    .filter((kid) => kid instanceof PDFDict)
}

function isFilledIn(field: PDFDict): boolean {
  const value = field.lookup(PDFName.of('V'))
  if (value instanceof PDFName) return value.decodeText() !== 'Off'
  return textAt(field, 'V').trim() !== ''
}

function textAt(dict: PDFDict, key: string): string {
  const value = dict.lookup(PDFName.of(key))
  return value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : ''
}
