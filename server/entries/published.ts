import { sql } from 'kysely'
import type { Work } from '../platform/jobs.ts'
import { indexPostings } from '../search/postings.ts'
import { enqueueIndexing } from '../search/queue.ts'
import { sortKey } from '../search/words.ts'
import { liveEntries } from './live.ts'
import {
  cardOf,
  etagOf,
  filterValues,
  fullEntry,
  passagesOf,
  rendering,
  span,
  type LiveEntry,
} from './rendering.ts'

/**
 * Makes what readers and searches see of these entries equal to what is live now: rows of entries that are live are
 * written, those of entries that are not go. Call it in the transaction of the change; it locks the entries until then.
 */
export async function refreshPublished(work: Work, entryIds: string[]): Promise<void> {
  const { trx } = work
  if (entryIds.length === 0) return
  const ids = [...new Set(entryIds)].sort()
  await trx
    .selectFrom('entries')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  const live = await liveEntries(trx, ids)
  const gone = ids.filter((id) => !live.some(({ entryId }) => entryId === id))
  if (gone.length > 0) {
    await trx.deleteFrom('published_entries').where('entry_id', 'in', gone).execute()
  }
  if (live.length > 0) {
    const today = new Date()
    await trx
      .insertInto('published_entries')
      .values(live.map((entry) => rowOf(entry, today)))
      .onConflict((conflict) =>
        conflict
          .column('entry_id')
          .doUpdateSet((eb) =>
            Object.fromEntries(replaced.map((column) => [column, eb.ref(`excluded.${column}`)])),
          ),
      )
      .execute()
    await indexPostings(trx, live)
  }
  await enqueueIndexing(work, ids)
}

function rowOf(entry: LiveEntry, today: Date) {
  const body = JSON.stringify(fullEntry(entry, today))
  const filters = filterValues(entry, today)
  const years = span(entry)
  return {
    entry_id: entry.entryId,
    slug: entry.slug,
    version: entry.version,
    rendering,
    etag: etagOf(body),
    entry: body,
    card: JSON.stringify(cardOf(entry)),
    title: entry.title,
    summary: entry.summary,
    passages: JSON.stringify(passagesOf(entry)),
    title_key: sortKey(entry.title),
    kind: filters.kind,
    country: filters.country,
    region: filters.region,
    city: filters.city,
    city_size: filters.citySize,
    themes: filters.theme,
    target_groups: filters.targetGroup,
    stages: filters.stage,
    evidence: filters.evidence,
    findings: filters.finding,
    lead_type: filters.leadType,
    origin: filters.origin,
    running: filters.running,
    languages: filters.language,
    year_from: years?.from ?? null,
    year_to: years?.to ?? null,
    published_at: entry.publishedAt,
    changed_at: entry.changedAt,
  }
}

const replaced = [
  'slug',
  'version',
  'rendering',
  'etag',
  'entry',
  'card',
  'title',
  'summary',
  'passages',
  'title_key',
  'kind',
  'country',
  'region',
  'city',
  'city_size',
  'themes',
  'target_groups',
  'stages',
  'evidence',
  'findings',
  'lead_type',
  'origin',
  'running',
  'languages',
  'year_from',
  'year_to',
  'published_at',
  'changed_at',
] as const

/**
 * Renders anew what an older program rendered, and what the calendar changed ('confirmed' lapses after two years,
 * a last year passes). A batch at a time, each in a transaction of its own.
 * @returns how many entries were rendered
 */
export async function refreshStale(
  inTransaction: <T>(task: (work: Work) => Promise<T>) => Promise<T>,
  today = new Date(),
): Promise<number> {
  let total = 0
  for (;;) {
    const refreshed = await inTransaction(async (work) => {
      const stale = await work.trx
        .selectFrom('published_entries')
        .innerJoin('revisions', (join) =>
          join
            .onRef('revisions.original_of', '=', 'published_entries.entry_id')
            .on('revisions.state', '=', 'published'),
        )
        .select('published_entries.entry_id')
        .where((eb) =>
          eb.or([
            eb('rendering', '<>', rendering),
            eb.and([eb('running', '<>', 'ended'), eb('end_year', '<', today.getUTCFullYear())]),
            eb.and([
              eb('running', '=', 'confirmed'),
              eb(sql<Date>`confirmed + interval '2 years'`, '<=', today),
            ]),
          ]),
        )
        .limit(200)
        .execute()
      await refreshPublished(
        work,
        stale.map(({ entry_id }) => entry_id),
      )
      return stale.length
    })
    total += refreshed
    if (refreshed === 0) return total
  }
}
