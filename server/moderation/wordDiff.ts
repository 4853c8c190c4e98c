import { diffArrays, diffWordsWithSpace, type ChangeObject } from 'diff'
import type { Stretch } from '@homeward/schema/moderation.ts'

/** How long one may be in computing the differences of a whole entry, in milliseconds. */
export interface Budget {
  left: number
}

/** For all fields of an entry together: what is told word by word beyond it is told by paragraphs. */
export const budgetFor = (): Budget => ({ left: 400 })

const kindOf = ({ added, removed }: ChangeObject<unknown>): Stretch['kind'] =>
  added ? 'added' : removed ? 'removed' : 'same'

/**
 * What changed in a text, word by word: joined, the stretches that are the same or removed are the old text, and those
 * that are the same or added the new one. Where so much changed that it would take too long, by paragraphs.
 */
export function textDiff(
  from: string,
  to: string,
  budget: Budget,
): { stretches: Stretch[]; byParagraph: boolean } {
  if (from === to) return { stretches: whole('same', to), byParagraph: false }
  if (from === '' || to === '') {
    return { stretches: [...whole('removed', from), ...whole('added', to)], byParagraph: false }
  }
  const began = performance.now()
  // Each text gets a part of what is left, so that one that was written anew leaves some for the others.
  const changes =
    budget.left < 5 ? undefined : diffWordsWithSpace(from, to, { timeout: budget.left / 2 })
  budget.left -= performance.now() - began
  if (changes) {
    const stretches = changes.map((change) => ({ kind: kindOf(change), text: change.value }))
    return { stretches, byParagraph: false }
  }
  return { stretches: byParagraphs(from, to), byParagraph: true }
}

const whole = (kind: Stretch['kind'], text: string): Stretch[] =>
  text === '' ? [] : [{ kind, text }]

/** More paragraphs than this differ: the old text as a whole, then the new one. */
const mostEdits = 2_000

function byParagraphs(from: string, to: string): Stretch[] {
  const changes = diffArrays(paragraphs(from), paragraphs(to), { maxEditLength: mostEdits })
  if (!changes) return [...whole('removed', from), ...whole('added', to)]
  return changes.map((change) => ({ kind: kindOf(change), text: change.value.join('') }))
}

/** Lines, each with its end: together they are the text. */
const paragraphs = (text: string): string[] => text.split(/(?<=\n)/)
