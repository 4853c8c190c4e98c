import { distance } from 'fastest-levenshtein'
import type { Request } from './engine.ts'
import type { Marks } from './highlighting.ts'
import { keepsBeginnings, saysTooLittle, stemOf } from './stems.ts'

/** As Meilisearch is set: from how many letters on one or two may be wrong. */
const lettersFor = { oneTypo: 4, twoTypos: 8 }

/** Which words of a text a question was looking for: forms of its words and of what means them, and near spellings. */
export function marksOf({ question, aboutAPerson }: Request, languages: string[]): Marks {
  const wanted = question.parts
    .flatMap(({ alternatives }) => alternatives.flatMap((alternative) => alternative.words))
    .filter((word) => !languages.every((language) => saysTooLittle(word, language)))
  const stems = new Set(
    wanted.flatMap((word) => languages.map((language) => stemOf(word, language))),
  )
  const typed = question.parts.flatMap(({ alternatives }) => alternatives[0]?.words ?? [])
  const last = question.typing && !aboutAPerson ? typed.at(-1) : undefined
  const near = aboutAPerson ? [] : typed.filter((word) => wanted.includes(word))
  const known = new Map<string, boolean>()
  // Most words of a text begin otherwise than all that is looked for: one look at them is enough.
  const beginnings = languages.every(keepsBeginnings)
    ? new Set([...stems, ...near, last ?? ''].map((word) => word.charCodeAt(0)))
    : null
  const isWanted = (word: string) =>
    languages.some((language) => stems.has(stemOf(word, language))) ||
    (last !== undefined && last.length > 1 && word.startsWith(last)) ||
    near.some((other) => isNear(word, other))
  return (word) => {
    if (beginnings !== null && !beginnings.has(word.charCodeAt(0))) return false
    const before = known.get(word)
    if (before !== undefined) return before
    const answer = isWanted(word)
    known.set(word, answer)
    return answer
  }
}

function isNear(word: string, typed: string): boolean {
  if (typed.length < lettersFor.oneTypo || word[0] !== typed[0]) return false
  const most = typed.length < lettersFor.twoTypos ? 1 : 2
  return Math.abs(word.length - typed.length) <= most && distance(word, typed) <= most
}
