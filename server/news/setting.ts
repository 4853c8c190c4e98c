import type { Jobs } from '../platform/jobs.ts'
import type { Database } from '../platform/postgres/database.ts'

/** What news stand on. */
export interface Setting {
  database: Database
  jobs: Jobs
  publicUrl: string
}
