import type { RevisionState } from '@homeward/schema/names.ts'
import type { SubmissionSummary } from '@homeward/schema/submission.ts'

/** By whose turn it is: what is asked of the person first. */
const statesOf = {
  asked: ['changes-requested'],
  writing: ['draft', 'withdrawn'],
  waiting: ['submitted', 'in-review'],
  decided: ['published', 'rejected', 'superseded'],
} as const satisfies Record<string, readonly RevisionState[]>
export type SubmissionGroup = keyof typeof statesOf

const names = ['asked', 'writing', 'waiting', 'decided'] as const satisfies SubmissionGroup[]

/** How many of a group an overview names; the list has all. */
export const mostOfAGroup = 4

const belongsTo = (group: SubmissionGroup, { state, comments }: SubmissionSummary): boolean => {
  // What an editor wrote waits for an answer, while the text is with them as well.
  const isAsked = state === 'changes-requested' || (comments > 0 && isOpen(state))
  if (group === 'asked') return isAsked
  return !isAsked && statesOf[group].some((one) => one === state)
}

const isOpen = (state: RevisionState): boolean => state === 'submitted' || state === 'in-review'

/** Groups that have something in them. */
export function groupsOf(
  submissions: SubmissionSummary[],
): { name: SubmissionGroup; items: SubmissionSummary[] }[] {
  return names
    .map((name) => ({ name, items: submissions.filter((one) => belongsTo(name, one)) }))
    .filter(({ items }) => items.length > 0)
}
