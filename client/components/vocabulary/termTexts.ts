/** What a term is called and means, by language. */
export interface TermTexts {
  labels: Record<string, string>
  about: Record<string, string>
}
export const parts = ['labels', 'about'] as const
export type Part = (typeof parts)[number]

/** A text that two people changed, each in a way of their own. */
export interface TermConflict {
  part: Part
  language: string
  theirs: string
}

/** The languages of a term's texts, English first: the others fall back on it. */
export const languagesOf = ({ labels, about }: TermTexts): string[] => [
  ...new Set(['en', ...Object.keys(labels).toSorted(), ...Object.keys(about).toSorted()]),
]

/**
 * Joins what one typed with what somebody else saved meanwhile, text by text: what only they changed is theirs, in a conflict
 * mine stands until it is decided.
 */
export function joinedTexts(
  was: TermTexts,
  mine: TermTexts,
  theirs: TermTexts,
): { texts: TermTexts; conflicts: TermConflict[] } {
  const texts: TermTexts = { labels: { ...mine.labels }, about: { ...mine.about } }
  const conflicts: TermConflict[] = []
  for (const part of parts) {
    for (const language of new Set([...Object.keys(mine[part]), ...Object.keys(theirs[part])])) {
      const [before = '', my = '', their = ''] = [was, mine, theirs].map(
        (side) => side[part][language],
      )
      if (my.trim() === their || before === their) continue
      if (my.trim() === before) texts[part][language] = their
      else conflicts.push({ part, language, theirs: their })
    }
  }
  return { texts, conflicts }
}

/** An id as addresses hold it, from what a term is called. */
export const idFrom = (label: string): string =>
  label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
