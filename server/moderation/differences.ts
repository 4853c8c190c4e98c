import type { Diff } from '@homeward/schema/moderation.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'
import { readable } from '../submissions/acting.ts'
import type { Draft } from '../submissions/store.ts'
import type { Acting } from './acting.ts'
import { fieldDiffs } from './fieldDiffs.ts'
import type { Setting } from './setting.ts'
import { draftSide, revisionSide, snapshotSide, type Side } from './sides.ts'

/**
 * What a submission changes: against what is live in its language, or against what was handed in the time before. Those
 * who write it see what they have before them, moderators what was handed in.
 * @param against where it is not said: what is live, if there is something
 * @throws ProblemError 404
 */
export async function differencesOf(
  setting: Setting,
  asked: Acting,
  against: 'live' | 'before' | undefined,
): Promise<Diff> {
  const { db } = setting.database
  const draft = await readable(setting, asked)
  const writes = draft.standing === 'writer' && isOpen(draft)
  const to = writes ? await draftSide(db, draft) : await revisionSide(db, draft.id)
  const live = against === 'before' ? null : await liveBefore(db, draft)
  if (live !== null) return compared(await revisionSide(db, live), to, 'live')
  const before = against === 'live' ? null : await snapshotSide(db, draft.id, writes ? 0 : 1)
  return compared(before, to, before === null ? 'nothing' : 'before')
}

const isOpen = ({ state }: Draft) => state === 'draft' || state === 'changes-requested'

/** What is live in its language; of what is or was live itself: what was so before it. */
async function liveBefore(db: Db, draft: Draft): Promise<string | null> {
  const was = draft.state === 'published' || draft.state === 'superseded'
  const revision = await db
    .selectFrom('revisions as r')
    .innerJoin('revisions as me', 'me.entry_id', 'r.entry_id')
    .select('r.id')
    .where('me.id', '=', draft.id)
    .whereRef('r.language', '=', 'me.language')
    .whereRef('r.id', '<>', 'me.id')
    .$if(was, (query) =>
      query
        .where('r.state', '=', 'superseded')
        .whereRef('r.published_at', '<', 'me.published_at')
        .orderBy('r.published_at', 'desc'),
    )
    .$if(!was, (query) => query.where('r.state', '=', 'published'))
    .limit(1)
    .executeTakeFirst()
  return revision?.id ?? null
}

function compared(from: Side | null, to: Side, against: Diff['against']): Diff {
  const fields = fieldDiffs(from, to)
  return {
    from: from?.about ?? null,
    to: to.about,
    against,
    fields,
    changed: fields.filter(({ change }) => change !== 'same').length,
  }
}

/** Any two revisions of an entry that were handed in, compared. @throws ProblemError 404 */
export async function compareRevisions(
  db: Db,
  slug: string,
  from: string,
  to: string,
): Promise<Diff> {
  const found = await db
    .selectFrom('revisions as r')
    .innerJoin('entries as e', 'e.id', 'r.entry_id')
    .select('r.id')
    .where('e.slug', '=', slug)
    .where('r.id', 'in', [from, to])
    .where('r.state', 'not in', ['draft', 'withdrawn'])
    .execute()
  if (new Set(found.map(({ id }) => id)).size !== new Set([from, to]).size) {
    throw new ProblemError(
      404,
      'unknown-revision',
      'There are no such two revisions of this entry',
      'Its history lists those that there are.',
    )
  }
  return compared(await revisionSide(db, from), await revisionSide(db, to), 'revision')
}
