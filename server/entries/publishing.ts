import { sql } from 'kysely'
import type { Trx } from '../platform/postgres/database.ts'
import type { Work } from '../platform/jobs.ts'
import type { OriginalFacts } from './original.ts'
import { refreshPublished } from './published.ts'

/** The original text of an entry with its facts, ready to go live. */
export interface OriginalText extends OriginalFacts {
  /** Slug of a city that exists, in `country`. */
  citySlug: string | null
  /** The day that readers see as that of publication: never the day of an import. */
  publishedOn: Date
  /** What an import wrote, so that a later one knows whether people have changed it; null otherwise. */
  seededHash: string | null
}

/**
 * Makes the texts live as revisions of their entries' originals, creating entries that do not exist and superseding
 * what was live. What readers see, the search index and its jobs change in the same transaction.
 * @returns the entries' ids, by slug
 */
export async function publishOriginals(
  work: Work,
  texts: OriginalText[],
): Promise<Map<string, string>> {
  const { trx } = work
  if (texts.length === 0) return new Map()
  const entries = await upsertEntries(trx, texts)
  const revisions = await insertRevisions(trx, texts, entries)
  await insertTerms(trx, texts, revisions)
  await insertOutcomes(trx, texts, revisions)
  await trx
    .updateTable('entries')
    .from('revisions')
    .whereRef('revisions.entry_id', '=', 'entries.id')
    .where('revisions.id', 'in', [...revisions.values()])
    .where('entries.seeded_hash', 'is not', null)
    .set((eb) => ({ seeded_revision: eb.ref('revisions.id') }))
    .execute()
  await refreshPublished(work, [...entries.values()])
  return entries
}

async function upsertEntries(trx: Trx, texts: OriginalText[]): Promise<Map<string, string>> {
  const rows = await trx
    .insertInto('entries')
    .values(
      texts.map((text) => ({
        slug: text.slug,
        kind: text.kind,
        original_language: text.language,
        first_published_at: text.publishedOn,
        changed_at: text.publishedOn,
        seeded_hash: text.seededHash,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('slug').doUpdateSet((eb) => ({
        version: sql<number>`entries.version + 1`,
        changed_at: eb.ref('excluded.changed_at'),
        seeded_hash: eb.ref('excluded.seeded_hash'),
      })),
    )
    .returning(['id', 'slug'])
    .execute()
  return new Map(rows.map(({ slug, id }) => [slug, id]))
}

function idOf(ids: Map<string, string>, slug: string): string {
  const id = ids.get(slug)
  if (id === undefined) throw new Error(`No row was written for the entry ${slug}`)
  return id
}

async function cityIds(trx: Trx, texts: OriginalText[]): Promise<Map<string, string>> {
  const slugs = [...new Set(texts.flatMap(({ citySlug }) => citySlug ?? []))]
  if (slugs.length === 0) return new Map()
  const rows = await trx
    .selectFrom('cities')
    .select(['id', 'slug'])
    .where('slug', 'in', slugs)
    .execute()
  const ids = new Map(rows.map(({ slug, id }) => [slug, id]))
  const missing = slugs.filter((slug) => !ids.has(slug))
  if (missing.length > 0) throw new Error(`There is no city ${missing.join(', ')}`)
  return ids
}

async function insertRevisions(
  trx: Trx,
  texts: OriginalText[],
  entries: Map<string, string>,
): Promise<Map<string, string>> {
  const cities = await cityIds(trx, texts)
  const ids = [...entries.values()]
  const superseded = await trx
    .updateTable('revisions')
    .set({ state: 'superseded' })
    .where('entry_id', 'in', ids)
    .where('state', '=', 'published')
    .whereRef('original_of', '=', 'entry_id')
    .returning(['entry_id', 'confirmed'])
    .execute()
  const confirmed = new Map(superseded.map((row) => [row.entry_id, row.confirmed]))
  const numbers = await trx
    .selectFrom('revisions')
    .select(['entry_id', 'language', (eb) => eb.fn.max('number').as('number')])
    .where('entry_id', 'in', ids)
    .groupBy(['entry_id', 'language'])
    .execute()
  const last = new Map(numbers.map((row) => [`${row.entry_id} ${row.language}`, row.number]))
  const rows = await trx
    .insertInto('revisions')
    .values(
      texts.map((text) => {
        const entryId = idOf(entries, text.slug)
        return {
          entry_id: entryId,
          original_of: entryId,
          number: (last.get(`${entryId} ${text.language}`) ?? 0) + 1,
          state: 'published',
          published_at: text.publishedOn,
          city_id: text.citySlug === null ? null : idOf(cities, text.citySlug),
          ...columnsOf(text),
          confirmed: later(text.confirmed, confirmed.get(entryId) ?? null),
        }
      }),
    )
    .returning(['id', 'entry_id'])
    .execute()
  const byEntry = new Map(rows.map(({ entry_id, id }) => [entry_id, id]))
  return new Map(texts.map(({ slug }) => [slug, idOf(byEntry, idOf(entries, slug))]))
}

/** Of two days: what a city has confirmed since stays. */
function later(one: string | null, other: string | null): string | null {
  return one === null || (other !== null && other > one) ? other : one
}

function columnsOf(text: OriginalText) {
  return {
    kind: text.kind,
    language: text.language,
    title: text.title,
    summary: text.summary,
    sections: JSON.stringify(text.sections),
    organisation: text.organisation,
    partners: text.partners,
    country: text.country,
    lead_type: text.leadType,
    evidence: text.evidence,
    start_year: text.startYear,
    end_year: text.endYear,
    year: text.year,
    date_from: text.dateFrom,
    date_to: text.dateTo,
    means_staff: text.means.staff,
    means_money: text.means.money,
    means_agencies: text.means.agencies,
    origin: text.origin,
    checked: text.checked,
    sources: JSON.stringify(text.sources),
  }
}

async function insertTerms(
  trx: Trx,
  texts: OriginalText[],
  revisions: Map<string, string>,
): Promise<void> {
  const rows = texts.flatMap((text) =>
    (
      [
        ['theme', text.themes],
        ['targetGroup', text.targetGroups],
        ['stage', text.stages],
      ] as const
    ).flatMap(([kind, terms]) =>
      terms.map((term, position) => ({
        revision_id: idOf(revisions, text.slug),
        kind,
        term,
        position,
      })),
    ),
  )
  if (rows.length > 0) await trx.insertInto('revision_terms').values(rows).execute()
}

async function insertOutcomes(
  trx: Trx,
  texts: OriginalText[],
  revisions: Map<string, string>,
): Promise<void> {
  const rows = texts.flatMap((text) =>
    text.outcomes.map((outcome, position) => ({
      revision_id: idOf(revisions, text.slug),
      position,
      outcome: outcome.outcome,
      finding: outcome.finding,
      found_by: outcome.by,
      year: outcome.year,
    })),
  )
  if (rows.length > 0) await trx.insertInto('outcomes').values(rows).execute()
}
