import { ProblemError } from '../platform/http/problems.ts'
import type { Draft } from '../submissions/store.ts'

/**
 * What moderators note among themselves is not for those who write, whatever role they hold beside: a city's own text is
 * moderated by others.
 */
export const readsNotes = (draft: Draft): boolean =>
  draft.standings.includes('moderator') || draft.standings.includes('decider')

/** @throws ProblemError 403 */
export function moderatorsOnly(draft: Draft): void {
  if (readsNotes(draft)) return
  throw new ProblemError(
    403,
    'not-allowed',
    'This is between moderators',
    'What concerns you is told to you: see the comments and what was decided.',
  )
}

/** What only those who write a submission answer or ask. @throws ProblemError 403 */
export function writersOnly(draft: Draft): void {
  if (draft.standing === 'writer') return
  throw new ProblemError(
    403,
    'not-allowed',
    'This is for those who wrote the submission',
    'Say it in a comment: they are told by mail.',
  )
}
