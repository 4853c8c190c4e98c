import { createHash } from 'node:crypto'
import type { Passage } from '@homeward/schema/screening.ts'
import { homeAddresses } from './addresses.ts'
import { arabicNames } from './arabicNames.ts'
import { combinations } from './combination.ts'
import { cyrillicNames } from './cyrillicNames.ts'
import { emails, handles } from './electronic.ts'
import { spread } from './fileNames.ts'
import type { Found } from './found.ts'
import { fileNameNames, latinNames } from './latinNames.ts'
import { birthDates, caseNumbers, identityNumbers, phones } from './numbers.ts'
import type { KnownPlaces } from './places.ts'
import { read } from './text.ts'

export { knownPlaces, type KnownPlaces } from './places.ts'

/** A text to be screened. `part` says where it stands: 'title', 'sections.results', 'attachments.<id>.fileName'. */
export interface ScreenedPart {
  part: string
  /** BCP 47 tag of the text. */
  language: string
  text: string
}

/**
 * Passages that may tell who somebody is: numbers, addresses and names of persons, and what identifies by combination.
 * In the order of the parts, then of the text; no two overlap, but a combination may hold others. It misses things, and
 * marks some that are harmless; a person decides. Linear in the length of the texts.
 */
export function screen(parts: readonly ScreenedPart[], places: KnownPlaces): Passage[] {
  return parts.flatMap((part) => {
    const found = part.part.endsWith('fileName') ? inFileName(part, places) : inText(part, places)
    return withKeys(part, withoutOverlaps(found))
  })
}

function inText({ text: written, language }: ScreenedPart, places: KnownPlaces): Found[] {
  const text = read(written)
  return [
    ...emails(text),
    ...identityNumbers(text),
    ...birthDates(text),
    ...caseNumbers(text),
    ...phones(text),
    ...handles(text),
    ...homeAddresses(text),
    ...latinNames(text, language, places),
    ...cyrillicNames(text, places),
    ...arabicNames(text),
    ...combinations(text, language, places),
  ]
}

function inFileName({ text: written, language }: ScreenedPart, places: KnownPlaces): Found[] {
  const { text: spaced, place } = spread(written)
  const text = read(spaced)
  return [
    ...emails(text),
    ...identityNumbers(text),
    ...birthDates(text),
    ...caseNumbers(text),
    ...fileNameNames(text, language, places),
    ...cyrillicNames(text, places),
    ...arabicNames(text),
  ].map((found) => ({ ...found, ...place(found) }))
}

/** The first found wins where two overlap; combinations, which are whole sentences, stand beside what they hold. */
function withoutOverlaps(found: Found[]): Found[] {
  const byStart = found
    .map((one, rank) => ({ one, rank: one.reason === 'combination' ? -1 : rank }))
    .toSorted((a, b) => a.one.start - b.one.start || a.rank - b.rank)
  const kept: { one: Found; rank: number }[] = []
  let last: { one: Found; rank: number } | null = null
  for (const next of byStart) {
    if (next.rank < 0 || last === null || next.one.start >= last.one.end) {
      kept.push(next)
      if (next.rank >= 0) last = next
    } else if (next.rank < last.rank) {
      kept.splice(kept.lastIndexOf(last), 1, next)
      last = next
    }
  }
  return kept.map(({ one }) => one)
}

function withKeys({ part, text }: ScreenedPart, found: Found[]): Passage[] {
  return found.map(({ start, end, reason }) => {
    const passage = text.slice(start, end)
    const key = createHash('sha256')
      .update(JSON.stringify([part, reason, passage]))
      .digest('base64url')
      .slice(0, 16)
    return { part, start, end, text: passage, reason, key }
  })
}
