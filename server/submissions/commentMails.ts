import type { Comment } from '@homeward/schema/submission.ts'
import type { Person } from '../platform/http/access.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { authorsOf, pageOf } from './handingIn.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'

interface Reader {
  id: string
  email: string
  language: string
}

/** Tells those whom a comment is for: a city's the moderators who read it, a moderator's its authors. */
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
  await sendLater(
    work,
    readers
      .filter(({ id }) => id !== author.id)
      .map(({ email, language }) => ({
        template: 'comment',
        to: email,
        language,
        values: { title: draft.content.title?.trim() || '…', by: author.name, text: comment.text },
        link,
      })),
  )
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
