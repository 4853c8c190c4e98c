/** A piece of a text; `own` where the other text has it not. */
export interface Piece {
  text: string
  own: boolean
}

const wordsOf = (text: string): string[] =>
  text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]+/gu) ?? []

/** Comparing every word with every other: up to so many times. What is longer is marked whole. */
const mostCompared = 4_000_000

/** A text in pieces, word by word: what another text has as well, and what it has not. */
export function partedFrom(text: string, other: string): Piece[] {
  const [mine, theirs] = [wordsOf(text), wordsOf(other)]
  const most = Math.min(mine.length, theirs.length)
  let before = 0
  while (before < most && mine[before] === theirs[before]) before++
  let after = 0
  while (after < most - before && mine.at(-1 - after) === theirs.at(-1 - after)) after++
  const end = mine.length - after
  const middle = mine.slice(before, end)
  const shared = sharedOf(middle, theirs.slice(before, theirs.length - after))
  return joined([
    { text: mine.slice(0, before).join(''), own: false },
    ...middle.map((word, i) => ({ text: word, own: !shared[i] })),
    { text: mine.slice(end).join(''), own: false },
  ])
}

/** Which words are in the longest sequence that both have in common. */
function sharedOf(mine: string[], theirs: string[]): boolean[] {
  const [rows, columns] = [mine.length, theirs.length]
  if (rows * columns > mostCompared) return mine.map(() => false)
  const width = columns + 1
  // How long the sequence is that both have in common from a place on.
  const lengths = new Uint32Array((rows + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i * width + j] =
        mine[i] === theirs[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const shared = mine.map(() => false)
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (mine[i] === theirs[j]) {
      shared[i++] = true
      j++
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return shared
}

/** Pieces of a kind become one; a blank between two that are marked is marked with them. */
function joined(pieces: Piece[]): Piece[] {
  const all: Piece[] = []
  for (const [i, piece] of pieces.entries()) {
    if (piece.text === '') continue
    const isBetween =
      piece.text.trim() === '' && all.at(-1)?.own === true && pieces[i + 1]?.own === true
    const own = piece.own || isBetween
    const last = all.at(-1)
    if (last && last.own === own) last.text += piece.text
    else all.push({ text: piece.text, own })
  }
  return all
}
