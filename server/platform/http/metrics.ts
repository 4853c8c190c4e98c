import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { ProblemError } from './problems.ts'

const loopback = /^(127\.|::1$|::ffff:127\.)/

/** Measures every answer, and tells the figures at /metrics: to this machine, or to who has the token. */
export function measure(app: FastifyInstance, token: string | null): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    // Routes, never addresses: what people look for and read is not kept.
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    durations.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })
  app.get(
    '/metrics',
    { config: { access: 'operators', rateLimit: false }, schema: { hide: true } },
    async (request, reply) => {
      if (!mayRead(request, token)) {
        throw new ProblemError(
          403,
          'not-for-everyone',
          'These figures are for those who run the site',
          'Ask from the same machine, or send the METRICS_TOKEN as a bearer token.',
        )
      }
      reply.header('content-type', registry.contentType).header('cache-control', 'no-store')
      return registry.metrics()
    },
  )
}

function mayRead(request: FastifyRequest, token: string | null): boolean {
  const given = request.headers.authorization
  if (given !== undefined) {
    const expected = token === null ? null : Buffer.from(`Bearer ${token}`)
    const sent = Buffer.from(given)
    return expected !== null && sent.length === expected.length && timingSafeEqual(sent, expected)
  }
  // What a proxy on this machine passes on comes from elsewhere.
  const passedOn = request.headers['x-forwarded-for'] ?? request.headers['forwarded']
  return passedOn === undefined && loopback.test(request.socket.remoteAddress ?? '')
}
