import { sql } from 'kysely'
import type { Queue, QueueItem, QueueQuery } from '@homeward/schema/moderation.ts'
import type { Kind, QueueKind, QueueState } from '@homeward/schema/names.ts'
import type { Person } from '../platform/http/access.ts'
import type { Db } from '../platform/postgres/database.ts'
import { keptFromDecidingOn } from './partial.ts'
import { conditions, readPlace, writePlace } from './queueQuery.ts'
import type { QueueCounts } from './queueCounts.ts'

const usualPage = 50

interface Row {
  id: string
  kind: QueueKind
  state: QueueState
  urgent: boolean
  title: string
  entry_kind: Kind
  country: string | null
  language: string
  themes: string[]
  revision_id: string | null
  waiting_since: Date
  since_text: string
  changed_at: Date
  city_slug: string | null
  city_name: string | null
  live_slug: string | null
  live_title: string | null
  holder: string | null
  holder_name: string | null
  claimed_until: Date | null
  version: number | null
  live: string | null
  looked_at: Date | null
  new_text: boolean
  new_comments: number
  new_suggestions: number
  new_advice: number
}

/**
 * A page of what waits: urgent first, then what waits longest. However much waits, only the page's rows are read: what
 * they say beside the queue is looked up for them alone.
 * @param counts of all that waits
 */
export async function listQueue(
  db: Db,
  person: Person,
  query: QueueQuery,
  counts: (personId: string) => Promise<QueueCounts>,
): Promise<Queue> {
  const limit = query.limit ?? usualPage
  const [{ rows }, counted] = await Promise.all([
    pageStatement(person.id, query).execute(db),
    counts(person.id),
  ])
  const page = rows.slice(0, limit)
  const kept = await keptFromDecidingOn(db, person.id, page)
  const last = page.at(-1)
  return {
    items: page.map((row) => itemOf(row, person, kept.has(row.id))),
    next:
      rows.length > limit && last
        ? writePlace({ urgent: last.urgent, since: last.since_text, id: last.id })
        : null,
    counts: counted,
  }
}

/** One thing in the queue, as it is now; null: it is not there. */
export async function queueItem(db: Db, person: Person, id: string): Promise<QueueItem | null> {
  const { rows } = await statement(person.id, sql<boolean>`q.id = ${id}`, 1).execute(db)
  const row = rows[0]
  if (!row) return null
  const kept = await keptFromDecidingOn(db, person.id, [row])
  return itemOf(row, person, kept.has(row.id))
}

/** The statement that a page of the queue is read with: what the test asks PostgreSQL to explain. */
export function pageStatement(personId: string, query: QueueQuery) {
  const after = query.after === undefined ? null : readPlace(query.after)
  return statement(personId, conditions(query, personId, after), (query.limit ?? usualPage) + 1)
}

/** The first rows of those that are wanted. */
function statement(personId: string, wanted: ReturnType<typeof conditions>, limit: number) {
  return sql<Row>`
    select q.id, q.kind, q.state, q.urgent, q.title, q.entry_kind, q.country, q.language, q.themes, q.revision_id,
      q.waiting_since, q.waiting_since::text as since_text, q.changed_at,
      c.slug as city_slug, c.name as city_name, p.slug as live_slug, p.title as live_title,
      h.id as holder, h.name as holder_name, q.claimed_until, d.version, lr.id as live, q.looked_at,
      coalesce(q.revision_id is not null and exists (select from snapshots s
        where s.revision_id = q.revision_id and s.taken_at > q.looked_at), false) as new_text,
      (select count(*) from comments k where k.revision_id = q.revision_id
        and k.author_id is distinct from ${personId} and k.created_at > q.looked_at) as new_comments,
      (select count(*) from suggestions s where s.revision_id = q.revision_id
        and s.state in ('accepted', 'declined') and s.decided_at > q.looked_at) as new_suggestions,
      (select count(*) from reviewers v where v.revision_id = q.revision_id and v.given_at > q.looked_at) as new_advice
    from (
      select q.*, l.at as looked_at
      from queue q
      left join looks l on l.item_id = q.id and l.user_id = ${personId}
      where ${wanted}
      order by not q.urgent, q.waiting_since, q.id
      limit ${limit}) q
    left join cities c on c.id = q.city_id
    left join published_entries p on p.entry_id = q.entry_id
    left join users h on h.id = q.claimed_by and q.claimed_until > now()
    left join drafts d on d.revision_id = q.revision_id
    left join revisions lr on lr.entry_id = q.entry_id and lr.language = q.language and lr.state = 'published'
      and q.revision_id is not null
    order by not q.urgent, q.waiting_since, q.id`
}

function itemOf(row: Row, person: Person, kept: boolean): QueueItem {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    urgent: row.urgent,
    title: row.title,
    entryKind: row.entry_kind,
    country: row.country,
    language: row.language,
    city: named(row.city_slug, row.city_name),
    themes: row.themes,
    entry:
      row.live_slug === null || row.live_title === null
        ? null
        : { slug: row.live_slug, title: row.live_title },
    waitingSince: row.waiting_since.toISOString(),
    changedAt: row.changed_at.toISOString(),
    claim:
      row.holder === null || row.holder_name === null || row.claimed_until === null
        ? null
        : {
            id: row.holder,
            name: row.holder_name,
            you: row.holder === person.id,
            until: row.claimed_until.toISOString(),
          },
    version: row.version,
    live: row.live,
    mayDecide: !kept,
    look: {
      at: row.looked_at?.toISOString() ?? null,
      changed: row.looked_at === null || row.looked_at < row.changed_at,
      text: row.new_text,
      comments: Number(row.new_comments),
      suggestions: Number(row.new_suggestions),
      advice: Number(row.new_advice),
    },
  }
}

const named = (slug: string | null, name: string | null) =>
  slug === null || name === null ? null : { slug, name }
