import type { FastifyRequest } from 'fastify'
import { roles, type Role } from '@homeward/schema/names.ts'
import type { Auth } from '../platform/auth/auth.ts'
import { headersOf } from '../platform/auth/gate.ts'
import type { Person } from '../platform/http/access.ts'

const isRole = (value: unknown): value is Role => roles.some((role) => role === value)

/** Who is signed in with the cookies of a request; null: nobody. */
export async function personWith(auth: Auth, request: FastifyRequest): Promise<Person | null> {
  if (!request.headers.cookie?.includes('homeward.session_token')) return null
  const found = await auth.api.getSession({ headers: headersOf(request) })
  if (!found) return null
  const { user, session } = found
  const heldRole = isRole(user.role) ? user.role : 'member'
  const factors = session.factors ?? 1
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    language: user.language ?? 'en',
    // A role works only with a second factor.
    role: factors >= 2 ? heldRole : 'member',
    heldRole,
    factors,
    twoFactor: user.twoFactorEnabled === true,
    sessionId: session.id,
  }
}
