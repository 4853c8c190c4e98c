import type { Db, Trx } from '../platform/postgres/database.ts'

/** An act of a moderator or administrator. People are named by id only. */
export interface Decision {
  /** Who acted; null: the person in front of the terminal. */
  actor: string | null
  /** What was done, lower case with hyphens: 'grant-role'. */
  act: string
  subject: {
    kind:
      | 'submission'
      | 'entry'
      | 'city'
      | 'user'
      | 'entry-request'
      | 'report'
      | 'term'
      | 'synonym'
      | 'search'
    id: string
  }
  details?: Record<string, unknown>
}

/** Writes an act into the log, in the transaction of the act. The database chains the rows and refuses every change. */
export async function recordDecision(
  trx: Trx | Db,
  { actor, act, subject, details = {} }: Decision,
): Promise<void> {
  await trx
    .insertInto('decisions')
    .values({
      actor_id: actor,
      act,
      subject_kind: subject.kind,
      subject_id: subject.id,
      details: JSON.stringify(details),
    })
    .execute()
}
