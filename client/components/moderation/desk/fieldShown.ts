import type { FieldDiff } from '@homeward/schema/moderation.ts'

/** Whether nothing stands in a field, and nothing stood there. */
export function isEmptyField({ as, from, to, stretches, rows }: FieldDiff): boolean {
  if (as === 'value') return from == null && to == null
  return (as === 'text' ? stretches : rows)?.length === 0
}
