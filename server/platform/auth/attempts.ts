import { createHmac } from 'node:crypto'
import type { Pool } from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { ProblemError } from '../http/problems.ts'

/** At most `most` attempts within `within` seconds. */
export interface Limit {
  name: string
  most: number
  within: number
}

export interface Attempts {
  /** Counts one attempt. @throws ProblemError 429 that says how long to wait */
  count(limit: Limit, who: string): Promise<void>
  /** Forgets what was counted. */
  forget(limit: Limit, who: string): Promise<void>
}

/**
 * Counts attempts in PostgreSQL, for all servers together. Who is counted, an address of a mail or of the network, is kept
 * as a keyed hash only.
 */
export function countAttempts(pool: Pool, secret: string): Attempts {
  const limiters = new Map<string, RateLimiterPostgres>()
  const limiterOf = ({ name, most, within }: Limit) => {
    const known = limiters.get(name)
    if (known) return known
    const made = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'attempts',
      tableCreated: true,
      keyPrefix: name,
      points: most,
      duration: within,
      // A job clears what is over (server/accounts/clearing.ts).
      clearExpiredByTimeout: false,
    })
    limiters.set(name, made)
    return made
  }
  const hashed = (who: string) =>
    createHmac('sha256', secret).update(who.toLowerCase()).digest('base64url')
  return {
    async count(limit, who) {
      try {
        await limiterOf(limit).consume(hashed(who))
      } catch (error) {
        throw error instanceof RateLimiterRes ? tooOften(error.msBeforeNext) : error
      }
    },
    async forget(limit, who) {
      await limiterOf(limit).delete(hashed(who))
    },
  }
}

function tooOften(milliseconds: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  const minutes = Math.ceil(seconds / 60)
  return new ProblemError(
    429,
    'too-many-attempts',
    'This was tried too often in a short time',
    `Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`,
    { retryAfter: seconds },
  )
}
