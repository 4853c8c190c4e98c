import type { Me } from '@homeward/schema/account.ts'
import type { Problem } from '@homeward/schema/problem.ts'
import { ApiError } from '../api.ts'
import type { LoadContext } from '../routes.ts'

/** What only some may see: to others the page says why not. */
export type Guarded<T> = { me: Me } & ({ problem: Problem } | ({ problem: null } & T))

/** @throws ApiError of what is asked, but where the person may not ask it */
export async function guarded<T extends object>(
  { api, signal }: LoadContext,
  ask: () => Promise<T>,
): Promise<Guarded<T>> {
  const me = await api.get<Me>('/api/v1/me', signal)
  try {
    return { me, problem: null, ...(await ask()) }
  } catch (error) {
    if (error instanceof ApiError && error.status === 403 && error.problem) {
      return { me, problem: error.problem }
    }
    throw error
  }
}

export const isGuarded = (data: unknown): data is Guarded<object> =>
  typeof data === 'object' && data !== null && 'me' in data && 'problem' in data
