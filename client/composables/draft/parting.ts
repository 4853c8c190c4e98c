/** A piece of a text; `own` where the other text has it not. */
export interface Piece {
  text: string
  own: boolean
}

const wordsOf = (text: string): string[] =>
  text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]+/gu) ?? []

/**
 * A text in pieces, by what stands at its beginning and end in another text as well: of two who changed one text, most is
 * the same.
 */
export function partedFrom(text: string, other: string): Piece[] {
  const [mine, theirs] = [wordsOf(text), wordsOf(other)]
  const most = Math.min(mine.length, theirs.length)
  let before = 0
  while (before < most && mine[before] === theirs[before]) before++
  let after = 0
  while (after < most - before && mine.at(-1 - after) === theirs.at(-1 - after)) after++
  const end = mine.length - after
  return [
    { text: mine.slice(0, before).join(''), own: false },
    { text: mine.slice(before, end).join(''), own: true },
    { text: mine.slice(end).join(''), own: false },
  ].filter((piece) => piece.text !== '')
}
