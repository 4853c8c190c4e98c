import type { CityRequest, CityRequestList } from '@homeward/schema/city.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'

export interface CityRequestsWanted {
  state?: 'asked' | 'verified' | 'refused' | 'withdrawn'
  after?: string
  limit?: number
}

/** Requests for cities: what waits longest comes first; of what was decided, the latest. */
export async function listCityRequests(
  db: Db,
  { state = 'asked', after, limit = 20 }: CityRequestsWanted,
): Promise<CityRequestList> {
  const oldestFirst = state === 'asked'
  const rows = await requestRows(db)
    .where('q.state', '=', state)
    .$if(after !== undefined, (query) => query.where('q.id', oldestFirst ? '>' : '<', after ?? ''))
    .orderBy('q.id', oldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return {
    requests: page.map(requestOf),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

function requestRows(db: Db | Trx) {
  return db
    .selectFrom('city_requests as q')
    .innerJoin('cities as c', 'c.id', 'q.city_id')
    .leftJoin('users as u', 'u.id', 'q.asked_by')
    .select(['q.id', 'q.website', 'q.email_domain', 'q.work', 'q.latitude', 'q.longitude'])
    .select(['q.state', 'q.reason', 'q.created_at', 'q.decided_at'])
    .select(['c.slug', 'c.name', 'c.country', 'c.status', 'u.name as by', 'u.email'])
}

type Row = Awaited<ReturnType<ReturnType<typeof requestRows>['execute']>>[number]

function requestOf(row: Row): CityRequest {
  return {
    id: row.id,
    city: { slug: row.slug, name: row.name, country: row.country, status: row.status },
    askedBy:
      row.by === null || row.email === null
        ? null
        : {
            name: row.by,
            email: row.email,
            domainMatches: isOfDomain(row.email, row.email_domain),
          },
    website: row.website,
    emailDomain: row.email_domain,
    work: row.work,
    latitude: row.latitude,
    longitude: row.longitude,
    state: row.state,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}

export async function oneRequest(db: Db | Trx, id: string): Promise<CityRequest> {
  return requestOf(await requestRows(db).where('q.id', '=', id).executeTakeFirstOrThrow())
}

/** Whether an address is of a domain or of a part of it: `ana@social.aarhus.dk` is of `aarhus.dk`. */
export function isOfDomain(email: string, domain: string): boolean {
  const own = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return own === domain || own.endsWith(`.${domain}`)
}
