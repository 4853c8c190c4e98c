import type { Meilisearch } from 'meilisearch'
import type { Client } from 'pg'
import type { ContentDocument } from './content.ts'
import type { Ranker } from './ranker.ts'

export const baselineNames = {
  postgres: 'PostgreSQL, words joined by or',
  meilisearch: 'Meilisearch, default settings',
} as const

const fields = ['title', 'summary', 'country', 'city', 'organisation', 'body'] as const

/**
 * PostgreSQL as it comes: its English full text over all fields alike, any of the words, `ts_rank` with its
 * default weights and no normalisation.
 * @param client one connection: the table is temporary and goes with it
 */
export async function postgresBaseline(
  client: Client,
  documents: readonly ContentDocument[],
): Promise<Ranker> {
  await client.query(`
    create temporary table baseline (slug text primary key, words tsvector not null);
    create index on baseline using gin (words)`)
  await client.query(
    `insert into baseline
     select slug, to_tsvector('english', said) from unnest($1::text[], $2::text[]) as given (slug, said)`,
    [
      documents.map(({ slug }) => slug),
      documents.map((document) => fields.map((field) => document[field]).join('\n')),
    ],
  )
  return {
    name: baselineNames.postgres,
    async rank(query, size) {
      const { rows } = await client.query<{ slug: string }>(anyWord, [query, size])
      return rows.map(({ slug }) => slug)
    },
  }
}

const anyWord = String.raw`
  with asked as (
    select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery as words
    from unnest(to_tsvector('english', $1))
  )
  select slug from baseline, asked
  where baseline.words @@ asked.words
  order by ts_rank(baseline.words, asked.words) desc, slug
  limit $2`

/**
 * Meilisearch as it comes: an index without a single setting. Its key is the slug, which by default is searched
 * too, as whoever indexes the files as they are would have it.
 * @param index its uid; an index of that name is replaced, and is left for whoever calls to delete
 */
export async function meilisearchBaseline(
  client: Meilisearch,
  documents: readonly ContentDocument[],
  index = 'relevance-baseline',
): Promise<Ranker> {
  await client.deleteIndexIfExists(index)
  await client.createIndex(index, { primaryKey: 'slug' }).waitTask()
  const entries = client.index<ContentDocument>(index)
  const task = await entries.addDocuments([...documents]).waitTask({ timeout: 60_000 })
  if (task.status !== 'succeeded') throw new Error(`Meilisearch: ${task.error?.message ?? ''}`)
  return {
    name: baselineNames.meilisearch,
    async rank(query, size) {
      const { hits } = await entries.search(query, { limit: size, attributesToRetrieve: ['slug'] })
      return hits.map(({ slug }) => slug)
    },
  }
}
