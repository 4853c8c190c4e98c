import type { Kind } from '@homeward/schema/names.ts'

/** Where the words about a field stand among the messages: `approach` for `sections.approach`. */
export function textKey(field: string, kind: Kind): string {
  const parts = field.split('.')
  const last = parts.at(-1) ?? field
  if (field === 'title' || field === 'summary' || field === 'year' || field === 'organisation')
    return kind === 'practice' ? field : `${kind}.${field}`
  return parts[0] === 'sections' || parts[0] === 'means' ? last : (parts[0] ?? field)
}
