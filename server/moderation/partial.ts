import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'
import { bondsOf } from './writers.ts'

/** What of the queue somebody cannot decide on: their own or their city's, and appeals against their own rejections. */
export async function keptFromDecidingOn(
  db: Db,
  personId: string,
  items: { id: string; revision_id: string | null }[],
): Promise<Set<string>> {
  const revisions = items.flatMap(({ revision_id }) => revision_id ?? [])
  const others = items.flatMap(({ id, revision_id }) => (revision_id === null ? id : []))
  const [bonds, rejected, requests] = await Promise.all([
    bondsOf(db, personId, revisions),
    rejectedBefore(db, personId, revisions),
    ownRequests(db, personId, others),
  ])
  return new Set([...bonds.keys(), ...rejected, ...requests])
}

async function rejectedBefore(db: Db, personId: string, revisions: string[]): Promise<string[]> {
  if (revisions.length === 0) return []
  const rows = await db
    .selectFrom('appeals as a')
    .innerJoin('verdicts as v', 'v.revision_id', 'a.revision_id')
    .select('a.revision_id as id')
    .where('a.revision_id', 'in', revisions)
    .where('v.verdict', '=', 'rejected')
    .where('v.decided_by', '=', personId)
    .execute()
  return rows.map(({ id }) => id)
}

/** What one's own city asks about an entry. */
async function ownRequests(db: Db, personId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('entry_requests as q')
    .select('q.id')
    .where('q.id', 'in', ids)
    .where((eb) =>
      eb.or([
        eb('q.asked_by', '=', personId),
        eb.exists(
          eb
            .selectFrom('city_members as m')
            .select(sql`1`.as('one'))
            .whereRef('m.city_id', '=', 'q.city_id')
            .where('m.user_id', '=', personId),
        ),
      ]),
    )
    .execute()
  return rows.map(({ id }) => id)
}
