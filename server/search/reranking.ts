import type { Part } from './question.ts'
import { fieldsInHead, impactOf, type HeadField } from './weights.ts'
import { stems } from './stems.ts'

/** An entry as Meilisearch ranked it, with the stems of what says most of it. */
export interface Candidate {
  slug: string
  head: Record<HeadField, string>
}

/** How many of the best are ordered anew. */
export const reranked = 50
/** How much Meilisearch's own order counts beside the words, which it does not weigh by field and number. */
const ownOrder = 0.6
/** What shares a root counts, but less: stigma for stigmatised. */
const akin = { factor: 0.6, shared: 5, more: 4 }

type Counts = Map<string, number>

interface Wanted {
  weight: number
  stems: string[]
}

/**
 * Orders Meilisearch's best anew by the words of title, places, terms, organisations and summary, as PostgreSQL's own
 * search weighs them. Meilisearch counts that a word occurs, not where and how often.
 */
export function rerank(candidates: Candidate[], parts: Part[], languages: string[]): string[] {
  const wanted = parts.map(({ alternatives }) =>
    languages.flatMap((language) =>
      alternatives
        .map(({ words, weight }): Wanted => ({ weight, stems: stems(words.join(' '), language) }))
        .filter((alternative) => alternative.stems.length > 0),
    ),
  )
  const telling = wanted.filter((alternatives) => alternatives.length > 0)
  if (telling.length === 0) return candidates.map(({ slug }) => slug)
  return candidates
    .map((candidate, i) => ({
      slug: candidate.slug,
      score: scoreOf(candidate, telling) + ownOrder * (1 - i / reranked),
    }))
    .sort((one, other) => other.score - one.score)
    .map(({ slug }) => slug)
}

/** The mean over the parts of the question of how well the best of what would do is met. */
function scoreOf({ head }: Candidate, wanted: Wanted[][]): number {
  const fields = fieldsInHead.map((field) => {
    const found = head[field].split(' ')
    return { field, length: found.length, counts: countsOf(found) }
  })
  const impact = (stem: string) =>
    impactOf(
      fields.map(({ field, length, counts }) => ({
        field,
        length,
        count: occurrences(counts, stem),
      })),
    )
  const best = (alternatives: Wanted[]) =>
    Math.max(...alternatives.map(({ weight, stems }) => weight * Math.min(...stems.map(impact))))
  return wanted.reduce((sum, alternatives) => sum + best(alternatives), 0) / wanted.length
}

function countsOf(stems: string[]): Counts {
  const counts: Counts = new Map()
  for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return counts
}

function occurrences(counts: Counts, stem: string): number {
  const exact = counts.get(stem)
  if (exact !== undefined || stem.length < akin.shared) return exact ?? 0
  let sum = 0
  for (const [other, count] of counts) {
    if (isAkin(stem, other)) sum += count * akin.factor
  }
  return sum
}

function isAkin(one: string, other: string): boolean {
  if (other.length < akin.shared || Math.abs(one.length - other.length) > akin.more) return false
  return one.startsWith(other) || other.startsWith(one)
}
