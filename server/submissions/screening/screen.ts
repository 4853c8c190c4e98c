import { createHash } from 'node:crypto'
import type { Passage } from '@homeward/schema/screening.ts'
import { homeAddresses } from './addresses.ts'
import { arabicNames } from './arabicNames.ts'
import { combinations } from './combination.ts'
import { cyrillicNames } from './cyrillicNames.ts'
import { emails, handles } from './electronic.ts'
import { spread } from './fileNames.ts'
import type { Found } from './found.ts'
import { latinNames } from './latinNames.ts'
import { birthDates, caseNumbers, identityNumbers, phones } from './numbers.ts'
import { bodiesOf, type Bodies } from './notPersons.ts'
import type { KnownPlaces } from './places.ts'
import { fileNameNames, smallNames } from './smallLetters.ts'
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
  const bodies = bodiesOf(
    parts.flatMap(({ part, text }) => (namesBodies.test(part) && text.length < 400 ? [text] : [])),
  )
  return parts.flatMap((part) => {
    const found = part.part.endsWith('fileName')
      ? inFileName(part, places, bodies)
      : inText(part, places, bodies)
    return withKeys(part, withoutOverlaps(found))
  })
}

/** Parts that hold names of organisations and of cited works with their authors, not of persons. */
const namesBodies = /^(?:organisation|partners\.\d+|outcomes\.\d+\.by|sources\.\d+\.publisher)$/
const namesWorks = /^sources\.\d+\.(?:title|url)$/

function inText(
  { part, text: written, language }: ScreenedPart,
  places: KnownPlaces,
  bodies: Bodies,
) {
  const text = read(withoutLinks(written))
  const numbers = [
    ...emails(read(written)),
    ...identityNumbers(text),
    ...birthDates(text),
    ...caseNumbers(text),
    ...phones(text),
    ...handles(text),
    ...homeAddresses(text),
  ]
  if (namesBodies.test(part) || namesWorks.test(part)) return numbers
  return [
    ...numbers,
    ...latinNames(text, language, places, bodies),
    ...smallNames(text, language, places),
    ...cyrillicNames(text, places),
    ...arabicNames(text),
    ...combinations(text, language, places),
  ]
}

/** Addresses of pages are no place for names and numbers: blanks stand in their place, but for those of accounts. */
const withoutLinks = (text: string) =>
  text.replaceAll(/(?:https?:\/\/|www\.)[^\s<>"]+/g, (link) =>
    isAccount.test(link) ? link : ' '.repeat(link.length),
  )
const isAccount =
  /(?:t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.com|vk\.com|ok\.ru|tiktok\.com|\bx\.com|twitter\.com|snapchat\.com|wa\.me)\//

function inFileName(
  { text: written, language }: ScreenedPart,
  places: KnownPlaces,
  bodies: Bodies,
): Found[] {
  const { text: spaced, place } = spread(written)
  const text = read(spaced)
  return [
    ...emails(text),
    ...identityNumbers(text),
    ...birthDates(text),
    ...caseNumbers(text),
    ...fileNameNames(text, language, places, bodies),
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
