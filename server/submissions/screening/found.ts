import type { PassageReason } from '@homeward/schema/screening.ts'
import type { Lexicon } from './lexicon.ts'
import { indexAt, sentenceAt, type Text } from './text.ts'

/** What a detector found: a place in the text, and why. */
export interface Found {
  start: number
  end: number
  reason: PassageReason
}

/** Whether an entry of a lexicon starts in the same sentence, at most `reach` units before an offset. */
export function standsBefore(text: Text, lexicon: Lexicon, offset: number, reach: number): boolean {
  const sentence = text.sentences[sentenceAt(text, Math.max(0, offset - 1))]
  const from = Math.max(sentence?.start ?? 0, offset - reach)
  return lexicon.someIn(text, indexAt(text.words, from), indexAt(text.words, offset))
}

/** Whether an entry of a lexicon starts in the same sentence, at most `reach` units from an offset on. */
export function standsAfter(text: Text, lexicon: Lexicon, offset: number, reach: number): boolean {
  const sentence = text.sentences[sentenceAt(text, Math.max(0, offset - 1))]
  const to = Math.min(sentence?.end ?? offset, offset + reach)
  return lexicon.someIn(text, indexAt(text.words, offset), indexAt(text.words, to))
}

/** Whether an entry of a lexicon stands near an offset: in its sentence, at most `reach` units away. */
export function standsNear(
  text: Text,
  lexicon: Lexicon,
  { start, end }: { start: number; end: number },
  reach = 240,
) {
  return standsBefore(text, lexicon, start, reach) || standsAfter(text, lexicon, end, reach)
}
