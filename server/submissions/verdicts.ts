import { rejectionReasons } from '@homeward/schema/names.ts'
import type { VerdictList } from '@homeward/schema/moderation.ts'
import { readable, type Asked } from './acting.ts'
import { madeKnownOf } from './madeKnown.ts'
import type { Setting } from './setting.ts'
import { allows } from './workflow.ts'

/**
 * What was decided on a submission and why, oldest first. Who decided is told to moderators alone.
 * @throws ProblemError 404 where there is none, and where they may not know of it
 */
export async function verdictsOn(setting: Setting, asked: Asked): Promise<VerdictList> {
  const draft = await readable(setting, asked)
  const { db } = setting.database
  const isModerator =
    draft.standing === 'moderator' || (draft.city === null && draft.standing !== 'reviewer')
  const rows = await db
    .selectFrom('verdicts as v')
    .leftJoin('users as u', 'u.id', 'v.decided_by')
    .selectAll('v')
    .select('u.name')
    .where('v.revision_id', '=', draft.id)
    .orderBy('v.decided_at')
    .orderBy('v.id')
    .execute()
  const appeal = await db
    .selectFrom('appeals')
    .selectAll()
    .where('revision_id', '=', draft.id)
    .executeTakeFirst()
  return {
    verdicts: rows.map(({ verdict, reason, text, decided_at, decided_by, name }) => ({
      verdict,
      reason: rejectionReasons.find((one) => one === reason) ?? null,
      text,
      at: decided_at.toISOString(),
      by: isModerator && decided_by !== null && name !== null ? { id: decided_by, name } : null,
    })),
    appeal: appeal
      ? {
          text: appeal.text,
          at: appeal.appealed_at.toISOString(),
          outcome: appeal.outcome,
          reason: appeal.reason,
          decidedAt: appeal.decided_at?.toISOString() ?? null,
        }
      : null,
    ...(await madeKnownOf(db, draft, asked.person)),
    mayAppeal: !appeal && allows('appeal', draft.standings, draft.state),
  }
}
