import type { VerdictList } from '@homeward/schema/moderation.ts'
import { ApiError, browserApi } from '../../api.ts'

/** What was decided on a submission, and why. Null where it cannot be had: the page stands without. */
export async function verdictsOn(submission: string): Promise<VerdictList | null> {
  try {
    return await browserApi.get<VerdictList>(`/api/v1/submissions/${submission}/verdicts`)
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}
