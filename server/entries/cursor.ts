import { invalid } from '../platform/http/problems.ts'
import type { Cursor } from './store.ts'

/** A place in a list as it stands in an address. */
export function writeCursor({ changedAt, slug }: Cursor): string {
  return Buffer.from(JSON.stringify([changedAt, slug])).toString('base64url')
}

/** @throws ProblemError 400 where it is not one that `writeCursor` made */
export function readCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(value)) {
      const [changedAt, slug]: unknown[] = value
      if (
        typeof changedAt === 'string' &&
        !Number.isNaN(Date.parse(changedAt)) &&
        typeof slug === 'string' &&
        /^[a-z0-9-]{1,200}$/.test(slug)
      ) {
        return { changedAt: new Date(changedAt).toISOString(), slug }
      }
    }
  } catch {
    // Said below.
  }
  throw invalid([
    {
      field: 'after',
      message: "Please give the 'next' of the page before as it came, or leave it out to begin.",
    },
  ])
}
