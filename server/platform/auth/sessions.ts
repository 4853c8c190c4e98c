import type { GenericEndpointContext } from '@better-auth/core'
import { addressChange } from './addressChange.ts'

/** Ways of signing in that proved two factors. */
const withTwoFactors = new Set([
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/passkey/verify-authentication',
])

/**
 * With how many factors a session begins, by the endpoint that begins it.
 * A change of password ends all sessions and begins one in their place: it has as many as the one that asked. To confirm a
 * new address, better-auth begins a session too. That would go around the second factor, so it is over at once.
 */
export function sessionAsItBegins(context: GenericEndpointContext | null | undefined): {
  factors: number
  expiresAt?: Date
} {
  const path = context?.path ?? ''
  if (path === '/verify-email' && addressChange(context?.query?.['token'])) {
    return { factors: 1, expiresAt: new Date() }
  }
  const before = path === '/change-password' ? context?.context.session?.session['factors'] : 1
  return { factors: withTwoFactors.has(path) || before === 2 ? 2 : 1 }
}
