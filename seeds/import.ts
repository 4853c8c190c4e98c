import { sql } from 'kysely'
import { publishOriginals, type OriginalText } from '@homeward/server/entries/publishing.ts'
import { refreshPublished } from '@homeward/server/entries/published.ts'
import type { Database, Trx } from '@homeward/server/platform/postgres/database.ts'
import { inTransaction, type Jobs, type Work } from '@homeward/server/platform/jobs.ts'
import type { Log } from '@homeward/server/platform/log.ts'
import { StartError } from '@homeward/server/platform/startError.ts'
import type { Fault } from './fault.ts'
import { importCities } from './importCities.ts'
import { importSynonyms } from './importSynonyms.ts'
import { importTerms } from './importTerms.ts'
import { withTermsInUse } from './mergedTerms.ts'
import { originalsOf } from './originals.ts'
import { ownFolder, readContent, type Content } from './read.ts'

/** What became of the entries of an import, by their ids. */
export interface Imported {
  added: string[]
  /** Their live text was still that of an earlier import, and the content has another now. */
  updated: string[]
  unchanged: string[]
  /** People have changed or taken them down since: left as they are. */
  kept: string[]
}

/** As many as keep a statement well below PostgreSQL's limit of 65,535 parameters. */
const batchSize = 250

function batches<T>(list: T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / batchSize) }, (_, i) =>
    list.slice(i * batchSize, (i + 1) * batchSize),
  )
}

/**
 * Writes the content into the database, in the transaction given: all of it or nothing. May be called again and again;
 * what people have changed since an import is never overwritten. Imports at the same time wait for each other.
 */
export async function importSeeds(work: Work, content: Content): Promise<Imported> {
  const { trx } = work
  await oneAtATime(trx)
  const renamed = await importTerms(trx, content.vocabulary)
  await importSynonyms(trx, content.synonyms)
  const cities = await importCities(trx, content.cities)
  const texts = originalsOf(content.entries, cities.slugOf)
  const imported = await sorted(trx, texts)
  const bySlug = new Map(texts.map((text) => [text.slug, text]))
  const toPublish = await withTermsInUse(
    trx,
    [...imported.added, ...imported.updated].flatMap((slug) => bySlug.get(slug) ?? []),
  )
  for (const batch of batches(toPublish)) await publishOriginals(work, batch)
  for (const batch of batches(await naming(trx, renamed, cities.completed))) {
    await refreshPublished(work, batch)
  }
  return imported
}

async function oneAtATime(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('homeward import of content'))`.execute(trx)
}

/**
 * Which entries are new, may be updated, or must be left alone. They are locked: nobody's decision comes between that
 * and the import.
 */
async function sorted(trx: Trx, texts: OriginalText[]): Promise<Imported> {
  await trx.selectFrom('entries').select('id').orderBy('id').forUpdate().execute()
  const stored = await trx
    .selectFrom('entries as e')
    .leftJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'e.id').on('r.state', '=', 'published'),
    )
    .select(['e.slug', 'e.kind', 'e.original_language', 'e.taken_down_at'])
    .select(['e.seeded_hash', 'e.seeded_revision', 'r.id as live'])
    .execute()
  const bySlug = new Map(stored.map((row) => [row.slug, row]))
  const moved = await trx.selectFrom('old_slugs').select('slug').execute()
  const movedSlugs = new Set(moved.map(({ slug }) => slug))
  const imported: Imported = { added: [], updated: [], unchanged: [], kept: [] }
  for (const { slug, kind, language, seededHash } of texts) {
    const row = bySlug.get(slug)
    if (row === undefined) {
      imported[movedSlugs.has(slug) ? 'kept' : 'added'].push(slug)
      continue
    }
    const ours =
      row.seeded_revision !== null &&
      row.seeded_revision === row.live &&
      row.taken_down_at === null &&
      row.kind === kind &&
      row.original_language === language
    if (!ours) imported.kept.push(slug)
    else imported[row.seeded_hash === seededHash ? 'unchanged' : 'updated'].push(slug)
  }
  return imported
}

/** Published entries whose terms or cities read otherwise now. */
async function naming(trx: Trx, terms: string[], cities: string[]): Promise<string[]> {
  if (terms.length + cities.length === 0) return []
  const { rows } = await sql<{ entry_id: string }>`
    select entry_id from published_entries
    where city = any(${cities}) or lead_type = any(${terms}) or evidence = any(${terms})
      or themes && ${terms}::text[] or target_groups && ${terms}::text[]
      or stages && ${terms}::text[] or findings && ${terms}::text[]`.execute(trx)
  return rows.map(({ entry_id }) => entry_id)
}

/**
 * Fills a database that holds no entry with the content; one that holds any is left alone. Several servers may start
 * at once: one fills it, the others wait.
 * @param folder where the content is; null for that which comes with the program
 * @throws StartError where the content has faults: nothing is then written
 */
export async function seedEmptyDatabase(
  database: Database,
  jobs: Jobs,
  folder: string | null,
  log: Pick<Log, 'info'>,
): Promise<void> {
  if (!(await isEmpty(database.db))) return
  const began = performance.now()
  const read = await readContent(folder ?? ownFolder)
  if (!read.ok) throw brokenContent(read.faults, folder)
  const { content } = read
  const imported = await inTransaction(database, jobs, async (work) => {
    await oneAtATime(work.trx)
    return (await isEmpty(work.trx)) ? importSeeds(work, content) : null
  })
  if (imported) {
    const took = Math.round(performance.now() - began)
    log.info(`The database was empty: ${imported.added.length} entries were loaded in ${took} ms`)
  }
}

async function isEmpty(db: Database['db'] | Trx): Promise<boolean> {
  return (await db.selectFrom('entries').select('id').limit(1).executeTakeFirst()) === undefined
}

const faultsShown = 20

function brokenContent(faults: Fault[], folder: string | null): StartError {
  const lines = faults
    .slice(0, faultsShown)
    .map(({ file, line, field, message }) => `  ${file}:${line} ${field}: ${message}`)
  const more = faults.length - lines.length
  return new StartError(
    [
      `The starting content in ${folder ?? ownFolder} has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:`,
      ...lines,
      ...(more > 0 ? [`  and ${more} more.`] : []),
    ].join('\n'),
    'Nothing was written to the database.',
    `Correct them ('npm run seeds:check${folder === null ? '' : ` -- ${folder}`}' names them all), or set SEEDS=none to begin empty.`,
  )
}
