import type { Findings } from '../findings.ts'
import type { Visitor } from '../xml.ts'

/** What may stay of a document's properties: what it says of itself, nothing of who made it when and with what. */
const staying = new Set(['title', 'subject', 'language'])
const naming = new Set(['creator', 'lastModifiedBy', 'Company', 'Manager'])

/** Takes a document's properties out of the part that holds them; null for any other part. */
export function propertiesVisitor(contentType: string, findings: Findings): Visitor | null {
  const custom = contentType.endsWith('.custom-properties+xml')
  if (!custom && !/\.(?:core|extended)-properties\+xml$/.test(contentType)) return null
  return {
    opening({ name, within }) {
      if (within.length === 0) return 'keep'
      if (!custom && staying.has(name)) return 'keep'
      if (custom) findings.remove('custom-data')
      else if (naming.has(name)) findings.remove('author')
      return 'drop'
    },
  }
}
