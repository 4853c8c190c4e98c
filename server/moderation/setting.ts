import type { Attempts } from '../platform/auth/attempts.ts'
import { inTransaction, type Work } from '../platform/jobs.ts'
import type { Setting as SubmissionSetting } from '../submissions/setting.ts'

/** What moderation needs of its surroundings. */
export interface Setting extends SubmissionSetting {
  /** How long a claim holds, in hours. */
  claimHours: number
  attempts: Attempts
  /** Keys the hashes of what was taken out. */
  secret: string
}

/** How long a claim holds where nothing else is set, in hours. */
export const usualClaim = 48

/** How often a moderator may do what sends mail to people outside. */
export const limits = {
  reviewers: { name: 'reviewer-invited', most: 50, within: 86_400 },
  // By network address: many may share one, and a danger must get through.
  reports: { name: 'reported', most: 10, within: 3_600 },
} as const

const tries = 3

/**
 * Runs `task` in one transaction with its jobs and mails. Where two acts wait for each other, PostgreSQL ends one of them:
 * that one is done again, from the beginning.
 */
export async function atOnce<T>(
  setting: Pick<Setting, 'database' | 'jobs'>,
  task: (work: Work) => Promise<T>,
): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await inTransaction(setting.database, setting.jobs, task)
    } catch (error) {
      if (left === 1 || !wasEnded(error)) throw error
    }
  }
}

/** Ended for a deadlock, or for what another did at the same time. */
const wasEnded = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')
