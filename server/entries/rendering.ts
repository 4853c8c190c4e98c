import { createHash } from 'node:crypto'
import type { FilterName } from '@homeward/schema/search.ts'
import type { Entry, EntryCard, EntryDocument, Outcome } from '@homeward/schema/entry.ts'
import type { EndReason } from '@homeward/schema/names.ts'
import {
  sectionsOf,
  type CitySize,
  type RunningState,
  type SectionId,
} from '@homeward/schema/vocabulary.ts'
import { plainText, renderMarkdown } from './markdown.ts'

import type { OriginalFacts } from './original.ts'

/** Raise it when what is stored of a published entry is made differently: entries are then rendered anew at start. */
export const rendering = 5

/** A live entry as its tables hold it. */
export interface LiveEntry extends OriginalFacts {
  entryId: string
  version: number
  languages: string[]
  region: string | null
  city: { slug: string; name: string; population: number | null } | null
  documents: EntryDocument[]
  /** What cities answered to it, in Markdown. */
  replies: { city: string; citySlug: string; text: string; signed: string; at: Date }[]
  /** Who read it before it was published, as they agreed to be named. */
  reviewedBy: string[]
  /** Why it ended, as its city said. It holds while there is a last year. */
  endedBecause: EndReason | null
  publishedAt: Date
  changedAt: Date
}

const wordsPerMinute = 220

/** Under 50,000 people; under 250,000; under 1,000,000; more. Null where the number is not known. */
export function citySize(population: number | null): CitySize | null {
  if (population === null) return null
  if (population < 50_000) return 'small'
  if (population < 250_000) return 'medium'
  return population < 1_000_000 ? 'large' : 'metropolis'
}

/**
 * Whether a practice still runs, on the day given: ended, since its last year is over or its city said so; confirmed by
 * its city within two years; or not confirmed.
 */
export function runningState(
  entry: Pick<LiveEntry, 'kind' | 'endYear' | 'endedBecause' | 'confirmed'>,
  today: Date,
): RunningState | null {
  if (entry.kind !== 'practice') return null
  if (entry.endYear !== null) {
    if (entry.endYear < today.getUTCFullYear() || entry.endedBecause !== null) return 'ended'
  }
  if (entry.confirmed === null) return 'unconfirmed'
  const lapses = new Date(`${entry.confirmed}T00:00:00Z`)
  lapses.setUTCFullYear(lapses.getUTCFullYear() + 2)
  return lapses > today ? 'confirmed' : 'unconfirmed'
}

/** The years that an entry covers; 9999 where it goes on. Null where no year is known. */
export function span(
  entry: Pick<LiveEntry, 'kind' | 'startYear' | 'endYear' | 'year'>,
): { from: number; to: number } | null {
  if (entry.kind !== 'practice') {
    return entry.year === null ? null : { from: entry.year, to: entry.year }
  }
  return entry.startYear === null ? null : { from: entry.startYear, to: entry.endYear ?? 9999 }
}

/** What every filter reads of an entry, for whichever engine answers. */
export function filterValues(entry: LiveEntry, today: Date) {
  return {
    kind: entry.kind,
    theme: entry.themes,
    country: entry.country,
    region: entry.region,
    city: entry.city?.slug ?? null,
    citySize: citySize(entry.city?.population ?? null),
    targetGroup: entry.targetGroups,
    stage: entry.stages,
    evidence: entry.evidence,
    finding: [...new Set(entry.outcomes.map(({ finding }) => finding))],
    leadType: entry.leadType,
    origin: entry.origin,
    running: runningState(entry, today),
    language: entry.languages,
  } satisfies Record<FilterName, string | string[] | null>
}

/** How many outcomes were found which way, the most common first. */
function countFindings(outcomes: Outcome[]): EntryCard['findings'] {
  const counts = new Map<string, number>()
  for (const { finding } of outcomes) counts.set(finding, (counts.get(finding) ?? 0) + 1)
  return [...counts]
    .map(([finding, count]) => ({ finding, count }))
    .sort((one, other) => other.count - one.count || one.finding.localeCompare(other.finding))
}

/** What a list shows of an entry. */
export function cardOf(entry: LiveEntry): EntryCard {
  return {
    slug: entry.slug,
    kind: entry.kind,
    title: entry.title,
    summary: entry.summary,
    language: entry.language,
    country: entry.country,
    city: entry.city?.name ?? null,
    citySlug: entry.city?.slug ?? null,
    organisation: entry.organisation,
    leadType: entry.leadType,
    themes: entry.themes,
    targetGroups: entry.targetGroups,
    stages: entry.stages,
    evidence: entry.evidence,
    startYear: entry.startYear,
    endYear: entry.endYear,
    year: entry.year,
    findings: countFindings(entry.outcomes),
    origin: entry.origin,
    checked: entry.checked,
    confirmed: entry.confirmed,
    updatedAt: entry.changedAt.toISOString(),
  }
}

function dateOf({ dateFrom, dateTo }: LiveEntry): string | null {
  if (dateFrom === null) return null
  return dateTo === null ? dateFrom : `${dateFrom}/${dateTo}`
}

/** The sections that are not empty, in the order in which they are read. */
function sectionsInOrder(entry: LiveEntry): { id: SectionId; markdown: string }[] {
  return sectionsOf[entry.kind].flatMap((id) => {
    const markdown = entry.sections[id]
    return markdown ? [{ id, markdown }] : []
  })
}

/** The whole entry as the API answers it. */
export function fullEntry(entry: LiveEntry, today: Date): Entry {
  const sections = sectionsInOrder(entry)
  const length = sections.reduce((sum, { markdown }) => sum + markdown.split(/\s+/).length, 0)
  return {
    ...cardOf(entry),
    partners: entry.partners,
    date: dateOf(entry),
    running: runningState(entry, today),
    endedBecause: entry.endYear === null ? null : entry.endedBecause,
    outcomes: entry.outcomes,
    means: entry.means,
    sources: entry.sources,
    sections: sections.map(({ id, markdown }) => ({
      id,
      markdown,
      html: renderMarkdown(markdown, id),
    })),
    documents: entry.documents,
    reviewedBy: entry.reviewedBy,
    replies: entry.replies.map(({ city, citySlug, text, signed, at }, index) => ({
      city,
      citySlug,
      html: renderMarkdown(text, `reply-${index + 1}`),
      signed,
      at: at.toISOString(),
    })),
    readingMinutes: Math.max(1, Math.round(length / wordsPerMinute)),
    publishedAt: entry.publishedAt.toISOString(),
    version: entry.version,
  }
}

/** The sections as plain text, for searching and quoting. */
export function passagesOf(entry: LiveEntry): string[] {
  return sectionsInOrder(entry).map(({ markdown }) => plainText(markdown))
}

/** A strong ETag of the bytes that are sent. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}
