import { Type } from 'typebox'
import { signInNeeded, type Person } from '../platform/http/access.ts'
import type { Asked } from './acting.ts'

/** Under which the API's documents list these routes. */
export const tags = ['Submissions']

/** The address of a submission. */
export const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** Who asks, for which submission, from which window. */
export function askedBy(
  request: { person: Person | null; params: { id: string } },
  window?: string,
): Asked {
  if (!request.person) throw signInNeeded()
  return { id: request.params.id, person: request.person, window: window ?? null }
}
