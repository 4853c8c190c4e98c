import type { Comment } from '@homeward/schema/submission.ts'
import type { Person } from '../platform/http/access.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { authorsOf, pageOf } from './handingIn.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'
import { allows } from './workflow.ts'

interface Reader {
  id: string
  email: string
  language: string
}

/**
 * Tells those whom a comment is for: a city's the moderators who read it, a moderator's its authors, an answer also
 * somebody from outside whom it answers.
 */
export async function tellOfComment(
  setting: Setting,
  work: Work,
  draft: Draft,
  author: Person,
  comment: Comment,
): Promise<void> {
  const toCity = comment.speaksAs === 'moderator' && comment.seenBy === 'everyone'
  const readers: Reader[] = toCity
    ? await authorsOf(work.trx, draft)
    : await moderatorsOf(work.trx, draft)
  const link = toCity
    ? pageOf(setting, draft.id)
    : `${setting.publicUrl}/moderation/submissions/${draft.id}`
  const told = [
    ...readers.map((reader) => ({ reader, link })),
    ...(await reviewerAnswered(work.trx, draft, comment)).map((reader) => ({
      reader,
      link: `${setting.publicUrl}/my/reviews/${draft.id}`,
    })),
  ]
  await sendLater(
    work,
    told
      .filter(({ reader }) => reader.id !== author.id)
      .map(({ reader: { email, language }, link: leads }) => ({
        template: 'comment',
        to: email,
        language,
        values: { title: draft.content.title?.trim() || '…', by: author.name, text: comment.text },
        link: leads,
      })),
  )
}

/** Somebody from outside whose comment is answered. What is said between others they do not read. */
async function reviewerAnswered(
  trx: Trx,
  { state }: Draft,
  { answerTo }: Comment,
): Promise<Reader[]> {
  if (answerTo === null || !allows('read', 'reviewer', state)) return []
  return trx
    .selectFrom('comments as c')
    .innerJoin('users as u', 'u.id', 'c.author_id')
    .select(['u.id', 'u.email', 'u.language'])
    .where('c.id', '=', answerTo)
    .where('c.speaks_as', '=', 'reviewer')
    .execute()
}

/** Moderators who take part: who has it, and who wrote about it; all of them where nobody does yet. */
async function moderatorsOf(trx: Trx, draft: Draft): Promise<Reader[]> {
  // A draft is the city's own: nobody else reads it yet.
  if (draft.submittedAt === null) return []
  const moderators = trx
    .selectFrom('users as u')
    .select(['u.id', 'u.email', 'u.language'])
    .where('u.role', 'in', ['moderator', 'administrator'])
  const takePart = await moderators
    .where((eb) =>
      eb.or([
        eb(
          'u.id',
          'in',
          eb
            .selectFrom('queue as q')
            .select('q.claimed_by')
            .where('q.revision_id', '=', draft.id)
            .$castTo<{ claimed_by: string }>(),
        ),
        eb(
          'u.id',
          'in',
          eb
            .selectFrom('comments as c')
            .select('c.author_id')
            .where('c.revision_id', '=', draft.id)
            .where('c.speaks_as', '=', 'moderator')
            .$castTo<{ author_id: string }>(),
        ),
      ]),
    )
    .execute()
  return takePart.length > 0 ? takePart : moderators.execute()
}
