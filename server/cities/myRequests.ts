import type { MyCityRequest, MyCityRequests } from '@homeward/schema/city.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'
import { lockCity } from './membership.ts'
import { atOnce, type Setting } from './setting.ts'
import { settleCity } from './settling.ts'

/** No list of one person's is longer: a city can be asked for five times a day. */
const most = 100

/** What a person asked for, latest first, and where it stands. */
export async function requestsBy(db: Db, personId: string): Promise<MyCityRequests> {
  const rows = await db
    .selectFrom('city_requests as q')
    .innerJoin('cities as c', 'c.id', 'q.city_id')
    .leftJoin('city_members as m', (join) =>
      join.onRef('m.city_id', '=', 'c.id').onRef('m.user_id', '=', 'q.asked_by'),
    )
    .select(['q.id', 'q.website', 'q.email_domain', 'q.work', 'q.latitude', 'q.longitude'])
    .select(['q.state', 'q.reason', 'q.created_at', 'q.decided_at'])
    .select(['c.slug', 'c.name', 'c.country', 'c.status', 'm.role'])
    .where('q.asked_by', '=', personId)
    .orderBy('q.id', 'desc')
    .limit(most)
    .execute()
  return {
    requests: rows.map((row): MyCityRequest => ({
      id: row.id,
      city: { slug: row.slug, name: row.name, country: row.country, status: row.status },
      place: row.role === null ? 'waiting' : 'yours',
      website: row.website,
      emailDomain: row.email_domain,
      work: row.work,
      latitude: row.latitude,
      longitude: row.longitude,
      state: row.state,
      reason: row.reason,
      createdAt: row.created_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
    })),
  }
}

/**
 * Takes back that one asked for a city. Who wrote drafts for it keeps them.
 * @throws ProblemError 404 where it is not one's own, 409 where it was decided already
 */
export function takeBackOwnRequest(setting: Setting, personId: string, id: string): Promise<void> {
  return atOnce(setting, async ({ trx }) => {
    const request = await trx
      .selectFrom('city_requests')
      .select('city_id')
      .where('id', '=', id)
      .where('asked_by', '=', personId)
      .executeTakeFirst()
    if (!request)
      throw new ProblemError(404, 'unknown-request', 'There is no such request of yours')
    await lockCity(trx, request.city_id)
    const { numUpdatedRows } = await trx
      .updateTable('city_requests')
      .set({ state: 'withdrawn' })
      .where('id', '=', id)
      .where('state', '=', 'asked')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) {
      throw new ProblemError(
        409,
        'decided-already',
        'This was decided or taken back already',
        'Load the page anew to see what became of it.',
      )
    }
    await settleCity(trx, request.city_id)
  })
}
