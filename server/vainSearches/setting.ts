import type { Passage } from '@homeward/schema/screening.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { ScreenedPart } from '../submissions/screening/screen.ts'

/** What counting what people look for in vain needs. */
export interface CountingSetting {
  db: Db
  /** Keys the hashes: without it nobody can try words against them. */
  secret: string
  /** Finds passages that may tell who somebody is. */
  screen(parts: ScreenedPart[]): Promise<Passage[]>
}

/** How much is kept, at most. */
export const bounds = {
  /** On how many days something is looked for before its words are written down. */
  days: 3,
  /** How long the days are kept of what was looked for on fewer, in days. */
  kept: 90,
  /** How long words are kept that nobody looks for any more, in days. */
  unasked: 365,
  /** New things that one day can bring. */
  aDay: 2_000,
  /** Words that are kept. */
  words: 5_000,
  /** What one visitor can bring on one day. */
  ofOne: 20,
  /** Visitors that are told apart in one day, in this server's memory alone. */
  visitors: 10_000,
  /** Searches that wait to be counted. What comes while so many wait is let go. */
  waiting: 20,
  /** Characters. */
  length: { least: 3, most: 200 },
} as const
