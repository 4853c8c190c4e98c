import { sql } from 'kysely'
import type { Db, Trx } from '../platform/postgres/database.ts'

/**
 * The queue holds a row for each thing that waits for moderators or was decided by them. These functions keep a row
 * true: call them in the transaction of whatever changes a thing, after the change. Where the person who acts is a
 * moderator, name them as `by`: what one did oneself is not news to oneself.
 */

/** A submission, with its appeal. What is being written or was taken back stands in no queue. */
export async function refreshQueue(
  trx: Trx | Db,
  revisionId: string,
  by: string | null = null,
): Promise<void> {
  const { numAffectedRows = 0n } = await sql`
    insert into queue (id, kind, entry_id, revision_id, state, waiting_since, changed_at, title, entry_kind,
      country, language, city_id, themes)
    select r.id, case when a.waits then 'appeal' else 'submission' end, r.entry_id, r.id,
      case when a.waits then 'open' else r.state end,
      case when a.waits then a.appealed_at else coalesce(r.submitted_at, r.decided_at, r.created_at) end,
      clock_timestamp(), coalesce(r.title, ''), r.kind,
      coalesce(r.country, o.country), r.language, coalesce(r.city_id, d.city_id, o.city_id),
      array(select t.term from revision_terms t
        where t.revision_id = case when r.original_of is null then o.id else r.id end and t.kind = 'theme'
        order by t.position)
    from revisions r
    join drafts d on d.revision_id = r.id
    left join revisions o on o.original_of = r.entry_id and o.state = 'published'
    left join lateral (
      select appealed_at, outcome is null as waits from appeals where revision_id = r.id) a on true
    where r.id = ${revisionId} and r.state not in ('draft', 'withdrawn')
    on conflict (id) do update set kind = excluded.kind, state = excluded.state,
      waiting_since = excluded.waiting_since, changed_at = excluded.changed_at, title = excluded.title,
      country = excluded.country, language = excluded.language, city_id = excluded.city_id,
      themes = excluded.themes,
      claimed_by = case when excluded.state in ('in-review', 'open') then queue.claimed_by end,
      claimed_until = case when excluded.state in ('in-review', 'open') then queue.claimed_until end`.execute(
    trx,
  )
  if (numAffectedRows === 0n) {
    await trx.deleteFrom('queue').where('id', '=', revisionId).execute()
    return
  }
  if (by !== null) await look(trx, revisionId, by)
}

/** What a city asks about an entry: that it is its own, that its reply stands there, that it goes. */
export async function refreshRequestInQueue(
  trx: Trx | Db,
  id: string,
  by: string | null = null,
): Promise<void> {
  await sql`
    insert into queue (id, kind, entry_id, state, waiting_since, changed_at, title, entry_kind, country, language,
      city_id, themes)
    select q.id, 'entry-request', q.entry_id, case when q.state = 'asked' then 'open' else 'done' end,
      q.created_at, clock_timestamp(), ${entryTitle}, e.kind, r.country, e.original_language, q.city_id, ${entryThemes}
    from entry_requests q
    join entries e on e.id = q.entry_id
    left join revisions r on r.original_of = e.id and r.state = 'published'
    where q.id = ${id}
    on conflict (id) do update set state = excluded.state, changed_at = excluded.changed_at,
      title = excluded.title`.execute(trx)
  if (by !== null) await look(trx, id, by)
}

/** What somebody told the editors of an entry. A danger comes before everything else. */
export async function refreshReportInQueue(
  trx: Trx | Db,
  id: string,
  by: string | null = null,
): Promise<void> {
  await sql`
    insert into queue (id, kind, entry_id, state, urgent, waiting_since, changed_at, title, entry_kind, country,
      language, city_id, themes)
    select q.id, 'report', q.entry_id, q.state, q.kind = 'danger', q.reported_at, clock_timestamp(),
      ${entryTitle}, e.kind, r.country, e.original_language, r.city_id, ${entryThemes}
    from reports q
    join entries e on e.id = q.entry_id
    left join revisions r on r.original_of = e.id and r.state = 'published'
    where q.id = ${id}
    on conflict (id) do update set state = excluded.state, changed_at = excluded.changed_at, urgent = excluded.urgent,
      title = excluded.title`.execute(trx)
  if (by !== null) await look(trx, id, by)
}

const entryTitle = sql`coalesce(r.title, e.slug)`
const entryThemes = sql`array(select t.term from revision_terms t
  where t.revision_id = r.id and t.kind = 'theme' order by t.position)`

/** Says that something was said or done at a submission that moderators may want to see. */
export async function noteInQueue(
  trx: Trx | Db,
  id: string,
  by: string | null = null,
): Promise<void> {
  await trx
    .updateTable('queue')
    .set({ changed_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
  if (by !== null) await look(trx, id, by)
}

/** Notes that a moderator has looked at something, with all that is there by now. */
export async function look(trx: Trx | Db, itemId: string, userId: string): Promise<void> {
  await sql`
    insert into looks (user_id, item_id, at)
    select ${userId}, id, clock_timestamp() from queue where id = ${itemId}
    on conflict (user_id, item_id) do update set at = excluded.at`.execute(trx)
}
