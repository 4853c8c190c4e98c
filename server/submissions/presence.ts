import { sql } from 'kysely'
import type { PresenceAnswer } from '@homeward/schema/submission.ts'
import { readable, type Asked } from './acting.ts'
import { savedOf } from './answers.ts'
import type { Setting } from './setting.ts'
import { presentFor } from './store.ts'

const kept = sql<Date>`now() - interval '1 hour'`

/**
 * A window says that a submission is open in it, or that it is being left. Moderators who read what others write are
 * not among those who have it open.
 * @returns who else has it open, and which version is there now
 */
export async function notePresence(
  setting: Setting,
  asked: Asked & { window: string; leaving: boolean },
): Promise<PresenceAnswer> {
  const { db } = setting.database
  const draft = await readable(setting, asked)
  if (asked.leaving) {
    await db
      .deleteFrom('draft_editors')
      .where('revision_id', '=', draft.id)
      .where('user_id', '=', asked.person.id)
      .where((eb) => eb.or([eb('window_id', '=', asked.window), eb('seen_at', '<', kept)]))
      .execute()
  } else if (draft.standing === 'writer') {
    await db
      .insertInto('draft_editors')
      .values({ revision_id: draft.id, window_id: asked.window, user_id: asked.person.id })
      .onConflict((conflict) =>
        conflict.columns(['revision_id', 'window_id']).doUpdateSet({
          user_id: asked.person.id,
          seen_at: sql`now()`,
          opened_at: sql`case when draft_editors.seen_at < now() - make_interval(secs => ${presentFor})
            then now() else draft_editors.opened_at end`,
        }),
      )
      .execute()
  }
  return {
    version: draft.version,
    state: draft.state,
    saved: savedOf(draft, asked.person),
    others: draft.others,
  }
}
