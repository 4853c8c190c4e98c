import type { Highlight } from '@homeward/schema/search.ts'
import type { ReadText } from './readText.ts'
import type { Word } from './words.ts'

/** Whether a word is one that was looked for. */
export type Marks = (word: string) => boolean

/** A text in pieces, those that were looked for as matches. */
export function highlight(read: ReadText, marks: Marks): Highlight {
  return pieces(read.text, 0, read.text.length, read.matches(marks))
}

/** A text in which nothing was looked for. */
export function unmarked(text: string): Highlight {
  return text === '' ? [] : [{ text, match: false }]
}

function pieces(text: string, from: number, to: number, matches: Word[]): Highlight {
  const found: Highlight = []
  let at = from
  const add = (end: number, match: boolean) => {
    if (end > at) found.push({ text: text.slice(at, end), match })
    at = Math.max(at, end)
  }
  for (const { start, end } of matches) {
    if (start < from || end > to) continue
    add(start, false)
    add(end, true)
  }
  add(to, false)
  return found
}

const passageLength = 220

/** The stretch of a text, about 220 characters, in which the most different matches stand. Null where there is none. */
export function passage(texts: ReadText[], marks: Marks): Highlight | null {
  let best: { text: string; matches: Word[]; from: number; different: number } | null = null
  for (const read of texts) {
    const matches = read.matches(marks)
    for (const [i, first] of matches.entries()) {
      const inside = matches.slice(i).filter(({ end }) => end - first.start <= passageLength)
      const different = new Set(inside.map(({ word }) => word)).size
      if (best === null || different > best.different) {
        best = { text: read.text, matches, from: first.start, different }
      }
    }
  }
  if (best === null) return null
  const { from, to } = wholeWords(best.text, best.from)
  const shown = pieces(best.text, from, to, best.matches)
  if (from > 0) shown.unshift({ text: '… ', match: false })
  if (to < best.text.length) shown.push({ text: ' …', match: false })
  return shown
}

/** A stretch around `at` that begins and ends between words. */
function wholeWords(text: string, at: number): { from: number; to: number } {
  const early = Math.max(0, at - 60)
  const from = early === 0 ? 0 : text.indexOf(' ', early) + 1
  const late = Math.min(text.length, from + passageLength)
  const to = late === text.length ? late : Math.max(text.lastIndexOf(' ', late), at)
  return { from, to }
}

/** Whether any piece is a match. */
export function shows(pieces: Highlight): boolean {
  return pieces.some(({ match }) => match)
}
