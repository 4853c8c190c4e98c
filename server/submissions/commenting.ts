import type { Comment, CommentList, NewComment } from '@homeward/schema/submission.ts'
import { noteInQueue } from '../moderation/queue.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { acting, readable, type Asked } from './acting.ts'
import { tellOfComment } from './commentMails.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'

/** Whether somebody sees what moderators say among themselves: never those who write for a city, whatever they hold. */
const seesAll = (draft: Draft) =>
  draft.standing === 'moderator' || (draft.city === null && draft.standing === 'writer')

/** In whose name somebody speaks here. */
function voiceOf(draft: Draft): 'city' | 'moderator' | 'reviewer' {
  if (draft.standing === 'reviewer') return 'reviewer'
  return draft.standing === 'writer' && draft.city !== null ? 'city' : 'moderator'
}

/** What is said about a submission, oldest first. */
export async function listComments(setting: Setting, asked: Asked): Promise<CommentList> {
  const draft = await readable(setting, asked)
  return { comments: await commentsOn(setting.database.db, draft, asked) }
}

async function commentsOn(db: Db | Trx, draft: Draft, { person }: Asked): Promise<Comment[]> {
  const rows = await db
    .selectFrom('comments as c')
    .leftJoin('users as u', 'u.id', 'c.author_id')
    .leftJoin('reviewers as v', (join) =>
      join.onRef('v.revision_id', '=', 'c.revision_id').onRef('v.user_id', '=', 'c.author_id'),
    )
    .selectAll('c')
    .select(['u.name as by', 'v.named_to_city'])
    .where('c.revision_id', '=', draft.id)
    .$if(!seesAll(draft), (query) =>
      query.where((eb) =>
        eb.or([
          eb('c.seen_by', '=', 'everyone'),
          eb('c.author_id', '=', person.id),
          // What moderators answer to somebody from outside.
          eb(
            'c.answer_to',
            'in',
            eb
              .selectFrom('comments as own')
              .select('own.id')
              .where('own.author_id', '=', person.id)
              .where('own.speaks_as', '=', 'reviewer'),
          ),
        ]),
      ),
    )
    .orderBy('c.created_at')
    .orderBy('c.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    by: isNamed(draft, row, person.id) ? row.by : null,
    speaksAs: row.speaks_as,
    seenBy: row.seen_by,
    field: row.field,
    text: row.text,
    answerTo: row.answer_to,
    createdAt: row.created_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    you: row.author_id === person.id,
  }))
}

/** Whether a reviewer is named to those who write is the reviewer's choice. */
function isNamed(
  draft: Draft,
  row: { speaks_as: string; author_id: string | null; named_to_city: boolean | null },
  readerId: string,
): boolean {
  if (row.speaks_as !== 'reviewer' || seesAll(draft)) return true
  return row.author_id === readerId || row.named_to_city === true
}

/**
 * Says something about a submission, or about a field of it; the other side is told by mail.
 * @throws ProblemError 403 where a city would speak to moderators only, 404 where what is answered is not there
 */
export function writeComment(setting: Setting, asked: Asked, said: NewComment): Promise<Comment> {
  return acting(setting, 'comment', asked, async (work, draft) => {
    const { trx } = work
    const there = await commentsOn(trx, draft, asked)
    const answered = said.answerTo ? rootOf(there, said.answerTo) : null
    const seenBy = answered?.seenBy ?? said.seenBy ?? usualReaders(draft)
    if (seenBy === 'moderators' && !maySpeakAmongModerators(draft)) throw notAmongModerators()
    const row = await trx
      .insertInto('comments')
      .values({
        revision_id: draft.id,
        author_id: asked.person.id,
        speaks_as: voiceOf(draft),
        seen_by: seenBy,
        field: answered ? answered.field : (said.field ?? null),
        text: said.text.trim(),
        answer_to: answered?.id ?? null,
        resolved_at: answered?.resolvedAt ? new Date(answered.resolvedAt) : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const comment = (await commentsOn(trx, draft, asked)).find(({ id }) => id === row.id)
    if (!comment) throw new Error(`The comment ${row.id} was not written`)
    await noteInQueue(trx, draft.id, draft.standing === 'moderator' ? asked.person.id : null)
    await tellOfComment(setting, work, draft, asked.person, comment)
    return comment
  })
}

/** Somebody from outside speaks to the editors, where they say nothing else. */
const usualReaders = (draft: Draft) => (draft.standing === 'reviewer' ? 'moderators' : 'everyone')
const maySpeakAmongModerators = (draft: Draft) => seesAll(draft) || draft.standing === 'reviewer'

/** What begins the conversation that a comment is part of. */
function rootOf(comments: Comment[], id: string): Comment {
  const found = comments.find((one) => one.id === id)
  if (!found) throw unknownComment()
  return found.answerTo === null ? found : rootOf(comments, found.answerTo)
}

/** Says that a conversation is done with, or opens it again. */
export function resolveComment(
  setting: Setting,
  asked: Asked,
  id: string,
  resolved: boolean,
): Promise<Comment> {
  return acting(setting, 'comment', asked, async ({ trx }, draft) => {
    const root = rootOf(await commentsOn(trx, draft, asked), id)
    if ((root.resolvedAt !== null) !== resolved) {
      await trx
        .updateTable('comments')
        .set({ resolved_at: resolved ? new Date() : null })
        .where((eb) => eb.or([eb('id', '=', root.id), eb('answer_to', '=', root.id)]))
        .execute()
    }
    const comment = (await commentsOn(trx, draft, asked)).find((one) => one.id === id)
    if (!comment) throw unknownComment()
    return comment
  })
}

function unknownComment(): ProblemError {
  return new ProblemError(404, 'unknown-comment', 'This comment is not there any more')
}

function notAmongModerators(): ProblemError {
  return new ProblemError(
    403,
    'not-allowed',
    'Only moderators can write to moderators alone',
    'Leave seenBy out: your comment is then read by your team and by moderators.',
  )
}
