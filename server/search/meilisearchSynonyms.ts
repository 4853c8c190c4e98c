import type { Db } from '../platform/postgres/database.ts'
import { stemOf, stems } from './stems.ts'

type Synonyms = Record<string, string[]>

/** How many letters two stems of one root share at least, how many one may have more, and how many stems are tried. */
const root = { shared: 5, more: 4, most: 50 }

/**
 * What Meilisearch is to take for a word: the table's synonyms, as stems, and stems of one root (stigma, stigmatised),
 * among the words that entries have.
 */
export async function meilisearchSynonyms(db: Db, languages: string[]): Promise<Synonyms> {
  const rows = await db
    .selectFrom('synonyms')
    .select(['direction', 'sources', 'targets'])
    .orderBy('id')
    .execute()
  const found = new Map<string, Set<string>>()
  const add = (from: string, to: string) => {
    if (from === '' || to === '' || from === to) return
    const known = found.get(from) ?? new Set()
    found.set(from, known.add(to))
  }
  for (const language of languages) {
    const phrase = (text: string) => stems(text, language).join(' ')
    for (const { direction, sources, targets } of rows) {
      for (const from of direction === 'both' ? targets : sources) {
        for (const to of targets) add(phrase(from), phrase(to))
      }
    }
  }
  for (const [one, other] of await akinStems(db, languages)) {
    add(one, other)
    add(other, one)
  }
  return Object.fromEntries([...found].map(([from, to]) => [from, [...to].sort()]).sort())
}

async function akinStems(db: Db, languages: string[]): Promise<[string, string][]> {
  const rows = await db.selectFrom('search_words').select('word').distinct().execute()
  const all = [
    ...new Set(rows.flatMap(({ word }) => languages.map((language) => stemOf(word, language)))),
  ].sort()
  // Sorted, what begins like a stem follows it.
  return all.flatMap((one, i) => (one.length < root.shared ? [] : akinAfter(all, i)))
}

function akinAfter(sorted: string[], i: number): [string, string][] {
  const one = sorted[i] ?? ''
  const pairs: [string, string][] = []
  for (const other of sorted.slice(i + 1, i + 1 + root.most)) {
    if (!other.startsWith(one)) break
    if (other.length - one.length <= root.more) pairs.push([one, other])
  }
  return pairs
}
