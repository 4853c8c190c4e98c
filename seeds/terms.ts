import type { ContentVocabulary } from '@homeward/schema/content.ts'
import { nearest } from '@homeward/server/platform/nearest.ts'
import { quoted } from './fault.ts'

export type TermList = keyof ContentVocabulary

/** Which list of vocabulary.json holds the terms of a field. */
export const listOf = new Map<string, TermList>([
  ['themes', 'themes'],
  ['targetGroups', 'targetGroups'],
  ['stages', 'stages'],
  ['leadType', 'leadTypes'],
  ['evidence', 'evidence'],
  ['finding', 'findings'],
])

/** What is wrong with a term, or null; with what was likely meant, by id or by label. */
export function termFault(
  id: string,
  list: TermList,
  vocabulary: ContentVocabulary,
): string | null {
  const terms = vocabulary[list]
  if (terms.some((term) => term.id === id)) return null
  const near = nearest(
    id,
    terms.flatMap((term) => [term.id, term.label]),
  )
  const meant = terms.find((term) => term.id === near || term.label === near)
  const elsewhere = Object.entries(vocabulary).find(
    ([other, terms]) => other !== list && terms.some((term) => term.id === id),
  )
  const what = `${quoted(id)} is not among the ${list} of vocabulary.json`
  if (meant) return `${what}. Did you mean '${meant.id}'?`
  if (elsewhere) return `${what}, but among its ${elsewhere[0]}: move or replace it.`
  return `${what}: use one of ${terms.map((term) => term.id).join(', ')}.`
}
