import type { Submission } from '@homeward/schema/submission.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { inTransaction, type Work } from '../platform/jobs.ts'
import { savedBySomebody, stateChanged, submissionOf, unknownSubmission } from './answers.ts'
import type { Setting } from './setting.ts'
import { lockRevision, lookAtDraft, readDraft, type Draft } from './store.ts'
import { allows, type Act } from './workflow.ts'

/** Who asks, for which submission, from which window. */
export interface Asked {
  id: string
  person: Person
  window?: string | null
}

/**
 * A submission that somebody may read.
 * @throws ProblemError 404 where there is none, and where they may not know of it
 */
export async function readable(setting: Setting, asked: Asked): Promise<Draft> {
  const draft = await lookAtDraft(setting.database, asked.id, asked.person, asked.window ?? null)
  if (!draft) throw unknownSubmission()
  return draft
}

/**
 * Does an act: one at a time for each submission, in one transaction with all that it brings about.
 * @throws ProblemError 404 as above; 409 where the table of acts does not allow it now
 */
export function acting<T>(
  setting: Setting,
  act: Act,
  asked: Asked,
  task: (work: Work, draft: Draft) => Promise<T>,
): Promise<T> {
  return onLocked(setting, asked, async (work, draft) => {
    await checkAllowed(setting, act, draft, asked.person)
    return task(work, draft)
  })
}

/** Does something with a submission that nobody else changes until the transaction ends. @throws ProblemError 404 */
export function onLocked<T>(
  setting: Setting,
  asked: Asked,
  task: (work: Work, draft: Draft) => Promise<T>,
): Promise<T> {
  return inTransaction(setting.database, setting.jobs, async (work) => {
    await lockRevision(work.trx, asked.id)
    const draft = await readDraft(work.trx, asked.id, asked.person, asked.window ?? null)
    if (!draft) throw unknownSubmission()
    return task(work, draft)
  })
}

/** @throws ProblemError 409 where the table of acts does not allow it now */
export async function checkAllowed(
  setting: Setting,
  act: Act,
  draft: Draft,
  person: Person,
): Promise<void> {
  if (allows(act, draft.standing, draft.state)) return
  throw stateChanged(await answerOf(setting, draft, person))
}

/** A submission as its reader sees it. */
export async function answerOf(
  setting: Setting,
  draft: Draft,
  person: Person,
): Promise<Submission> {
  return submissionOf(draft, person, await setting.known())
}

/**
 * The version that a header If-Match names.
 * @throws ProblemError 428 where there is none, 412 where it can be none of ours
 */
export function versionIn(header: string | undefined): number {
  if (header === undefined) {
    throw new ProblemError(
      428,
      'version-needed',
      'Say which version you are changing',
      "Send the submission's ETag back as If-Match, so that nobody is overwritten unseen.",
    )
  }
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())?.[1]
  return version === undefined ? -1 : Number(version)
}

/** @throws ProblemError 412 with the submission as it is, where it is not the version that was read */
export async function checkVersion(
  setting: Setting,
  draft: Draft,
  person: Person,
  version: number,
): Promise<void> {
  if (draft.version !== version) {
    throw savedBySomebody(await answerOf(setting, draft, person))
  }
}
