import type { Seen, Standing } from '@homeward/schema/moderation.ts'
import type { DecisionAct, RejectionReason } from '@homeward/schema/names.ts'
import { lockEntry } from '../entries/changing.ts'
import { publishRevision } from '../entries/goingLive.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { stateAfter } from '../submissions/workflow.ts'
import { moderating, standingAfter, type Acting } from './acting.ts'
import { recordDecision } from './decisionLog.ts'
import { tellOfDecision } from './decisionMails.ts'
import { refreshQueue } from './queue.ts'
import type { Setting } from './setting.ts'
import { consider, standingOf, type Considered } from './standing.ts'

/** What a moderator decides. */
export type Decision =
  | { act: 'request-changes'; text: string }
  | { act: 'approve'; text: string | null; withdrawSuggestions: boolean }
  | { act: 'reject'; reason: RejectionReason; text: string }

const verdicts = {
  'request-changes': 'changes-requested',
  approve: 'approved',
  reject: 'rejected',
} as const

/**
 * Decides on a submission, as the moderator saw it. States, log, verdict, what readers see, index job and mails commit
 * together or not at all.
 * @throws ProblemError as moderating; 409 where a suggested wording waits for an answer, the city is not verified any
 * more, or the entry was taken down or handed over meanwhile
 */
export function decide(
  setting: Setting,
  acting: Acting,
  seen: Seen,
  decision: Decision,
): Promise<Standing> {
  return moderating(setting, decision.act, acting, seen, async (work, considered) => {
    const { trx } = work
    const { draft } = considered
    if (decision.act === 'approve') await checkCanGoLive(work, considered, acting, seen, decision)
    // Before anything that others wait for: whoever writes into the log next waits for this transaction.
    await log(trx, acting, considered, decision)
    const went = decision.act === 'approve' ? await publishRevision(work, draft.id) : null
    if (went === null) await setState(trx, considered, decision.act)
    await settle(trx, acting, considered, decision)
    await refreshQueue(trx, draft.id, acting.person.id)
    for (const id of went?.superseded ?? []) await refreshQueue(trx, id, acting.person.id)
    await tellOfDecision(setting, work, draft, decision, went)
    return standingAfter(work, acting)
  })
}

async function setState(trx: Trx, { draft }: Considered, act: DecisionAct): Promise<void> {
  const now = new Date()
  await trx
    .updateTable('revisions')
    .set({ state: stateAfter(act, draft.state), decided_at: now, updated_at: now })
    .where('id', '=', draft.id)
    .execute()
}

async function checkCanGoLive(
  { trx }: Work,
  considered: Considered,
  { person }: Acting,
  seen: Seen,
  { withdrawSuggestions }: { withdrawSuggestions: boolean },
): Promise<void> {
  const { draft } = considered
  await lockEntry(trx, draft.entryId)
  // Again: what is live may have changed until the entry was ours.
  const now = await consider(trx, draft)
  const standing = standingOf(now, person)
  if (now.live !== (seen.live ?? null)) throw liveChanged(standing)
  if (now.takenDown) throw notOpen('The entry was taken down', 'Restore it first.', standing)
  if (draft.city !== null && draft.city.status !== 'verified') {
    throw notOpen('The city is not verified', 'An administrator verifies it first.', standing)
  }
  const revision = await trx
    .selectFrom('revisions')
    .select('origin')
    .where('id', '=', draft.id)
    .executeTakeFirstOrThrow()
  if (!draft.translation && revision.origin === 'editors' && draft.entry?.origin === 'city') {
    const detail = 'It is the city’s own account now. Ask for changes: handed in anew, it says so.'
    throw notOpen('The entry was handed over to its city', detail, standing)
  }
  if (now.suggestionsOpen > 0 && !withdrawSuggestions) {
    throw new ProblemError(
      409,
      'suggestions-open',
      'The city has not answered all suggested wordings',
      'Nothing goes live that it has not accepted. Wait for its answer, or approve the text as it is: the suggestions are then withdrawn (withdrawSuggestions).',
      { standing },
    )
  }
}

function liveChanged(standing: Standing): ProblemError {
  return new ProblemError(
    409,
    'live-changed',
    'What is live has changed since you looked',
    'Approving would undo that change. Look at the differences again, then decide.',
    { standing },
  )
}

const notOpen = (title: string, detail: string, standing: Standing) =>
  new ProblemError(409, 'cannot-go-live', title, detail, { standing })

async function log(
  trx: Trx,
  { person }: Acting,
  { draft, live }: Considered,
  decision: Decision,
): Promise<void> {
  await recordDecision(trx, {
    actor: person.id,
    act: decision.act,
    subject: { kind: 'submission', id: draft.id },
    // What was said stands in the verdict: the log is for ever, and a text may have to be redacted.
    details: {
      entry: draft.entryId,
      from: draft.state,
      version: draft.version,
      ...(decision.act === 'approve' && live !== null ? { replaces: live } : {}),
      ...(decision.act === 'reject' ? { reason: decision.reason } : {}),
    },
  })
}

/** Keeps why it was decided so, and closes what was open about it. */
async function settle(
  trx: Trx,
  { person }: Acting,
  { draft }: Considered,
  decision: Decision,
): Promise<void> {
  await trx
    .insertInto('verdicts')
    .values({
      revision_id: draft.id,
      verdict: verdicts[decision.act],
      reason: decision.act === 'reject' ? decision.reason : null,
      text: decision.text,
      decided_by: person.id,
    })
    .execute()
  // A text that opens again keeps its suggestions: its authors answer them as they go on.
  if (decision.act !== 'request-changes') {
    await trx
      .updateTable('suggestions')
      .set({ state: 'withdrawn', decided_by: person.id, decided_at: new Date() })
      .where('revision_id', '=', draft.id)
      .where('state', '=', 'open')
      .execute()
  }
  // What was decided on is another version than what comes after: nobody decides on it unseen.
  await trx
    .updateTable('drafts')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('revision_id', '=', draft.id)
    .execute()
}

/** What is sent, as a decision. @throws ProblemError 400 where words or a reason are missing */
export function decisionOf(
  act: DecisionAct,
  sent: { reason?: RejectionReason; text?: string | null; withdrawSuggestions?: boolean },
): Decision {
  const text = sent.text?.normalize('NFC').replaceAll('\0', '').trim() ?? ''
  if (act === 'approve') {
    const withdrawSuggestions = sent.withdrawSuggestions ?? false
    return { act, text: text === '' ? null : text, withdrawSuggestions }
  }
  if (text === '') {
    throw invalid([{ field: 'text', message: 'Say why, in words: they go to the authors.' }])
  }
  if (act === 'request-changes') return { act, text }
  if (sent.reason === undefined) {
    throw invalid([{ field: 'reason', message: 'Choose the reason from the list.' }])
  }
  return { act, reason: sent.reason, text }
}
