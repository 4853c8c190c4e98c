import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type, type Static } from 'typebox'

/** A part that the server needs, and how to ask how it is. */
export interface Part {
  name: 'postgres' | 'search' | 'jobs' | 'files'
  /** Whether the site can answer without it. */
  needed: boolean
  check(): Promise<boolean>
}

const State = Type.Object({
  status: Type.Enum(['ready', 'degraded', 'unavailable']),
  parts: Type.Record(Type.String(), Type.Enum(['up', 'down'])),
})

type State = Static<typeof State>

function statusOf(unavailable: boolean, down: number): State['status'] {
  if (unavailable) return 'unavailable'
  return down > 0 ? 'degraded' : 'ready'
}

const patience = 2_000

async function isUp(part: Part): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(resolve, patience, false).unref()
  })
  return Promise.race([part.check().catch(() => false), late])
}

/** Whether the process lives, and whether each of its parts does. */
export const healthRoutes: FastifyPluginAsyncTypebox<{ parts: Part[] }> = async (app, options) => {
  app.get(
    '/health/live',
    {
      config: { access: 'everyone', rateLimit: false },
      schema: {
        tags: ['Health'],
        response: { 200: Type.Object({ status: Type.Literal('live') }) },
      },
    },
    async () => ({ status: 'live' as const }),
  )

  app.get(
    '/health/ready',
    {
      config: { access: 'everyone', rateLimit: false },
      schema: {
        tags: ['Health'],
        summary: 'Each part and how it is; 503 where one is down that the site needs',
        response: { 200: State, 503: State },
      },
    },
    async (_request, reply) => {
      const states = await Promise.all(
        options.parts.map(async (part) => ({ part, up: await isUp(part) })),
      )
      const down = states.filter(({ up }) => !up)
      const unavailable = down.some(({ part }) => part.needed)
      reply.header('cache-control', 'no-store').code(unavailable ? 503 : 200)
      const parts: State['parts'] = {}
      for (const { part, up } of states) parts[part.name] = up ? 'up' : 'down'
      return { status: statusOf(unavailable, down.length), parts }
    },
  )
}
