import { singular } from '../search/synonyms.ts'
import { words } from '../search/words.ts'

/** Words that mean the same, as the table holds them. */
export interface SynonymWords {
  direction: 'both' | 'one-way'
  sources: string[]
  targets: string[]
}

/** Where a phrase stands among synonyms. */
export interface PhrasePlace {
  /** Which of the synonyms. */
  at: number
  list: 'sources' | 'targets'
  /** Which phrase of the list. */
  position: number
}

export interface SynonymFault extends PhrasePlace {
  phrase: string
  fault: 'no-word' | 'in-two-groups' | 'source-twice' | 'circle'
  /** Which of the synonyms holds the same phrase already. */
  other?: number
}

/** A phrase as searching compares it: 'FTFs' and 'ftf' are the same. */
export function phraseKey(phrase: string): string {
  return words(phrase)
    .map(({ word }) => singular(word))
    .join(' ')
}

interface Standing extends PhrasePlace {
  phrase: string
  key: string
}

/**
 * What makes synonyms lead astray: a phrase without a word, one in two groups, one twice as a source, or a circle of
 * one-way ones, groups counting as one word.
 */
export function synonymFaults(synonyms: readonly SynonymWords[]): SynonymFault[] {
  const standing = synonyms.flatMap(phrasesOf)
  const direction = ({ at }: Standing) => synonyms[at]?.direction
  const grouped = standing.filter((phrase) => direction(phrase) === 'both')
  const sources = standing.filter(
    (phrase) => direction(phrase) === 'one-way' && phrase.list === 'sources',
  )
  return [
    ...standing.filter(({ key }) => key === '').map((place) => faultAt(place, 'no-word')),
    ...seenTwice(grouped, 'in-two-groups'),
    ...seenTwice(sources, 'source-twice'),
    ...circles(synonyms, grouped, sources),
  ]
}

function phrasesOf({ sources, targets }: SynonymWords, at: number): Standing[] {
  return [
    ...sources.map((phrase, position) => ({ at, list: 'sources' as const, position, phrase })),
    ...targets.map((phrase, position) => ({ at, list: 'targets' as const, position, phrase })),
  ].map((place) => ({ ...place, key: phraseKey(place.phrase) }))
}

function faultAt(
  { at, list, position, phrase }: Standing,
  fault: SynonymFault['fault'],
  other?: number,
): SynonymFault {
  return { at, list, position, phrase, fault, ...(other === undefined ? {} : { other }) }
}

function seenTwice(phrases: Standing[], fault: SynonymFault['fault']): SynonymFault[] {
  const seen = new Map<string, number>()
  return phrases.flatMap((place) => {
    if (place.key === '') return []
    const other = seen.get(place.key)
    if (other !== undefined) return [faultAt(place, fault, other)]
    seen.set(place.key, place.at)
    return []
  })
}

/** One-way synonyms that lead back to where they began: their words belong in a group, or one of them is wrong. */
function circles(
  synonyms: readonly SynonymWords[],
  grouped: Standing[],
  sources: Standing[],
): SynonymFault[] {
  const groupOf = new Map(grouped.map(({ key, at }) => [key, `group ${at}`]))
  const meaning = (phrase: string) => {
    const key = phraseKey(phrase)
    return groupOf.get(key) ?? key
  }
  const next = new Map<string, string[]>()
  for (const { at, phrase } of sources) {
    const from = meaning(phrase)
    next.set(from, [...(next.get(from) ?? []), ...(synonyms[at]?.targets ?? []).map(meaning)])
  }
  return sources
    .filter(({ key }) => key !== '')
    .filter(({ at, phrase }) =>
      reaches(next, (synonyms[at]?.targets ?? []).map(meaning), meaning(phrase)),
    )
    .map((place) => faultAt(place, 'circle'))
}

function reaches(next: Map<string, string[]>, from: string[], goal: string): boolean {
  const waiting = [...from]
  const seen = new Set(waiting)
  for (const phrase of waiting) {
    if (phrase === goal) return true
    for (const further of next.get(phrase) ?? []) {
      if (seen.has(further)) continue
      seen.add(further)
      waiting.push(further)
    }
  }
  return false
}
