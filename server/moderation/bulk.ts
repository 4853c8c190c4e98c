import type { FastifyBaseLogger } from 'fastify'
import type { BulkDecision, BulkOutcome } from '@homeward/schema/moderation.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { decide, decisionOf } from './deciding.ts'
import type { Setting } from './setting.ts'

/**
 * The same act on several submissions, with one reason. Each is decided by itself, in a transaction of its own: one that
 * cannot be decided keeps none of the others from it.
 * @throws ProblemError 400 where words or a reason are missing: then nothing is decided
 */
export async function decideSeveral(
  setting: Setting,
  person: Person,
  { act, items, ...sent }: BulkDecision,
  log: FastifyBaseLogger,
): Promise<BulkOutcome> {
  const decision = decisionOf(act, sent)
  const outcomes: BulkOutcome['outcomes'] = []
  for (const { id, seen } of items) {
    try {
      const standing = await decide(setting, { id, person }, seen, decision)
      outcomes.push({ id, done: true, standing, problem: null })
    } catch (error) {
      if (!(error instanceof ProblemError)) log.error(error)
      outcomes.push({
        id,
        done: false,
        standing: error instanceof ProblemError ? (error.more.standing ?? null) : null,
        problem: problemOf(error),
      })
    }
  }
  return { outcomes }
}

function problemOf(error: unknown) {
  if (error instanceof ProblemError) {
    return {
      type: `urn:homeward:problem:${error.kind}`,
      title: error.message,
      status: error.status,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
    }
  }
  return {
    type: 'urn:homeward:problem:failure',
    title: 'Something went wrong on our side',
    status: 500,
    detail: 'This one was not decided. Please try again in a moment.',
  }
}
