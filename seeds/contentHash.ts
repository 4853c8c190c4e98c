import { createHash } from 'node:crypto'

/** A short name of some data, the same for the same data whatever the order of its fields. */
export function contentHash(data: unknown): string {
  const text = JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(text).digest('base64url').slice(0, 32)
}
