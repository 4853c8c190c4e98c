import { sql } from 'kysely'
import type { Meilisearch, Settings } from 'meilisearch'
import { liveEntries } from '../entries/live.ts'
import type { Database, Db, Trx } from '../platform/postgres/database.ts'
import type { Jobs, Queue } from '../platform/jobs.ts'
import { readAnchors, type Anchors } from './anchors.ts'
import type { SearchLabels } from './documents.ts'
import { documentTexts } from './documentTexts.ts'
import { searchLabels } from './labels.ts'
import { meilisearchSynonyms } from './meilisearchSynonyms.ts'
import {
  buildIndex,
  changeIndex,
  changeSynonyms,
  documentOf,
  indexExists,
  settingsFor,
  settingsVersion,
  usualName,
} from './meilisearchIndex.ts'
import { indexQueue, synonymQueue, type IndexJob } from './queue.ts'

/** Keeps an index outside equal to what PostgreSQL holds. */
export interface Indexer {
  /** The index's name. */
  name: string
  /** Builds the index where it is missing or set otherwise than this program wants. One server at a time does so. */
  ensure(): Promise<'built' | 'current'>
  /** The queue of entries whose documents must follow. */
  queue: Queue<IndexJob>
  /** The queue of changes of synonyms. */
  synonymQueue: Queue<object>
  /** The languages that texts of the index are in, English first. */
  languages(): string[]
  /** In how many entries each stem is among what says most of them. */
  anchors(): Anchors
}

interface Target {
  client: Meilisearch
  name: string
}

const batchSize = 500
/** Counts of what entries are about change slowly; in milliseconds. */
const anchorsKeptFor = 600_000

/** @param name of the index; tests share one Meilisearch and each name their own */
export function meilisearchIndexer(
  { db }: Database,
  jobs: Pick<Jobs, 'clear'>,
  client: Meilisearch,
  name = usualName,
): Indexer {
  let languages = ['en']
  let anchors: { at: number; counts: Anchors } | null = null
  const target = { client, name }
  const ensure = (): Promise<'built' | 'current'> =>
    db.connection().execute(async (connection) => {
      await sql`select pg_advisory_lock(hashtext(${name}))`.execute(connection)
      try {
        languages = await languagesInUse(db)
        if (anchors === null || Date.now() - anchors.at > anchorsKeptFor) {
          anchors = { at: Date.now(), counts: await readAnchors(db) }
        }
        const synonyms = await meilisearchSynonyms(db, languages)
        return await ensureIndex(db, jobs, target, settingsFor(languages), synonyms)
      } finally {
        await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(connection)
      }
    })
  return {
    name,
    languages: () => languages,
    anchors: () => anchors?.counts ?? new Map(),
    ensure,
    queue: {
      name: indexQueue,
      batch: 100,
      work: (jobs) =>
        indexEntries(
          db,
          target,
          jobs.map(({ entryId }) => entryId),
        ),
    },
    synonymQueue: {
      name: synonymQueue,
      batch: 100,
      work: async () => {
        await ensure()
      },
    },
  }
}

async function ensureIndex(
  db: Db,
  jobs: Pick<Jobs, 'clear'>,
  { client, name }: Target,
  settings: Settings,
  synonyms: Record<string, string[]>,
): Promise<'built' | 'current'> {
  const version = settingsVersion(settings)
  const built = await db
    .selectFrom('search_indexes')
    .select('settings_version')
    .where('name', '=', name)
    .executeTakeFirst()
  if (built?.settings_version === version && (await indexExists(client, name))) {
    await changeSynonyms(client, name, synonyms)
    return 'current'
  }
  // What waits in the queue is committed, so building reads it; what comes while it builds stays in the queue.
  await jobs.clear(indexQueue)
  await buildIndex(client, name, { ...settings, synonyms }, allDocuments(db))
  await db
    .insertInto('search_indexes')
    .values({ name, settings_version: version, built_at: new Date() })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({
        settings_version: eb.ref('excluded.settings_version'),
        built_at: eb.ref('excluded.built_at'),
      })),
    )
    .execute()
  return 'built'
}

/** Every live entry as a document, a batch at a time. */
async function* allDocuments(db: Db) {
  const labels = await searchLabels(db)
  const today = new Date()
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await db
      .selectFrom('published_entries')
      .select('entry_id')
      .where('entry_id', '>', last)
      .orderBy('entry_id')
      .limit(batchSize)
      .execute()
    const end = rows.at(-1)
    if (!end) return
    last = end.entry_id
    yield await documentsOf(
      db,
      rows.map(({ entry_id }) => entry_id),
      labels,
      today,
    )
  }
}

async function documentsOf(db: Db | Trx, ids: string[], labels: SearchLabels, today: Date) {
  const [live, texts] = [await liveEntries(db, ids), await documentTexts(db, ids)]
  return live.map((entry) => documentOf(entry, labels, texts.get(entry.entryId) ?? [], today))
}

/**
 * Sends what these entries are now, or that they are gone. Their rows stay locked until the index has them, so that an
 * older state is never sent after a newer one.
 */
async function indexEntries(db: Db, { client, name }: Target, entryIds: string[]): Promise<void> {
  const ids = [...new Set(entryIds)].sort()
  await db.transaction().execute(async (trx) => {
    // While the index is built anew, changes wait: they would be made to the one that is replaced.
    await sql`select pg_advisory_xact_lock_shared(hashtext(${name}))`.execute(trx)
    await lockEntries(trx, ids)
    const labels = await searchLabels(trx)
    const today = new Date()
    const live = await documentsOf(trx, ids, labels, today)
    const alive = new Set(live.map(({ id }) => id))
    await changeIndex(
      client,
      name,
      live,
      ids.filter((id) => !alive.has(id)),
    )
  })
}

function lockEntries(trx: Trx, ids: string[]) {
  return trx
    .selectFrom('entries')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forShare()
    .execute()
}

async function languagesInUse(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('search_languages')
    .select('language')
    .orderBy('language')
    .execute()
  return ['en', ...rows.map(({ language }) => language).filter((language) => language !== 'en')]
}
