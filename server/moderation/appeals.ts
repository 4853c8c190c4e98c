import type { AppealDecision, Standing, VerdictList } from '@homeward/schema/moderation.ts'
import { peopleWithRole } from '../accounts/store.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { acting, readable } from '../submissions/acting.ts'
import { authorsOf, pageOf } from '../submissions/handingIn.ts'
import type { Draft } from '../submissions/store.ts'
import { verdictsOn } from '../submissions/verdicts.ts'
import { stateAfter } from '../submissions/workflow.ts'
import { moderating, standingAfter, type Acting } from './acting.ts'
import { recordDecision } from './decisionLog.ts'
import { deskOf, titleOf } from './decisionMails.ts'
import { refreshQueue } from './queue.ts'
import { writersOnly } from './reading.ts'
import type { Setting } from './setting.ts'
import { consider, standingOf } from './standing.ts'

/**
 * Asks that another moderator look at a rejection: once for each submission.
 * @throws ProblemError 404; 409 where it was not rejected, was appealed before, or another text was begun in its place
 */
export async function appeal(setting: Setting, asked: Acting, text: string): Promise<VerdictList> {
  writersOnly(await readable(setting, asked))
  await acting(setting, 'appeal', asked, async (work, draft) => {
    const { trx } = work
    if ((await consider(trx, draft)).appeal !== null) throw appealedBefore()
    await checkNoOtherOpen(trx, draft)
    await trx
      .insertInto('appeals')
      .values({
        revision_id: draft.id,
        text: text.normalize('NFC').trim(),
        appealed_by: asked.person.id,
        outcome: null,
        reason: null,
        decided_by: null,
        decided_at: null,
      })
      .execute()
    await refreshQueue(trx, draft.id)
    const moderators = await peopleWithRole(trx, 'moderator')
    await sendLater(
      work,
      moderators.map(({ email, language }) => ({
        template: 'appealed',
        to: email,
        language,
        values: { title: titleOf(draft), text },
        link: deskOf(setting, draft.id),
      })),
    )
  })
  return verdictsOn(setting, asked)
}

function appealedBefore(): ProblemError {
  return new ProblemError(
    409,
    'appealed-before',
    'You have appealed against this already',
    'One can appeal once. You can begin anew from the text that was not taken.',
  )
}

/** The text in its place would be a second open one. */
async function checkNoOtherOpen(trx: Trx, draft: Draft): Promise<void> {
  const other = await trx
    .selectFrom('revisions')
    .select('id')
    .where('entry_id', '=', draft.entryId)
    .where('language', '=', draft.language)
    .where('state', 'in', ['draft', 'submitted', 'in-review', 'changes-requested'])
    .executeTakeFirst()
  if (!other) return
  throw new ProblemError(
    409,
    'revision-open',
    'Another text was begun in its place',
    'Only one can be open at a time: that one must be decided, withdrawn or deleted first.',
    { open: other.id },
  )
}

/**
 * Decides an appeal: who rejected the submission cannot. Overturned, it waits to be decided again, by others.
 * @throws ProblemError as moderating; 409 where there is no open appeal, or another text was begun
 */
export function decideAppeal(
  setting: Setting,
  asked: Acting,
  { outcome, reason }: AppealDecision,
): Promise<Standing> {
  const act = outcome === 'upheld' ? 'uphold-rejection' : 'overturn-rejection'
  return moderating(setting, act, asked, null, async (work, considered) => {
    const { trx } = work
    const { draft } = considered
    if (considered.appeal === null || considered.appeal.outcome !== null) {
      throw new ProblemError(
        409,
        'no-open-appeal',
        considered.appeal === null ? 'Nobody has appealed' : 'The appeal was decided already',
        undefined,
        { standing: standingOf(considered, asked.person) },
      )
    }
    if (outcome === 'overturned') await checkNoOtherOpen(trx, draft)
    await recordDecision(trx, {
      actor: asked.person.id,
      act,
      subject: { kind: 'submission', id: draft.id },
      details: { entry: draft.entryId, version: draft.version },
    })
    const now = new Date()
    await trx
      .updateTable('appeals')
      .set({ outcome, reason: reason.trim(), decided_by: asked.person.id, decided_at: now })
      .where('revision_id', '=', draft.id)
      .execute()
    if (outcome === 'overturned') await openAgain(trx, draft, act, now)
    await refreshQueue(trx, draft.id, asked.person.id)
    const people = await authorsOf(trx, draft)
    await sendLater(
      work,
      people.map(({ email, language }) => ({
        template: 'appeal-decided',
        to: email,
        language,
        values: { title: titleOf(draft), outcome, text: reason },
        link: pageOf(setting, draft.id),
      })),
    )
    return standingAfter(work, asked)
  })
}

async function openAgain(
  trx: Trx,
  draft: Draft,
  act: 'overturn-rejection' | 'uphold-rejection',
  now: Date,
): Promise<void> {
  await trx
    .updateTable('revisions')
    .set({ state: stateAfter(act, draft.state), decided_at: null, updated_at: now })
    .where('id', '=', draft.id)
    .execute()
  await trx
    .updateTable('drafts')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('revision_id', '=', draft.id)
    .execute()
}
