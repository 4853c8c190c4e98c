import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError, invalid } from '../http/problems.ts'
import type { Auth } from './auth.ts'
import type { Attempts, Limit } from './attempts.ts'
import { authProblem } from './faults.ts'

export interface GateOptions {
  auth: Auth
  attempts: Attempts
  /** Told when a person's means of signing in have changed. */
  onChange(userId: string, what: AccountChange): Promise<void>
  /** @throws ProblemError where an account cannot go now */
  beforeDeletion(userId: string): Promise<void>
}

export type AccountChange =
  | 'password'
  | 'two-factor-on'
  | 'two-factor-off'
  | 'passkey-added'
  | 'passkey-removed'

const minutes = 60
/** By account, that is by the mail address typed: whether there is one is not asked. */
const perAccount: Record<string, Limit> = {
  '/sign-in/email': { name: 'sign-in', most: 10, within: 15 * minutes },
  '/sign-up/email': { name: 'sign-up', most: 5, within: 60 * minutes },
  '/request-password-reset': { name: 'reset', most: 3, within: 60 * minutes },
  '/send-verification-email': { name: 'confirm', most: 3, within: 60 * minutes },
}
/** By address of the network: an office shares one. */
const perAddress: Record<string, Limit> = {
  '/sign-in/email': { name: 'sign-in-from', most: 60, within: 15 * minutes },
  '/sign-up/email': { name: 'sign-up-from', most: 30, within: 60 * minutes },
  '/request-password-reset': { name: 'reset-from', most: 30, within: 60 * minutes },
  '/reset-password': { name: 'new-password-from', most: 30, within: 60 * minutes },
  '/send-verification-email': { name: 'confirm-from', most: 30, within: 60 * minutes },
  '/two-factor/verify-totp': { name: 'code-from', most: 60, within: 15 * minutes },
  '/two-factor/verify-backup-code': { name: 'code-from', most: 60, within: 15 * minutes },
  '/passkey/verify-authentication': { name: 'passkey-from', most: 60, within: 15 * minutes },
}

/** All of better-auth's endpoints that can be reached. Sessions are listed and ended in server/accounts. */
const open: Record<'GET' | 'POST', ReadonlySet<string>> = {
  GET: new Set([
    '/passkey/generate-register-options',
    '/passkey/generate-authenticate-options',
    '/passkey/list-user-passkeys',
  ]),
  POST: new Set([
    '/sign-up/email',
    '/sign-in/email',
    '/sign-out',
    '/request-password-reset',
    '/reset-password',
    '/send-verification-email',
    '/verify-email',
    '/change-password',
    '/change-email',
    '/delete-user',
    '/revoke-sessions',
    '/two-factor/enable',
    '/two-factor/disable',
    '/two-factor/verify-totp',
    '/two-factor/verify-backup-code',
    '/two-factor/generate-backup-codes',
    '/passkey/verify-registration',
    '/passkey/verify-authentication',
    '/passkey/delete-passkey',
    '/passkey/update-passkey',
  ]),
}

/** Told to the person by mail. The authenticator app is on once its first code was right. */
const changes: Record<string, AccountChange> = {
  '/change-password': 'password',
  '/two-factor/verify-totp': 'two-factor-on',
  '/two-factor/disable': 'two-factor-off',
  '/passkey/verify-registration': 'passkey-added',
  '/passkey/delete-passkey': 'passkey-removed',
}

type Body = Record<string, unknown>
const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is taken out of better-auth's answers: what a session is known by is for its cookie only. */
const kept = new Set(['token', 'session', 'user'])
function withoutSecrets(body: unknown): unknown {
  if (!isObject(body)) return body ?? {}
  return Object.fromEntries(Object.entries(body).filter(([key]) => !kept.has(key)))
}

/** The way to better-auth: only what is used is open, counted, and answered as the rest of the API answers. */
export const authGate: FastifyPluginAsync<GateOptions> = async (app, options) => {
  const { auth, attempts, onChange, beforeDeletion } = options

  app.route<{ Params: { '*': string }; Body: unknown; Querystring: Record<string, string> }>({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    config: { access: 'everyone' },
    schema: { hide: true },
    async handler(request, reply) {
      const path = `/${request.params['*']}`
      const method = request.method === 'POST' ? 'POST' : 'GET'
      if (!open[method].has(path)) return reply.callNotFound()
      const body = method === 'POST' ? bodyFor(path, request.body) : undefined
      await countAttempt(path, body, request.ip)
      const before = path in changes || path === '/delete-user' ? await whoAsks(request) : null
      if (path === '/delete-user' && before) await beforeDeletion(before.id)
      const answer = await auth.handler(requestFor(request, path, body))
      const result: unknown = await answer.json().catch(() => null)
      if (answer.status >= 400) throw authProblem(answer.status, result)
      if (path === '/sign-in/email') await forgetAttempts(path, body)
      await tell(path, before)
      return send(reply, answer, result)
    },
  })

  async function countAttempt(path: string, body: Body | undefined, address: string) {
    const from = perAddress[path]
    if (from) await attempts.count(from, address)
    const by = perAccount[path]
    if (by && typeof body?.['email'] === 'string') await attempts.count(by, body['email'])
  }

  async function forgetAttempts(path: string, body: Body | undefined) {
    const by = perAccount[path]
    if (by && typeof body?.['email'] === 'string') await attempts.forget(by, body['email'])
  }

  async function whoAsks(request: FastifyRequest) {
    const found = await auth.api.getSession({ headers: headersOf(request) })
    return found && { id: found.user.id, hadTwoFactor: found.user.twoFactorEnabled === true }
  }

  async function tell(path: string, before: Awaited<ReturnType<typeof whoAsks>>) {
    const what = changes[path]
    if (what === undefined || before === null) return
    if (what === 'two-factor-on' && before.hadTwoFactor) return
    await onChange(before.id, what)
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
    if (body === undefined) {
      address.search = new URL(request.url, address).search
      return new Request(address, { headers })
    }
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

function bodyFor(path: string, given: unknown): Body {
  const body = isObject(given) ? { ...given } : {}
  // Nobody but the server decides where people are led, which device is trusted, and what a session outlives.
  for (const key of ['callbackURL', 'redirectTo', 'trustDevice', 'createSession', 'disableSession'])
    delete body[key]
  if (path === '/change-password') body['revokeOtherSessions'] = true
  if (path === '/two-factor/enable') body['method'] = 'totp'
  if (path === '/delete-user' && typeof body['password'] !== 'string') {
    throw invalid([
      {
        field: 'password',
        message: 'Type your password, so that nobody else deletes your account',
      },
    ])
  }
  if (path === '/sign-up/email') {
    const { name } = body
    if (typeof name !== 'string' || name.trim() === '' || name.length > 120) {
      throw invalid([
        { field: 'name', message: 'Say by which name you go here, in at most 120 characters' },
      ])
    }
    body['name'] = name.trim()
  }
  return body
}

function send(reply: FastifyReply, answer: Response, result: unknown): FastifyReply {
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', [...cookies, ...signFor(cookies)])
  return reply.header('cache-control', 'no-store').send(withoutSecrets(result))
}

/**
 * Beside a session's cookie goes one that scripts may read and that says only that there is a session, so that pages,
 * which are the same for everyone, can name the way to one's own things.
 */
function signFor(cookies: string[]): string[] {
  const session = cookies.findLast((cookie) => /homeward\.session_token=/.test(cookie))
  if (session === undefined) return []
  const age = /max-age=(\d+)/i.exec(session)?.[1]
  const secure = /; secure/i.test(session) ? '; Secure' : ''
  const ended = age === '0'
  const lasting = age === undefined ? '' : `; Max-Age=${age}`
  return [`homeward.here=${ended ? '' : 1}; Path=/; SameSite=Lax${lasting}${secure}`]
}
