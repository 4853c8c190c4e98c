import { sql } from 'kysely'
import { rejectionReasons, type RejectionReason } from '@homeward/schema/names.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import type { Draft } from './store.ts'
import { allows } from './workflow.ts'

/** What was rejected for these may name or harm someone: of that nothing is made known, whoever agrees. */
export const neverMadeKnown = ['privacy', 'harm'] as const satisfies readonly RejectionReason[]

/** Whether others may know that a submission was considered and not taken. */
export interface MadeKnown {
  /** The city agreed, and it is shown. */
  madeKnown: boolean
  /** The person who asks can agree to it now. */
  mayMakeKnown: boolean
}

/** How it stands with making a rejection known, for somebody. */
export async function madeKnownOf(
  db: Db | Trx,
  draft: Draft,
  person: { id: string },
): Promise<MadeKnown> {
  const { rows } = await sql<{ agreed: boolean; owns: boolean; waits: boolean; reason: string }>`
    select exists (select from considered where revision_id = ${draft.id}) as agreed,
      exists (select from city_members where city_id = ${draft.city?.id ?? null}
        and user_id = ${person.id} and role = 'owner') as owns,
      exists (select from appeals where revision_id = ${draft.id} and outcome is null) as waits,
      coalesce((select reason from verdicts where revision_id = ${draft.id}
        order by decided_at desc, id desc limit 1), '') as reason`.execute(db)
  const [row] = rows
  const agreed = row?.agreed ?? false
  const harmless = rejectionReasons.some(
    (one) => one === row?.reason && !neverMadeKnown.some((never) => never === one),
  )
  const open = allows('make-known', draft.standings, draft.state)
  return {
    madeKnown: agreed && draft.state === 'rejected',
    mayMakeKnown:
      !agreed && open && harmless && row?.owns === true && !row.waits && isVerified(draft),
  }
}

const isVerified = ({ city }: Draft): boolean => city?.status === 'verified'
