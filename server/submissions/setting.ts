import type { Database } from '../platform/postgres/database.ts'
import type { Files } from '../platform/files/files.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { LabelSource } from '../vocabulary/labels.ts'
import type { Known } from './known.ts'
import type { KnownPlaces } from './screening/screen.ts'

/** What submissions need of their surroundings. */
export interface Setting {
  database: Database
  jobs: Jobs
  /** Codes that drafts may name, a few seconds old at most. */
  known(): Promise<Known>
  /** Places too large to tell who somebody is, as old at most. */
  places(): Promise<KnownPlaces>
  labels: LabelSource
  files: Files
  /** Where uploads under way are written. */
  dataDir: string
  /** Of the site, without a slash at the end: mails lead there. */
  publicUrl: string
}
