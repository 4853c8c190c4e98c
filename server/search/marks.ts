import type { Highlight } from '@homeward/schema/search.ts'

/** Around what matches, in answers of Meilisearch: characters that no text holds, since `readable` and seeds refuse them. */
export const markStart = '\uE000'
export const markEnd = '\uE001'

/** A text with marks, in pieces. */
export function readMarks(text: string): Highlight {
  const pieces: Highlight = []
  for (const [i, part] of text.split(markStart).entries()) {
    const [inside = '', ...outside] = i === 0 ? ['', part] : part.split(markEnd)
    if (inside !== '') pieces.push({ text: inside, match: true })
    const rest = outside.join('')
    if (rest !== '') pieces.push({ text: rest, match: false })
  }
  return pieces
}
