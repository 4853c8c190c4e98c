import type { Passage } from '@homeward/schema/screening.ts'
import type { Database } from '../platform/postgres/database.ts'
import type { Files } from '../platform/files/files.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { LabelSource } from '../vocabulary/labels.ts'
import type { Known } from './known.ts'
import type { ScreenedPart } from './screening/screen.ts'

/** In the order of the parts, then of the text. */
export type Screen = (parts: ScreenedPart[]) => Promise<Passage[]>

/** What submissions need of their surroundings. */
export interface Setting {
  database: Database
  jobs: Jobs
  /** Codes that drafts may name, a few seconds old at most. */
  known(): Promise<Known>
  /** Passages that may tell who somebody is, found beside the server's own thread. */
  screen: Screen
  labels: LabelSource
  files: Files
  /** Where uploads under way are written. */
  dataDir: string
  /** Of the site, without a slash at the end: mails lead there. */
  publicUrl: string
}
