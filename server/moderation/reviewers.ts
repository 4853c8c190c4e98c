import { createHash, randomBytes } from 'node:crypto'
import type {
  ReviewInvitation,
  Reviewer,
  ReviewerInvited,
  ReviewerList,
} from '@homeward/schema/moderation.ts'
import { revisionStates } from '@homeward/schema/names.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { readable } from '../submissions/acting.ts'
import type { Draft } from '../submissions/store.ts'
import { allows } from '../submissions/workflow.ts'
import { moderating, type Acting } from './acting.ts'
import { recordDecision } from './decisionLog.ts'
import { titleOf } from './decisionMails.ts'
import { readsNotes } from './reading.ts'
import { atOnce, limits, type Setting } from './setting.ts'

const lasts = 30 * 86_400_000
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * Asks somebody from outside, by mail, to advise on one submission. Asked again, they get a new link.
 * @throws ProblemError as moderating; 409 where the person advises already or is of the city's team
 */
export async function inviteReviewer(
  setting: Setting,
  asked: Acting,
  invited: ReviewerInvited,
): Promise<ReviewerList> {
  await setting.attempts.count(limits.reviewers, asked.person.id)
  const email = invited.email.toLowerCase()
  return moderating(setting, 'invite-reviewer', asked, null, async (work, { draft }) => {
    const { trx } = work
    await checkMayAdvise(trx, draft, email)
    const token = randomBytes(32).toString('base64url')
    const written = {
      asked_as: invited.askedAs,
      token_hash: hashOf(token),
      invited_by: asked.person.id,
      invited_at: new Date(),
      expires_at: new Date(Date.now() + lasts),
    }
    const { id } = await trx
      .insertInto('reviewers')
      .values({
        ...written,
        revision_id: draft.id,
        email,
        user_id: null,
        credited_as: null,
        recommendation: null,
        text: null,
        given_at: null,
      })
      .onConflict((conflict) => conflict.columns(['revision_id', 'email']).doUpdateSet(written))
      .returning('id')
      .executeTakeFirstOrThrow()
    await recordDecision(trx, {
      actor: asked.person.id,
      act: 'invite-reviewer',
      subject: { kind: 'submission', id: draft.id },
      // By id of the row: the log names nobody, and says of nobody why they were asked.
      details: { reviewer: id },
    })
    await sendLater(work, [
      {
        template: 'reviewer-invited',
        to: email,
        language: invited.language ?? (await languageOf(trx, email)) ?? asked.person.language,
        values: { title: titleOf(draft), by: asked.person.name },
        link: `${setting.publicUrl}/review#${token}`,
      },
    ])
    return listed(trx, draft)
  })
}

async function checkMayAdvise(trx: Trx, draft: Draft, email: string): Promise<void> {
  const { id: revision, city } = draft
  const there = await trx
    .selectFrom('reviewers')
    .select('user_id')
    .where('revision_id', '=', revision)
    .where('email', '=', email)
    .executeTakeFirst()
  if (there && there.user_id !== null) {
    throw new ProblemError(409, 'advises-already', 'This person has accepted already')
  }
  const writes = await trx
    .selectFrom('users as u')
    .select('u.id')
    .where('u.email', '=', email)
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('city_members as m')
            .select('m.user_id')
            .whereRef('m.user_id', '=', 'u.id')
            .where('m.city_id', '=', city?.id ?? null),
        ),
        eb.exists(
          eb
            .selectFrom('revision_writers as w')
            .select('w.user_id')
            .whereRef('w.user_id', '=', 'u.id')
            .where('w.revision_id', '=', revision),
        ),
      ]),
    )
    .executeTakeFirst()
  if (!writes) return
  throw new ProblemError(
    409,
    'own-text',
    'This person writes for the submission themselves',
    'Ask somebody who had no part in it.',
  )
}

/** Whether there is an account shows in the language of a mail to its own address, and nowhere else. */
async function languageOf(trx: Trx, email: string): Promise<string | undefined> {
  const account = await trx
    .selectFrom('users')
    .select('language')
    .where('email', '=', email)
    .where('email_verified', '=', true)
    .executeTakeFirst()
  return account?.language
}

/**
 * Who advises on a submission. Those who wrote it learn of those who gave advice and chose to be named to them, and never
 * why somebody was asked.
 * @throws ProblemError 404
 */
export async function reviewersOf(setting: Setting, asked: Acting): Promise<ReviewerList> {
  return listed(setting.database.db, await readable(setting, asked))
}

async function listed(db: Db | Trx, draft: Draft): Promise<ReviewerList> {
  if (draft.standing === 'reviewer') return { reviewers: [] }
  const notes = readsNotes(draft)
  const rows = await db
    .selectFrom('reviewers as v')
    .leftJoin('users as u', 'u.id', 'v.user_id')
    .selectAll('v')
    .select('u.name')
    .where('v.revision_id', '=', draft.id)
    .$if(!notes, (query) =>
      query.where('v.named_to_city', '=', true).where('v.given_at', 'is not', null),
    )
    .orderBy('v.invited_at')
    .orderBy('v.id')
    .execute()
  return {
    reviewers: rows.map((row): Reviewer => ({
      id: row.id,
      name: row.name,
      email: notes && !row.email.endsWith('@gone.invalid') ? row.email : null,
      askedAs: notes ? row.asked_as : null,
      invitedAt: row.invited_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      accepted: row.user_id !== null,
      namedToCity: row.named_to_city,
      creditedAs: row.credited_as,
      advice:
        !notes || row.recommendation === null || row.given_at === null
          ? null
          : { recommendation: row.recommendation, text: row.text, at: row.given_at.toISOString() },
    })),
  }
}

/** Takes an invitation back, or ends that somebody advises who has not yet. @throws ProblemError as moderating, 404 */
export function withdrawReviewer(
  setting: Setting,
  asked: Acting,
  reviewerId: string,
): Promise<ReviewerList> {
  return moderating(setting, 'invite-reviewer', asked, null, async ({ trx }, { draft }) => {
    const { numDeletedRows } = await trx
      .deleteFrom('reviewers')
      .where('id', '=', reviewerId)
      .where('revision_id', '=', draft.id)
      .where('given_at', 'is', null)
      .executeTakeFirst()
    if (numDeletedRows === 0n) {
      throw new ProblemError(
        404,
        'unknown-reviewer',
        'There is nobody to be taken back',
        'Advice that was given stays with the submission.',
      )
    }
    await recordDecision(trx, {
      actor: asked.person.id,
      act: 'withdraw-reviewer',
      subject: { kind: 'submission', id: draft.id },
      details: { reviewer: reviewerId },
    })
    return listed(trx, draft)
  })
}

function invitationWith(db: Db | Trx, token: string) {
  return db
    .selectFrom('reviewers as v')
    .innerJoin('revisions as r', 'r.id', 'v.revision_id')
    .leftJoin('users as u', 'u.id', 'v.invited_by')
    .select(['v.id', 'v.email', 'v.expires_at', 'v.user_id', 'v.revision_id'])
    .select(['r.state', 'r.title', 'u.name as by'])
    .where('v.token_hash', '=', hashOf(token))
    .executeTakeFirst()
}

const mayAdvise = (text: string): boolean =>
  revisionStates.some((state) => state === text && allows('advise', 'reviewer', state))

/** @throws ProblemError 404 unknown, renewed or taken back; 410 accepted, too old, or decided meanwhile */
async function openInvitation(db: Db | Trx, token: string) {
  const found = await invitationWith(db, token)
  if (!found) {
    throw new ProblemError(
      404,
      'unknown-invitation',
      'This invitation is not valid',
      'It was taken back, or a newer one was sent: look for the latest mail.',
    )
  }
  if (found.user_id !== null) {
    throw new ProblemError(
      410,
      'invitation-used',
      'This invitation was accepted already',
      'Sign in with the account that accepted it: what you advise on is listed there.',
    )
  }
  if (found.expires_at <= new Date() || !mayAdvise(found.state)) {
    throw new ProblemError(
      410,
      'invitation-expired',
      'This invitation is over',
      'The text was decided on, or the invitation is older than 30 days. Thank you all the same.',
    )
  }
  return found
}

/** What an invitation says, for whoever holds its token. */
export async function readReviewInvitation(db: Db, token: string): Promise<ReviewInvitation> {
  const { title, by, email, expires_at } = await openInvitation(db, token)
  return { title: title ?? '…', by, email, expiresAt: expires_at.toISOString() }
}

/**
 * Accepts to advise, with the account of the address that was invited: from then on the person sees that submission.
 * @returns the submission's id
 * @throws ProblemError as openInvitation; 403 where it is for another address
 */
export function acceptReview(
  setting: Setting,
  person: Person,
  token: string,
): Promise<{ submission: string }> {
  return atOnce(setting, async ({ trx }) => {
    const { id, email, revision_id } = await openInvitation(trx, token)
    if (person.email !== email) {
      throw new ProblemError(
        403,
        'invitation-for-another',
        'This invitation is for another address',
        `Sign in with the account of ${email}, or ask to be invited with the address of yours.`,
      )
    }
    await trx
      .updateTable('reviewers')
      .set({ user_id: person.id })
      .where('id', '=', id)
      .where('user_id', 'is', null)
      .execute()
    return { submission: revision_id }
  })
}
