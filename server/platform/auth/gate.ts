import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Auth } from './auth.ts'
import { addressChange } from './addressChange.ts'
import { answerWithoutSecrets } from './answers.ts'
import type { Attempts } from './attempts.ts'
import { bodyFor, type Body } from './bodies.ts'
import { endpoints, type AccountChange, type Endpoint } from './endpoints.ts'
import { authProblem } from './faults.ts'
import { hereCookie } from './hereCookie.ts'
import { networkOf } from './limits.ts'
import { mailAsIfFree } from './takenAddress.ts'

export interface GateOptions {
  auth: Auth
  attempts: Attempts
  /** Told when a person's means of signing in have changed. */
  onChange(userId: string, what: AccountChange): Promise<void>
  /** Told when a person's address has changed. @param from the old address */
  onNewAddress(from: string, to: string): Promise<void>
  /** @throws ProblemError where an account cannot go now */
  beforeDeletion(userId: string): Promise<void>
}

/** Longer than everything that is done where an address has an account, in milliseconds. */
const evenTime = 500
/** Of a body: what an authenticator answers is the largest. */
const mostBytes = 65_536

/** The way to better-auth: only what is used is open, counted, and answered as the rest of the API answers. */
export const authGate: FastifyPluginAsync<GateOptions> = async (app, options) => {
  const { auth, attempts } = options

  for (const endpoint of endpoints) {
    const { method, path, access, summary, body } = endpoint
    app.route<{ Body: unknown }>({
      method,
      url: `/api/auth${path}`,
      bodyLimit: mostBytes,
      config: { access },
      schema: { tags: ['Signing in'], summary, ...(body && { body }) },
      handler: (request, reply) => handle(endpoint, request, reply),
    })
  }

  async function handle(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply) {
    const { path } = endpoint
    const body =
      endpoint.method === 'POST'
        ? await bodyFor(path, request.body, { auth, person: request.person })
        : undefined
    await count(endpoint, request, body)
    const evenly = endpoint.evenly ? wait(evenTime) : null
    try {
      const { result, cookies } = await pass(endpoint, request, body)
      // Before the answer leaves, and not only before this ends.
      await evenly
      if (cookies.length > 0) reply.header('set-cookie', [...cookies, ...hereCookie(cookies)])
      return reply.header('cache-control', 'no-store').send(answerWithoutSecrets(path, result))
    } finally {
      await evenly
    }
  }

  /** Passes a request on. @throws ProblemError where better-auth answers with a failure */
  async function pass(endpoint: Endpoint, request: FastifyRequest, body: Body | undefined) {
    const { path } = endpoint
    const { person } = request
    const before = path === '/two-factor/verify-totp' ? await whoAsks(request) : person
    if (path === '/delete-user' && before) await options.beforeDeletion(before.id)
    const send = () => auth.handler(requestFor(request, path, body))
    const first = await send()
    // Of two who sign up with one address at once, the second finds the account that the first made.
    const answer = path === '/sign-up/email' && first.status === 422 ? await send() : first
    const result: unknown = await answer.json().catch(() => null)
    if (answer.status >= 400) throw authProblem(answer.status, result)
    await forget(endpoint, request, body)
    await tell(endpoint, before, body)
    if (path === '/change-email' && person) {
      await mailAsIfFree(auth, person.email, String(body?.['newEmail']))
    }
    return { result, cookies: await cookiesFor(path, answer, body) }
  }

  async function count({ limits }: Endpoint, request: FastifyRequest, body: Body | undefined) {
    if (limits?.network) await attempts.count(limits.network, networkOf(request.ip))
    if (limits?.person && request.person) await attempts.count(limits.person, request.person.id)
    const email = body?.['email']
    if (limits?.account && typeof email === 'string') await attempts.count(limits.account, email)
  }

  /** Whoever knew the password did not guess it. */
  async function forget({ path, limits }: Endpoint, request: FastifyRequest, body?: Body) {
    if (typeof body?.['password'] !== 'string' && path !== '/change-password') return
    if (limits?.person && request.person) await attempts.forget(limits.person, request.person.id)
    const email = body?.['email']
    if (path === '/sign-in/email' && limits?.account && typeof email === 'string') {
      await attempts.forget(limits.account, email)
    }
  }

  async function whoAsks(request: FastifyRequest) {
    const found = await auth.api.getSession({ headers: headersOf(request) })
    return found && { id: found.user.id, twoFactor: found.user.twoFactorEnabled === true }
  }

  async function tell(
    { path, change }: Endpoint,
    before: { id: string; twoFactor: boolean } | null,
    body: Body | undefined,
  ) {
    const moved = path === '/verify-email' ? addressChange(body?.['token']) : null
    if (moved) await options.onNewAddress(moved.from, moved.to)
    if (change === undefined || before === null) return
    // The authenticator app is on once its first code was right.
    if (change === 'two-factor-on' && before.twoFactor) return
    await options.onChange(before.id, change)
  }

  async function cookiesFor(path: string, answer: Response, body: Body | undefined) {
    // Who confirms a new address is not signed in by that: it would go around the second factor.
    if (path === '/verify-email' && addressChange(body?.['token'])) return []
    if (path !== '/revoke-sessions') return answer.headers.getSetCookie()
    const signedOut = await auth.handler(
      new Request(new URL('/api/auth/sign-out', auth.options.baseURL), {
        method: 'POST',
        headers: { origin: new URL(auth.options.baseURL).origin },
      }),
    )
    return signedOut.headers.getSetCookie()
  }

  /** better-auth confirms addresses by a GET; ours is a POST, since it changes something. */
  function requestFor(request: FastifyRequest, path: string, body: Body | undefined): Request {
    const address = new URL(`/api/auth${path}`, auth.options.baseURL)
    const headers = headersOf(request)
    // Where the request came from was checked already (sameOrigin.ts).
    headers.set('origin', address.origin)
    headers.set('content-type', 'application/json')
    if (path === '/verify-email') {
      address.searchParams.set('token', String(body?.['token'] ?? ''))
      return new Request(address, { headers })
    }
    if (body === undefined) return new Request(address, { headers })
    return new Request(address, { method: 'POST', headers, body: JSON.stringify(body) })
  }
}

/** Of a request's headers, those that better-auth needs. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  return headers
}

export type { AccountChange } from './endpoints.ts'
