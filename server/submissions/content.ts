import type { DraftContent } from '@homeward/schema/submission.ts'

const grouped = ['sections', 'means'] as const

/**
 * What is kept after a save: a field that was sent replaces the one that is kept; sections and means one by one.
 * Nothing is trimmed or cut. Only what no database can hold goes: NUL and halves of characters.
 */
export function merged(kept: DraftContent, sent: DraftContent): DraftContent {
  const changed = storable(sent)
  const content: DraftContent = { ...kept, ...changed }
  for (const group of grouped) {
    if (changed[group]) content[group] = { ...kept[group], ...changed[group] }
  }
  return content
}

function storable(content: DraftContent): DraftContent {
  const text = JSON.stringify(content)
  // JSON writes halves of surrogate pairs and NUL as escapes, so that their absence is quickly seen.
  if (!/\\u(?:0000|d[89a-f])/i.test(text)) return content
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value,
  )
}

/** Bytes that a draft takes at most, in JSON: many times what may be submitted. */
const mostBytes = 8 * 1_048_576

/** Whether a draft is longer than is kept at all. @param json as it would be stored */
export const isTooLong = (json: string): boolean => Buffer.byteLength(json) > mostBytes
