import type { Router } from 'vue-router'
import { send } from '../../sending.ts'

/**
 * Ends the session, or all of them, and loads the page anew, so that nothing of the person's stays in it.
 * @param next where whoever signs in then goes on
 * @throws ApiError
 */
export async function signOut(
  router: Router,
  { where = 'here', next }: { where?: 'here' | 'everywhere'; next?: string } = {},
): Promise<void> {
  await send('POST', where === 'here' ? '/api/auth/sign-out' : '/api/auth/revoke-sessions')
  const done = where === 'here' ? 'out' : 'out-everywhere'
  const query = next === undefined ? { done } : { done, next }
  location.assign(router.resolve({ path: '/sign-in', query }).href)
}
