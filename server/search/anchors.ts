import type { Db } from '../platform/postgres/database.ts'

/** What a single mention in a summary counts, about; a mention in the body counts less. */
const telling = 0.42

/** In how many entries each stem is among what says most of them. */
export type Anchors = ReadonlyMap<string, number>

export async function readAnchors(db: Db): Promise<Anchors> {
  const rows = await db
    .selectFrom('search_postings')
    .select(['lexeme', (eb) => eb.fn.countAll<number>().as('entries')])
    .where('impact', '>', telling)
    .groupBy('lexeme')
    .execute()
  return new Map(rows.map(({ lexeme, entries }) => [lexeme, entries]))
}

/**
 * The stems of a question with the one first that most entries are about. Meilisearch lets words go from the end and
 * never the first: what has not that one is not found.
 */
export function anchored(stems: string[], anchors: Anchors): string[] {
  const about = (stem: string) => anchors.get(stem) ?? 0
  const [best] = stems.toSorted((one, other) => about(other) - about(one))
  if (best === undefined || about(best) === 0) return stems
  return [best, ...stems.filter((stem) => stem !== best)]
}
