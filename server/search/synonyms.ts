import type { Db } from '../platform/postgres/database.ts'
import { words } from './words.ts'

/** A phrase as its words, e.g. ['foreign', 'terrorist', 'fighter']. */
export type Phrase = string[]

/** Words that mean the same, looked up by the words that a person typed. */
export class Synonyms {
  readonly #byFirstWord = new Map<string, { phrase: Phrase; also: Phrase[] }[]>()

  /** @param rows as the table holds them: groups, whose words all find each other, and one-way lists */
  constructor(rows: { direction: 'both' | 'one-way'; sources: string[]; targets: string[] }[]) {
    for (const { direction, sources, targets } of rows) {
      const phrases = targets.map(phraseOf)
      const typed = direction === 'both' ? phrases : sources.map(phraseOf)
      for (const phrase of typed)
        this.#add(
          phrase,
          phrases.filter((other) => !same(phrase, other)),
        )
    }
  }

  #add(phrase: Phrase, also: Phrase[]): void {
    const [first] = phrase
    if (first === undefined) return
    const known = this.#byFirstWord.get(singular(first)) ?? []
    const twin = known.find((entry) => same(entry.phrase, phrase))
    if (twin) twin.also.push(...also.filter((other) => !twin.also.some((one) => same(one, other))))
    else known.push({ phrase, also: [...also] })
    this.#byFirstWord.set(singular(first), known)
  }

  /** The longest phrase with synonyms that begins at `at`: how many words it takes, and what also means it. */
  at(typed: Phrase, at: number): { length: number; also: Phrase[] } | null {
    const first = typed[at]
    if (first === undefined) return null
    const fitting = (this.#byFirstWord.get(singular(first)) ?? []).filter(({ phrase }) =>
      same(phrase, typed.slice(at, at + phrase.length)),
    )
    const [longest] = fitting.sort((one, other) => other.phrase.length - one.phrase.length)
    return longest ? { length: longest.phrase.length, also: longest.also } : null
  }
}

function phraseOf(text: string): Phrase {
  return words(text).map(({ word }) => word)
}

function same(one: Phrase, other: Phrase): boolean {
  return (
    one.length === other.length &&
    one.every((word, i) => singular(word) === singular(other[i] ?? ''))
  )
}

/** Enough to tell that 'FTFs' is 'FTF' and 'families' is 'family'; stemming proper is the engines' work. */
export function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** The synonyms in the database. */
export async function readSynonyms(db: Db): Promise<Synonyms> {
  const rows = await db.selectFrom('synonyms').select(['direction', 'sources', 'targets']).execute()
  return new Synonyms(rows)
}
