import { sql } from 'kysely'
import { ProblemError } from '../platform/http/problems.ts'
import { inTransaction, type Jobs, type Work } from '../platform/jobs.ts'
import type { Database } from '../platform/postgres/database.ts'

/** What the vocabulary needs of its surroundings. */
export interface Setting {
  database: Database
  jobs: Jobs
}

/**
 * Runs a change of the vocabulary in one transaction, one at a time: labels and synonyms are compared with all the
 * others, which must stay as they are meanwhile.
 */
export function changing<T>(
  { database, jobs }: Setting,
  task: (work: Work) => Promise<T>,
): Promise<T> {
  return inTransaction(database, jobs, async (work) => {
    await sql`select pg_advisory_xact_lock(hashtext('vocabulary'))`.execute(work.trx)
    return task(work)
  })
}

/**
 * The version that a header If-Match names.
 * @throws ProblemError 428 where there is none
 */
export function versionIn(header: string | undefined): number {
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header?.trim() ?? '')?.[1]
  if (version === undefined) {
    throw new ProblemError(
      428,
      'version-needed',
      'Say which version you are changing',
      'Send the version that you read as If-Match, so that nobody is overwritten unseen.',
    )
  }
  return Number(version)
}

/** Somebody else changed what one was looking at: 412 with what it is now. */
export function changedSince(current: Record<string, unknown>): ProblemError {
  return new ProblemError(
    412,
    'changed-since',
    'Somebody else has changed this since you opened it',
    'Compare it with what you typed, and save again.',
    current,
  )
}
