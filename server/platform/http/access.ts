import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { Role } from '@homeward/schema/names.ts'
import { ProblemError } from './problems.ts'

/**
 * Who may call a route: everyone; who signed in; a moderator or administrator; an administrator; the operators' machines.
 * What a member may do with one thing, a draft or a city, is decided by the functions of that thing.
 */
export type Access = 'everyone' | Role | 'operators'

/** Who asks. */
export interface Person {
  id: string
  name: string
  email: string
  language: string
  /** What the person may do now: no more than a member may without a second factor. */
  role: Role
  /** What the person could do with a second factor. */
  heldRole: Role
  factors: number
  twoFactor: boolean
  sessionId: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Who asks, on routes that are not for everyone. */
    person: Person | null
  }
  interface FastifyInstance {
    /** Every route, for the test that calls each as everyone. */
    routesWithAccess: { method: string; url: string; access: Access | undefined }[]
  }
}

const methodsOf = ({ method }: RouteOptions): string[] => [method].flat()
const ranks = { member: 0, moderator: 1, administrator: 2 } as const satisfies Record<Role, number>

/** Whether who has one role may what another may. */
export const mayAct = (role: Role, as: Role): boolean => ranks[role] >= ranks[as]

/**
 * Refuses to start with a route that does not say who may call it, and keeps out whoever may not.
 * @param whoAsks finds out who is signed in; null: nobody
 */
export function requireAccess(
  app: FastifyInstance,
  whoAsks: (request: FastifyRequest) => Promise<Person | null>,
): void {
  const routes: RouteOptions[] = []
  // A plugin's routes are told apart by a hook of their scope, which runs after this one: so they are read at the end.
  app.addHook('onRoute', (route) => void routes.push(route))
  const withAccess = () =>
    routes.flatMap((route) =>
      methodsOf(route).map((method) => ({ method, url: route.url, access: route.config?.access })),
    )
  app.decorate('routesWithAccess', { getter: withAccess })
  app.addHook('onReady', async () => {
    const silent = withAccess().find(({ access }) => access === undefined)
    if (silent) {
      throw new Error(
        `The route ${silent.method} ${silent.url} does not say who may call it (config.access)`,
      )
    }
  })

  app.decorateRequest('person', null)
  app.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config
    if (access === undefined || access === 'everyone' || access === 'operators') return
    reply.header('cache-control', 'no-store')
    request.person = await whoAsks(request)
    checkAccess(request.person, access)
  })
}

/** @throws ProblemError where the person may not act as that */
export function checkAccess(person: Person | null, as: Role): void {
  if (!person) throw signInNeeded()
  if (mayAct(person.role, as)) return
  if (mayAct(person.heldRole, as)) {
    throw new ProblemError(
      403,
      'second-factor-needed',
      'This needs a second factor',
      'Set up an authenticator app or a passkey in your account, then sign in with it.',
    )
  }
  throw new ProblemError(
    403,
    'not-allowed',
    'This is not open to you',
    'If you think that it should be, ask an administrator of this site.',
  )
}

export function signInNeeded(): ProblemError {
  return new ProblemError(
    401,
    'sign-in-needed',
    'Please sign in',
    'For this, you need to be signed in. What you typed is kept.',
  )
}

/** Who asks, on a route that is not for everyone. */
export function personOf(request: FastifyRequest): Person {
  if (!request.person) throw signInNeeded()
  return request.person
}
