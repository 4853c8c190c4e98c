import type { SearchText } from './documents.ts'

/**
 * How much a word counts by where it stands, and how much longer texts of that kind dilute it, as in BM25F
 * (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009). `usual` is a usual length in words.
 */
const fields: Record<keyof SearchText, { weight: number; dilution: number; usual: number }> = {
  title: { weight: 6, dilution: 0.3, usual: 9 },
  places: { weight: 5, dilution: 0, usual: 8 },
  terms: { weight: 1.5, dilution: 0.5, usual: 30 },
  organisations: { weight: 2.5, dilution: 0.4, usual: 12 },
  summary: { weight: 2.5, dilution: 0.4, usual: 45 },
  body: { weight: 1, dilution: 0.6, usual: 600 },
  documents: { weight: 0.5, dilution: 0.6, usual: 3_000 },
}

/** The parts of an entry that are searched, the most telling first. */
export const searchFields = [
  'title',
  'places',
  'terms',
  'organisations',
  'summary',
  'body',
  'documents',
] as const

/** Those that say in short what an entry is. */
export const fieldsInHead = ['title', 'places', 'terms', 'organisations', 'summary'] as const
export type HeadField = (typeof fieldsInHead)[number]

/** After how many weighted occurrences a further one adds little. */
export const saturation = 3

/** What one occurrence counts in a field of that many words. */
export function occurrenceWeight(field: keyof SearchText, length: number): number {
  const { weight, dilution, usual } = fields[field]
  return weight / (1 - dilution + (dilution * length) / usual)
}

/** What all occurrences of a word in an entry count together: from 0 to below 1. */
export function impactOf(
  found: { field: keyof SearchText; length: number; count: number }[],
): number {
  const sum = found.reduce(
    (total, { field, length, count }) =>
      count === 0 ? total : total + count * occurrenceWeight(field, length),
    0,
  )
  return sum / (saturation + sum)
}
