import type { EntryRequest, EntryRequestList } from '@homeward/schema/city.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { cityFor, teamOnly } from './membership.ts'

function requestRows(db: Db | Trx) {
  return db
    .selectFrom('entry_requests as q')
    .innerJoin('cities as c', 'c.id', 'q.city_id')
    .innerJoin('entries as e', 'e.id', 'q.entry_id')
    .leftJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'e.id').on('r.state', '=', 'published'),
    )
    .leftJoin('users as u', 'u.id', 'q.asked_by')
    .select(['q.id', 'q.kind', 'q.text', 'q.signed', 'q.state', 'q.reason'])
    .select(['q.created_at', 'q.decided_at', 'u.name as by'])
    .select(['c.slug as city_slug', 'c.name as city_name', 'c.country'])
    .select(['e.slug', 'e.kind as entry_kind', 'e.title_hidden', 'r.title'])
}

type Row = Awaited<ReturnType<ReturnType<typeof requestRows>['execute']>>[number]

function requestOf(row: Row): EntryRequest {
  return {
    id: row.id,
    entry: {
      slug: row.slug,
      // A title that could harm is hidden here, too.
      title: row.title_hidden ? row.slug : (row.title ?? row.slug),
      kind: row.entry_kind,
    },
    city: { slug: row.city_slug, name: row.city_name, country: row.country },
    kind: row.kind,
    text: row.text,
    signed: row.signed,
    askedBy: row.by,
    state: row.state,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}

export async function oneRequest(db: Db | Trx, id: string): Promise<EntryRequest> {
  return requestOf(await requestRows(db).where('q.id', '=', id).executeTakeFirstOrThrow())
}

export interface EntryRequestsWanted {
  state?: EntryRequest['state']
  after?: string
  limit?: number
}

async function pageOf(
  rows: ReturnType<typeof requestRows>,
  { state, after, limit = 20 }: EntryRequestsWanted,
  oldestFirst: boolean,
): Promise<EntryRequestList> {
  const found = await rows
    .$if(state !== undefined, (query) => query.where('q.state', '=', state ?? 'asked'))
    .$if(after !== undefined, (query) => query.where('q.id', oldestFirst ? '>' : '<', after ?? ''))
    .orderBy('q.id', oldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  return {
    requests: page.map(requestOf),
    next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** What a city asked about entries, latest first. @throws ProblemError 404 for whoever is not of its team */
export async function requestsOfCity(
  db: Db,
  personId: string,
  slug: string,
  wanted: EntryRequestsWanted,
): Promise<EntryRequestList> {
  const city = await cityFor(db, slug, personId)
  teamOnly(city)
  return pageOf(requestRows(db).where('q.city_id', '=', city.id), wanted, false)
}

/** What cities asked, for moderators: what waits longest comes first; of what was decided, the latest. */
export function requestsToDecide(db: Db, wanted: EntryRequestsWanted): Promise<EntryRequestList> {
  const { state = 'asked' } = wanted
  return pageOf(requestRows(db), { ...wanted, state }, state === 'asked')
}
