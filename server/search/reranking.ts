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
  const whole = fieldsInHead.map((field) => head[field]).join(' ')
  const impact = (stem: string) => {
    // Most stems are in few texts: one look at all fields spares five.
    if (stem === '' || !whole.includes(rootOf(stem))) return 0
    return impactOf(foundIn(head, stem))
  }
  const best = (alternatives: Wanted[]) =>
    Math.max(...alternatives.map(({ weight, stems }) => weight * Math.min(...stems.map(impact))))
  return wanted.reduce((sum, alternatives) => sum + best(alternatives), 0) / wanted.length
}

/** In which fields a stem stands and how often. */
function foundIn(head: Candidate['head'], stem: string): Parameters<typeof impactOf>[0] {
  const found: Parameters<typeof impactOf>[0] = []
  for (const field of fieldsInHead) {
    const count = occurrences(head[field], stem)
    if (count > 0) found.push({ field, length: wordsIn(head[field]), count })
  }
  return found
}

/** How many words there are between single spaces. */
function wordsIn(text: string): number {
  let count = 1
  for (let at = text.indexOf(' '); at !== -1; at = text.indexOf(' ', at + 1)) count++
  return count
}

/** What a stem and all that is akin to it begin with. */
const rootOf = (stem: string) => stem.slice(0, akin.shared)

/** How often a stem stands in a text of stems; where it does not, how often what is akin to it, which counts less. */
function occurrences(text: string, stem: string): number {
  const root = rootOf(stem)
  let [exact, near] = [0, 0]
  for (let at = text.indexOf(root); at !== -1; at = text.indexOf(root, at + 1)) {
    if (at > 0 && text[at - 1] !== ' ') continue
    const space = text.indexOf(' ', at)
    const other = text.slice(at, space === -1 ? text.length : space)
    if (other === stem) exact++
    else if (stem.length >= akin.shared && isAkin(stem, other)) near++
  }
  return exact === 0 ? near * akin.factor : exact
}

function isAkin(one: string, other: string): boolean {
  if (other.length < akin.shared || Math.abs(one.length - other.length) > akin.more) return false
  return one.startsWith(other) || other.startsWith(one)
}
