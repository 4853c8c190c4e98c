import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'
import { bounds } from './setting.ts'

/** When what was looked for too seldom, or no longer, is forgotten: once a day (five fields, UTC). */
export const forgetting = { name: 'forget-vain-searches', cron: '27 3 * * *' } as const

/** Forgets days of what was looked for on fewer than three within 90 days, and words that nobody typed for a year. */
export async function forgetVainSearches(db: Db, now = new Date()): Promise<void> {
  await sql`delete from vain_searches where day < ${now}::date - ${bounds.kept}::int`.execute(db)
  await sql`delete from missing_knowledge where last_day < ${now}::date - ${bounds.unasked}::int`.execute(
    db,
  )
}
