import type { FastifyReply, FastifyRequest } from 'fastify'

/** Whether a client has what has this ETag: RFC 9110, 13.1.2, by weak comparison. */
export function isKnown(request: FastifyRequest, etag: unknown): boolean {
  const known = request.headers['if-none-match']
  if (known === undefined || typeof etag !== 'string') return false
  if (known.trim() === '*') return true
  const [, bare] = tag.exec(etag) ?? []
  return [...known.matchAll(new RegExp(tag, 'g'))].some(([, one]) => one === bare)
}

const tag = /(?:W\/)?("[^"]*")/

/** Leaves out what the client has: it may name several, which the plugin that makes ETags does not read. */
export async function leaveOutKnown(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const read = request.method === 'GET' || request.method === 'HEAD'
  if (!read || reply.statusCode !== 200 || !isKnown(request, reply.getHeader('etag')))
    return payload
  reply.code(304)
  return ''
}
