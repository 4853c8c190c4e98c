import { sql } from 'kysely'
import type { Standing } from '@homeward/schema/moderation.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { stateAfter } from '../submissions/workflow.ts'
import { moderating, standingAfter, type Acting } from './acting.ts'
import { refreshQueue } from './queue.ts'
import { atOnce, type Setting } from './setting.ts'

/**
 * Takes a submission to read it, or holds on to it for longer. The claim lapses by itself.
 * @throws ProblemError as moderating; 409 where a colleague has it
 */
export function claim(setting: Setting, acting: Acting): Promise<Standing> {
  return moderating(setting, 'claim', acting, null, async (work, { draft }) => {
    const state = stateAfter('claim', draft.state)
    await setState(work.trx, draft.id, state)
    await refreshQueue(work.trx, draft.id)
    await work.trx
      .updateTable('queue')
      .set({
        claimed_by: acting.person.id,
        claimed_until: new Date(Date.now() + setting.claimHours * 3_600_000),
      })
      .where('id', '=', draft.id)
      .execute()
    await refreshQueue(work.trx, draft.id, acting.person.id)
    return standingAfter(work, acting)
  })
}

/** Hands a submission back to the queue. Also one whose claim lapsed. @throws ProblemError as moderating */
export function release(setting: Setting, acting: Acting): Promise<Standing> {
  return moderating(setting, 'release', acting, null, async (work, { draft }) => {
    await setState(work.trx, draft.id, stateAfter('release', draft.state))
    await refreshQueue(work.trx, draft.id, acting.person.id)
    return standingAfter(work, acting)
  })
}

async function setState(trx: Trx, id: string, state: string): Promise<void> {
  await trx
    .updateTable('revisions')
    .set({ state, updated_at: new Date() })
    .where('id', '=', id)
    .where('state', '<>', state)
    .execute()
}

/** When claims that lapsed are looked for: every ten minutes. */
export const lapsing = { name: 'lapse-claims', cron: '*/10 * * * *' } as const

/** Hands back what was claimed and not decided in time, so that its authors and the queue are told the truth. */
export async function lapseClaims(
  setting: Pick<Setting, 'database' | 'jobs'>,
  now = new Date(),
): Promise<number> {
  const lapsed = await setting.database.db
    .selectFrom('queue')
    .select('id')
    .where('state', '=', 'in-review')
    .where('claimed_until', '<=', now)
    .execute()
  let released = 0
  for (const { id } of lapsed) {
    released += await atOnce(setting, async ({ trx }) => {
      await trx.selectFrom('revisions').select('id').where('id', '=', id).forUpdate().execute()
      const still = await trx
        .selectFrom('queue')
        .select('id')
        .where('id', '=', id)
        .where('state', '=', 'in-review')
        .where('claimed_until', '<=', now)
        .executeTakeFirst()
      if (!still) return 0
      await sql`update revisions set state = 'submitted' where id = ${id} and state = 'in-review'`.execute(
        trx,
      )
      await refreshQueue(trx, id)
      return 1
    })
  }
  return released
}
