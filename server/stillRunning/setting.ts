import type { Attempts } from '../platform/auth/attempts.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Database } from '../platform/postgres/database.ts'

/** What asking a city needs. */
export interface AskingSetting {
  database: Database
  jobs: Jobs
  /** Of the site, without a slash at the end: mails lead there. */
  publicUrl: string
}

export interface Setting extends AskingSetting {
  attempts: Attempts
}

/** How often one link can answer. */
export const limits = {
  answers: { name: 'still-running', most: 300, within: 86_400 },
} as const
