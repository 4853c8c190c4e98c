import type { KeptSynonym, NewSynonym } from '@homeward/schema/vocabularyAdmin.ts'

/** As what words are entered: all but one-way are groups whose words mean the same. */
export const synonymKinds = ['same', 'abbreviation', 'spelling', 'one-way'] as const
export type SynonymKind = (typeof synonymKinds)[number]

export interface Phrases {
  sources: string[]
  targets: string[]
}
export type PhraseList = keyof Phrases

const filled = (rows: readonly string[]): string[] => rows.filter((row) => row.trim() !== '')

/** As it is sent: rows that stayed empty are left out. */
export function synonymFrom(kind: SynonymKind, { sources, targets }: Phrases): NewSynonym {
  return kind === 'one-way'
    ? { direction: 'one-way', sources: filled(sources), targets: filled(targets) }
    : { direction: 'both', sources: [], targets: filled(targets) }
}

/** Rows to be written in: those that there are, and at least two. */
export const rowsFrom = (phrases: readonly string[], least = 2): string[] => [
  ...phrases,
  ...Array.from({ length: Math.max(0, least - phrases.length) }, () => ''),
]

/** How a fault names a row: by its place among those that were sent. Null: it was empty, and was not sent. */
export function placeOf(rows: readonly string[], row: number): number | null {
  if ((rows[row] ?? '').trim() === '') return null
  return filled(rows.slice(0, row)).length
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Synonyms in which a word stands, in part. */
export function synonymsWith(all: readonly KeptSynonym[], words: string): KeptSynonym[] {
  const wanted = folded(words.trim())
  if (wanted === '') return [...all]
  return all.filter(({ sources, targets }) =>
    [...sources, ...targets].some((phrase) => folded(phrase).includes(wanted)),
  )
}
