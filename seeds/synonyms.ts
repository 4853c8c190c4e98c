import type { ContentSynonyms } from '@homeward/schema/content.ts'
import { singular } from '@homeward/server/search/synonyms.ts'
import { words } from '@homeward/server/search/words.ts'
import { texts } from './characters.ts'
import { quoted, type Path } from './fault.ts'
import type { ValueFault } from './shape.ts'

/** A phrase as searching compares it: 'FTFs' and 'ftf' are the same. */
function key(phrase: string): string {
  return words(phrase)
    .map(({ word }) => singular(word))
    .join(' ')
}

/** What makes synonyms lead astray: a phrase in two groups, twice as a source, or a circle of one-way ones. */
export function synonymFaults(synonyms: ContentSynonyms): ValueFault[] {
  return [...wordless(synonyms), ...repeated(synonyms), ...circles(synonyms)]
}

function wordless(synonyms: ContentSynonyms): ValueFault[] {
  return [...texts(synonyms)].flatMap(({ path, text }) =>
    key(text) === '' ? [{ path, message: `${quoted(text)} has no word: take it out.` }] : [],
  )
}

function repeated({ groups, oneWay, spelling }: ContentSynonyms): ValueFault[] {
  const inGroups = [
    ...groups.flatMap(({ terms }, i) =>
      terms.map((phrase, k): [Path, string] => [['groups', i, 'terms', k], phrase]),
    ),
    ...spelling.flatMap((words, i) =>
      words.map((phrase, k): [Path, string] => [['spelling', i, k], phrase]),
    ),
  ]
  const sources = oneWay.map(({ from }, i): [Path, string] => [['oneWay', i, 'from'], from])
  return [
    ...seenTwice(inGroups, 'stands in two groups, which would make all their words mean the same'),
    ...seenTwice(sources, "is a 'from' twice"),
  ]
}

function seenTwice(phrases: [Path, string][], what: string): ValueFault[] {
  const seen = new Set<string>()
  return phrases.flatMap(([path, phrase]) => {
    const known = seen.has(key(phrase))
    seen.add(key(phrase))
    return known
      ? [{ path, message: `${quoted(phrase)} ${what}: keep it in one, or join the two.` }]
      : []
  })
}

/** One-way synonyms that lead back to where they began: they belong in a group, or one of them is wrong. */
function circles({ oneWay }: ContentSynonyms): ValueFault[] {
  const next = new Map(oneWay.map(({ from, to }) => [key(from), to.map(key)]))
  const reaches = (start: string): boolean => {
    const waiting = [...(next.get(start) ?? [])]
    const seen = new Set(waiting)
    for (const phrase of waiting) {
      if (phrase === start) return true
      for (const further of next.get(phrase) ?? []) {
        if (!seen.has(further)) {
          seen.add(further)
          waiting.push(further)
        }
      }
    }
    return false
  }
  return oneWay.flatMap(({ from }, i) =>
    reaches(key(from))
      ? [
          {
            path: ['oneWay', i, 'from'],
            message: `${quoted(from)} leads back to itself: make the words a group, or take one 'to' out.`,
          },
        ]
      : [],
  )
}
