import type { VerdictList } from '@homeward/schema/moderation.ts'
import type { RevisionState } from '@homeward/schema/names.ts'
import { ApiError, browserApi } from '../../api.ts'

/** Whether moderators have said something to a submission in this state. */
export const isDecided = (state: RevisionState): boolean =>
  ['changes-requested', 'rejected', 'published', 'superseded'].includes(state)

/** What was decided on a submission, and why. Null where it cannot be had: the page stands without. */
export async function verdictsOn(submission: string): Promise<VerdictList | null> {
  try {
    return await browserApi.get<VerdictList>(`/api/v1/submissions/${submission}/verdicts`)
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}
