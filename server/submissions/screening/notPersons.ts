import worldCountries from 'world-countries/countries.json' with { type: 'json' }
import lists from './words/notPersons.json' with { type: 'json' }
import { Lexicon } from './lexicon.ts'
import { isSureName } from './nameLists.ts'
import { read, type Text, type Word } from './text.ts'

/** What is written large and is no person: peoples, regions, armed groups, newspapers; and bodies that an entry names. */

const demonyms = worldCountries.flatMap(({ demonyms }) =>
  Object.values(demonyms).flatMap(({ f, m }) => [f, m]),
)
const peoples = demonyms
  .filter((name) => /^[\p{L} ]{4,}$/u.test(name))
  .map((name) => name.replaceAll(' ', '_'))

const known = new Lexicon(lists, [...peoples, ...peoples.map((name) => `${name}s`)].join(' '))

/** Bodies that an entry names: each the words of its name, as compared. */
export type Bodies = ReadonlyMap<string, readonly (readonly string[])[]>

/** @param names of organisations, partners, publishers */
export function bodiesOf(names: Iterable<string>): Bodies {
  const bodies = new Map<string, string[][]>()
  for (const name of names) {
    for (const row of largeRows(read(name))) {
      // 'Yayasan Gema Salam' is called Gema Salam as well.
      const [alone, second] = row
      if (alone !== undefined && second !== undefined) {
        bodies.set(alone, [...(bodies.get(alone) ?? []), []])
      }
      for (let from = 0; from === 0 || from < row.length - 1; from += 1) {
        const [first, ...rest] = row.slice(from)
        if (first !== undefined) bodies.set(first, [...(bodies.get(first) ?? []), rest])
      }
    }
  }
  return bodies
}

/** Words written large that follow each other. */
function largeRows({ text, words }: Text): string[][] {
  const rows: string[][] = []
  let last: Word | null = null
  for (const word of words) {
    if (!word.large || word.key.length < 3) continue
    const joined = last !== null && /^[ -]$/.test(text.slice(last.end, word.start))
    const row = joined ? rows.at(-1) : undefined
    if (row) row.push(word.key)
    else rows.push([word.key])
    last = word
  }
  return rows
}

/** Indexes of the words that belong to something known or to a body. */
export function wordsOfThings(text: Text, bodies: Bodies): ReadonlySet<number> {
  const found = new Set<number>()
  for (let index = 0; index < text.words.length; index += 1) {
    const word = text.words[index]
    if (!word?.large) continue
    const length = Math.max(known.at(text.words, index), bodyAt(text, word, index, bodies))
    for (let step = 0; step < length; step += 1) found.add(index + step)
  }
  return found
}

function bodyAt(text: Text, word: Word, index: number, bodies: Bodies): number {
  const key = word.key.replace(/['’]s$/, '')
  for (const rest of bodies.get(key) ?? []) {
    if (rest.length === 0 && isSureName(key)) continue
    if (
      rest.every((part, step) => text.words[index + step + 1]?.key.replace(/['’]s$/, '') === part)
    )
      return rest.length + 1
  }
  return 0
}
