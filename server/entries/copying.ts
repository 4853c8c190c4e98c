import type { Selectable } from 'kysely'
import type { Work } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import type { RevisionsTable } from '../platform/postgres/tables.ts'
import { lockEntry, showChange } from './changing.ts'

/** What a copy says otherwise than the revision that it is a copy of. */
export interface Otherwise {
  origin?: 'city' | 'editors'
  checked?: string | null
  cityId?: string
  leadType?: string
  evidence?: string
  endYear?: number | null
  terms?: { theme?: string[]; targetGroup?: string[]; stage?: string[] }
}

interface Copying {
  /** The revision that is copied. */
  revisionId: string
  /** Whose revision the copy is. */
  author: string
  otherwise?: Otherwise
}

/**
 * Puts a copy of a revision in the place of what is live in its language: with its text, terms, outcomes and documents,
 * but for what is said otherwise.
 * @returns the id of the revision that is live now
 */
export async function publishCopy(work: Work, copying: Copying): Promise<string> {
  const { trx } = work
  const { revisionId, author, otherwise = {} } = copying
  const from = await trx
    .selectFrom('revisions')
    .selectAll()
    .where('id', '=', revisionId)
    .executeTakeFirstOrThrow()
  await lockEntry(trx, from.entry_id)
  const before = await trx
    .updateTable('revisions')
    .set({ state: 'superseded' })
    .where('entry_id', '=', from.entry_id)
    .where('language', '=', from.language)
    .where('state', '=', 'published')
    .returning('confirmed')
    .executeTakeFirst()
  const { last } = await trx
    .selectFrom('revisions')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('entry_id', '=', from.entry_id)
    .where('language', '=', from.language)
    .executeTakeFirstOrThrow()
  const now = new Date()
  const { id } = await trx
    .insertInto('revisions')
    .values({
      ...textOf(from),
      // Also where an older text comes back: that its city confirmed it since still holds.
      confirmed: [from.confirmed, before?.confirmed ?? null].toSorted().at(-1) ?? null,
      number: last + 1,
      state: 'published',
      author_id: author,
      decided_at: now,
      published_at: now,
      ...changesOf(otherwise),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await copyTerms(trx, from.id, id, otherwise.terms ?? {})
  await copyOutcomes(trx, from.id, id)
  await copyDocuments(trx, from.id, id)
  await showChange(work, from.entry_id)
  return id
}

function textOf(row: Selectable<RevisionsTable>) {
  return {
    entry_id: row.entry_id,
    kind: row.kind,
    language: row.language,
    original_of: row.original_of,
    title: row.title,
    summary: row.summary,
    sections: JSON.stringify(row.sections),
    organisation: row.organisation,
    partners: row.partners,
    country: row.country,
    city_id: row.city_id,
    lead_type: row.lead_type,
    evidence: row.evidence,
    start_year: row.start_year,
    end_year: row.end_year,
    year: row.year,
    date_from: row.date_from,
    date_to: row.date_to,
    means_staff: row.means_staff,
    means_money: row.means_money,
    means_agencies: row.means_agencies,
    confirmed: row.confirmed,
    origin: row.origin,
    checked: row.checked,
    ...(row.sources === null ? {} : { sources: JSON.stringify(row.sources) }),
    licence_agreed_at: row.licence_agreed_at,
  }
}

function changesOf({ origin, checked, cityId, leadType, evidence, endYear }: Otherwise) {
  return {
    ...(origin === undefined ? {} : { origin }),
    ...(checked === undefined ? {} : { checked }),
    ...(cityId === undefined ? {} : { city_id: cityId }),
    ...(leadType === undefined ? {} : { lead_type: leadType }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(endYear === undefined ? {} : { end_year: endYear }),
  }
}

async function copyTerms(
  trx: Trx,
  from: string,
  to: string,
  otherwise: NonNullable<Otherwise['terms']>,
): Promise<void> {
  const rows = await trx
    .selectFrom('revision_terms')
    .select(['kind', 'term', 'position'])
    .where('revision_id', '=', from)
    .execute()
  const given = (['theme', 'targetGroup', 'stage'] as const).flatMap(
    (kind) => otherwise[kind]?.map((term, position) => ({ kind, term, position })) ?? [],
  )
  const replaced = new Set<string>(given.map(({ kind }) => kind))
  const terms = [...rows.filter(({ kind }) => !replaced.has(kind)), ...given]
  if (terms.length === 0) return
  await trx
    .insertInto('revision_terms')
    .values(terms.map((term) => ({ ...term, revision_id: to })))
    .execute()
}

async function copyOutcomes(trx: Trx, from: string, to: string): Promise<void> {
  const rows = await trx
    .selectFrom('outcomes')
    .select(['position', 'outcome', 'finding', 'found_by', 'year'])
    .where('revision_id', '=', from)
    .execute()
  if (rows.length === 0) return
  await trx
    .insertInto('outcomes')
    .values(rows.map((row) => ({ ...row, revision_id: to })))
    .execute()
}

async function copyDocuments(trx: Trx, from: string, to: string): Promise<void> {
  const rows = await trx
    .selectFrom('revision_attachments as d')
    .innerJoin('attachments as a', 'a.id', 'd.attachment_id')
    .select(['d.attachment_id', 'd.position'])
    .where('d.revision_id', '=', from)
    .where('a.state', '<>', 'removed')
    .execute()
  if (rows.length === 0) return
  await trx
    .insertInto('revision_attachments')
    .values(rows.map((row) => ({ ...row, revision_id: to })))
    .execute()
}
