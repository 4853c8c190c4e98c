import type { Seen, Standing } from '@homeward/schema/moderation.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import { unknownSubmission } from '../submissions/answers.ts'
import { lockRevision, readDraft } from '../submissions/store.ts'
import { allows, needsOf, type Act } from '../submissions/workflow.ts'
import { atOnce, type Setting } from './setting.ts'
import { consider, keptFromDeciding, standingOf, type Considered } from './standing.ts'

/** Who acts on which submission. */
export interface Acting {
  id: string
  person: Person
}

/**
 * Does a moderator's act on a submission: one at a time for each, in one transaction with all that it brings about.
 * @param seen what the moderator saw when deciding, for acts that need it
 * @throws ProblemError 404 where there is none to be known of; 403 where it is the moderator's own or their city's, or
 * they decided before; 409 with how it stands, where it is not as it was seen or a colleague has it
 */
export function moderating<T>(
  setting: Setting,
  act: Act,
  { id, person }: Acting,
  seen: Seen | null,
  task: (work: Work, considered: Considered) => Promise<T>,
): Promise<T> {
  return atOnce(setting, async (work) => {
    await lockRevision(work.trx, id)
    const draft = await readDraft(work.trx, id, person)
    if (!draft) throw unknownSubmission()
    const considered = await consider(work.trx, draft)
    check(act, considered, person, seen)
    return task(work, considered)
  })
}

function check(act: Act, considered: Considered, person: Person, seen: Seen | null): void {
  const { draft } = considered
  const standing = standingOf(considered, person)
  const needs = new Set(needsOf(act))
  if (seen !== null && needs.has('as-seen')) checkSeen(act, seen, standing)
  if (!allows(act, draft.standings, draft.state)) {
    // Where a decider could, it is who one is that is in the way.
    if (allows(act, 'decider', draft.state))
      throw notImpartial(keptFromDeciding(considered, person))
    throw changedSince(standing)
  }
  if (needs.has('not-decided-before') && standing.why === 'decided-before') {
    throw notImpartial('decided-before')
  }
  if (needs.has('not-claimed-by-another') && standing.claim !== null && !standing.claim.you) {
    throw claimedByAnother(standing)
  }
}

function checkSeen(act: Act, seen: Seen, standing: Standing): void {
  const same =
    seen.state === standing.state &&
    seen.version === standing.version &&
    (act !== 'approve' || (seen.live ?? null) === standing.live)
  if (!same) throw changedSince(standing)
}

/** It is not as it was when the moderator looked. */
export function changedSince(standing: Standing): ProblemError {
  const who = standing.decidedBy?.name ?? 'somebody'
  const decided =
    standing.decidedAt !== null && standing.state !== 'submitted' && standing.state !== 'in-review'
  return new ProblemError(
    409,
    'changed-since',
    decided ? `This was decided already, by ${who}` : 'This has changed since you opened it',
    `It is in the state '${standing.state}' now. Nothing was changed. Look at it again, then decide.`,
    { standing },
  )
}

function claimedByAnother(standing: Standing): ProblemError {
  return new ProblemError(
    409,
    'claimed-by-another',
    `${standing.claim?.name ?? 'A colleague'} has this one`,
    'Leave it to them, or ask them to hand it back. A claim that is not used lapses by itself.',
    { standing },
  )
}

/** Somebody else decides. */
export function notImpartial(why: Standing['why']): ProblemError {
  if (why === 'own-city') {
    return new ProblemError(
      403,
      'own-city',
      'This was handed in by your own city',
      'Another moderator or an administrator decides on it.',
    )
  }
  if (why === 'decided-before') {
    return new ProblemError(
      403,
      'decided-before',
      'You rejected this yourself, and the city appealed',
      'Another moderator decides; where there is none, an administrator.',
    )
  }
  return new ProblemError(
    403,
    'own-text',
    'This is your own text',
    'Nobody decides on their own text: another moderator does; where there is none, an administrator.',
  )
}

/** How a submission stands after an act. */
export async function standingAfter(work: Work, { id, person }: Acting): Promise<Standing> {
  const draft = await readDraft(work.trx, id, person)
  if (!draft) throw unknownSubmission()
  return standingOf(await consider(work.trx, draft), person)
}
