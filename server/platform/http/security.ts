import { randomBytes, timingSafeEqual } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { ProblemError } from './problems.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Headers by which the server's own calls (pages asking the API) are told from those of clients. */
    internalHeaders: Record<string, string>
  }
}

const internalHeader = 'x-homeward-internal'

/** Security headers for every answer, and a limit on how often one client may ask. */
export async function protect(
  app: FastifyInstance,
  options: { rateLimit: number; https: boolean; dev: boolean },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: options.dev
      ? false
      : { useDefaults: false, directives: policy(options.https) },
    strictTransportSecurity: options.https ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
  })
  const token = randomBytes(24).toString('base64url')
  app.decorate('internalHeaders', { [internalHeader]: token })
  if (options.rateLimit > 0) {
    await app.register(rateLimit, {
      max: options.rateLimit,
      timeWindow: '1 minute',
      allowList: (request) => equal(request.headers[internalHeader], token),
      errorResponseBuilder: (_request, { after }) =>
        new ProblemError(
          429,
          'too-many-requests',
          'These were too many requests in a short time',
          `Please wait ${after} and try again.`,
        ),
    })
  }
}

function policy(https: boolean) {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    ...(https ? { upgradeInsecureRequests: [] } : {}),
  }
}

function equal(given: string | string[] | undefined, token: string): boolean {
  if (typeof given !== 'string' || given.length !== token.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(token))
}
