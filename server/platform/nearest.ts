import { distance } from 'fastest-levenshtein'

/** The word among `known` that is likely to have been meant, or null. */
export function nearest(word: string, known: readonly string[]): string | null {
  const lower = word.slice(0, 60).toLowerCase()
  const [best] = known
    .map((name) => ({ name, off: distance(lower, name.toLowerCase()) }))
    .sort((one, other) => one.off - other.off)
  return best && best.off <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : null
}
