import { sql } from 'kysely'
import type { Db, Trx } from '../platform/postgres/database.ts'

/** Notes that somebody wrote in a revision: nobody decides on their own text. */
export async function noteWriter(trx: Trx | Db, revisionId: string, userId: string): Promise<void> {
  await trx
    .insertInto('revision_writers')
    .values({ revision_id: revisionId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A text that goes on from another has its writers too. */
export async function copyWriters(trx: Trx, from: string, to: string): Promise<void> {
  await sql`
    insert into revision_writers (revision_id, user_id)
    select ${to}, user_id from revision_writers where revision_id = ${from}
    on conflict do nothing`.execute(trx)
}

/** How a person is bound to a submission, so that somebody else decides on it; null: not at all. */
export type Bond = 'own-text' | 'own-city'

/** @returns by id of the revision; those to which the person is not bound are not in it */
export async function bondsOf(
  db: Trx | Db,
  personId: string,
  revisionIds: string[],
): Promise<Map<string, Bond>> {
  if (revisionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('revisions as r')
    .leftJoin('drafts as d', 'd.revision_id', 'r.id')
    .select('r.id')
    .select((eb) => [
      eb
        .or([
          eb('r.author_id', '=', personId),
          eb.exists(
            eb
              .selectFrom('revision_writers as w')
              .select('w.user_id')
              .whereRef('w.revision_id', '=', 'r.id')
              .where('w.user_id', '=', personId),
          ),
          eb.exists(
            eb
              .selectFrom('snapshots as s')
              .select('s.id')
              .whereRef('s.revision_id', '=', 'r.id')
              .where('s.taken_by', '=', personId),
          ),
        ])
        .$castTo<boolean>()
        .as('own'),
      eb
        .exists(
          eb
            .selectFrom('city_members as m')
            .select('m.user_id')
            .where(sql<boolean>`m.city_id in (r.city_id, d.city_id)`)
            .where('m.user_id', '=', personId),
        )
        .$castTo<boolean>()
        .as('team'),
    ])
    .where('r.id', 'in', revisionIds)
    .execute()
  return new Map(
    rows.flatMap(({ id, own, team }): [string, Bond][] =>
      own ? [[id, 'own-text']] : team ? [[id, 'own-city']] : [],
    ),
  )
}
