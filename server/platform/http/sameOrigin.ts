import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ProblemError } from './problems.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a browser send here. Browsers say where a request comes from by Sec-Fetch-Site, older
 * ones by Origin; a program that sends neither has no one's cookies to misuse.
 * https://words.filippo.io/csrf/ says why this is enough.
 */
export function refuseOtherSites(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (safe.has(request.method) || comesFromHere(request)) return
    throw new ProblemError(
      403,
      'other-site',
      'This was sent from another site',
      'Open the page on this site and try again there.',
    )
  })
}

function comesFromHere({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (typeof site === 'string') return site === 'same-origin' || site === 'none'
  if (headers.origin === undefined) return true
  return URL.parse(headers.origin)?.host === host
}
