import type { Attempts } from '../platform/auth/attempts.ts'
import { inTransaction, type Jobs, type Work } from '../platform/jobs.ts'
import type { Database } from '../platform/postgres/database.ts'

/** What cities need of their surroundings. */
export interface Setting {
  database: Database
  jobs: Jobs
  attempts: Attempts
  /** Of the site, without a slash at the end: mails lead there. */
  publicUrl: string
}

/** Runs `task` in one transaction, together with its jobs and mails. */
export function atOnce<T>(
  { database, jobs }: Setting,
  task: (work: Work) => Promise<T>,
): Promise<T> {
  return inTransaction(database, jobs, task)
}

const day = 86_400

/** How often a person may do what sends mail to others. */
export const limits = {
  asking: { name: 'city-asked', most: 5, within: day },
  questions: { name: 'city-question', most: 10, within: day },
  invitations: { name: 'city-invitation', most: 50, within: day },
  entryRequests: { name: 'entry-request', most: 50, within: day },
} as const
