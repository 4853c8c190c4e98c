import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '@homeward/schema/problem.ts'
import { messageOf } from './validationMessages.ts'

export const problemType = 'application/problem+json; charset=utf-8'

/** An error for people: what happened, and what to do next. Routes and their functions throw it. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly status: number
  readonly kind: string
  readonly detail: string | undefined
  readonly more: Omit<Problem, 'type' | 'title' | 'status' | 'detail' | 'instance'>
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | undefined

  /** @param kind a stable name, lower case with hyphens; becomes the problem's `type` */
  constructor(
    status: number,
    kind: string,
    title: string,
    detail?: string,
    more: ProblemError['more'] & { retryAfter?: number } = {},
  ) {
    super(title)
    this.status = status
    this.kind = kind
    this.detail = detail
    const { retryAfter, ...rest } = more
    this.more = rest
    this.retryAfter = retryAfter
  }
}

/** The fields are at fault: each is named with the remedy. */
export function invalid(errors: NonNullable<Problem['errors']>): ProblemError {
  return new ProblemError(
    400,
    'invalid-request',
    'Something in the address or the text sent is not right',
    'See errors: each names a field, what is wrong with it and what to do.',
    { errors },
  )
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof ProblemError) {
    return {
      type: `urn:homeward:problem:${error.kind}`,
      title: error.message,
      status: error.status,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      instance: request.id,
      ...error.more,
    }
  }
  if (isFastifyError(error) && error.validation) {
    const where = error.validationContext ?? 'request'
    return problemOf(invalid(error.validation.map((fault) => messageOf(fault, where))), request)
  }
  if (isFastifyError(error) && error.statusCode && error.statusCode < 500) {
    const [kind, title, detail] = unreadable[error.code] ?? [
      error.code.toLowerCase().replaceAll('_', '-'),
      error.message,
    ]
    return problemOf(new ProblemError(error.statusCode, kind, title, detail), request)
  }
  return {
    type: 'urn:homeward:problem:failure',
    title: 'Something went wrong on our side',
    status: isUnavailable(error) ? 503 : 500,
    detail: 'Nothing that you sent is to blame. Please try again in a moment.',
    instance: request.id,
  }
}

/** What never reaches a route, by Fastify's codes: a stable name, what is wrong, and the remedy. */
const unreadable: Record<string, [kind: string, title: string, remedy: string]> = {
  FST_ERR_BAD_URL: [
    'unreadable-address',
    'This address cannot be read',
    'A % in it stands for nothing: it may have been cut off. Write % itself as %25.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: [
    'unreadable-json',
    'What was sent is not valid JSON',
    'Look for a missing or extra comma, quote or bracket.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: [
    'unreadable-json',
    'Nothing was sent, where JSON was announced',
    'Send JSON, or leave out the header Content-Type.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported-media-type',
    'This address does not take content of that kind',
    'Send JSON, and say so in the header Content-Type: application/json.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'content-too-large',
    'What was sent is too large',
    'Nothing of it was kept. Send less at once.',
  ],
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

/** PostgreSQL cannot be reached, is starting or stopping, or answers too late. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(ECONN|EPIPE|57P|08|53|57014)/.test(code) ||
    /timeout|terminated|Connection/i.test(error.message)
  )
}

/** Answers with a problem document (RFC 9457). */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) reply.header('retry-after', '5')
  return reply
    .status(problem.status)
    .header('content-type', problemType)
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem)
}

/** The one place where errors of the API become problem documents. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error, request)
  if (problem.status >= 500) request.log.error(error)
  if (error instanceof ProblemError && error.retryAfter !== undefined) {
    reply.header('retry-after', error.retryAfter)
  }
  return sendProblem(reply, problem)
}

/** Also where there is something, but it takes no such request. */
export function unknownAddress(request: FastifyRequest): Problem {
  const asked = ['GET', 'HEAD'].includes(request.method)
  return {
    type: 'urn:homeward:problem:unknown-address',
    title: asked
      ? 'There is nothing at this address'
      : `There is nothing at this address that takes ${request.method}`,
    status: 404,
    detail: 'The addresses of the API, and what each takes, are listed at /api/docs.',
    instance: request.id,
  }
}
