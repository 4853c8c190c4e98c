import { sql, type RawBuilder } from 'kysely'
import type { Db, Trx } from '../platform/postgres/database.ts'

/** A practice whose city is to be asked. */
export interface DuePractice {
  entryId: string
  title: string
}

/**
 * The last day on which something was heard of a practice, or its city was asked. A text that its city handed in says by
 * itself that it holds.
 */
const lastHeard = sql`greatest(r.confirmed::timestamptz, coalesce(r.submitted_at, e.first_published_at),
  (select max(asked_at) from confirmations where entry_id = e.id))`

/** Practices that are their city's own account and have not ended. */
const practices = (now: Date): RawBuilder<unknown> => sql`
  revisions r join entries e on e.id = r.entry_id
  where r.state = 'published' and r.kind = 'practice' and r.origin = 'city' and r.original_of is not null
    and e.taken_down_at is null
    and (r.end_year is null or (r.end_year >= ${now.getUTCFullYear()} and e.ended_because is null))`

/**
 * Ids of verified cities with a team and a practice of which nothing was heard for a year: a batch, in the order of ids.
 * @param after the last id of the batch before
 */
export async function dueCities(
  db: Db,
  now: Date,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cities c
    where c.status = 'verified' and ${after === null ? sql`true` : sql`c.id > ${after}`}
      and exists (select from city_members m where m.city_id = c.id)
      and exists (select from ${practices(now)} and r.city_id = c.id
        and ${lastHeard} <= ${now}::timestamptz - interval '1 year')
    order by c.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * What a city is to be asked about now, what waits longest first; nothing where none of it is a year old. What would be
 * due within two months comes along, so that a city gets one mail a year and not one for each practice.
 */
export async function duePractices(
  trx: Trx,
  cityId: string,
  now: Date,
  limit: number,
): Promise<DuePractice[]> {
  const { rows } = await sql<DuePractice & { due: boolean }>`
    select e.id as "entryId", r.title, ${lastHeard} <= ${now}::timestamptz - interval '1 year' as due
    from ${practices(now)} and r.city_id = ${cityId}
      and ${lastHeard} <= ${now}::timestamptz - interval '10 months'
    order by ${lastHeard}, e.id limit ${limit}`.execute(trx)
  return rows.some(({ due }) => due) ? rows.map(({ entryId, title }) => ({ entryId, title })) : []
}
