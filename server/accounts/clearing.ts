import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'

/** When what is over is cleared away: once an hour (five fields, UTC). */
export const clearing = { name: 'clear-expired', cron: '17 * * * *' } as const

/** How many days an account may wait for its address to be confirmed. */
const daysToConfirm = 7

/** Clears away what is over: sessions, links, counts, and accounts whose address nobody confirmed. */
export async function clearExpired(db: Db): Promise<void> {
  const now = new Date()
  for (const table of ['sessions', 'verifications', 'administrator_links'] as const) {
    await db.deleteFrom(table).where('expires_at', '<', now).execute()
  }
  await db.deleteFrom('attempts').where('expire', '<', now.getTime()).execute()
  await db
    .deleteFrom('users')
    .where('email_verified', '=', false)
    .where('created_at', '<', sql<Date>`now() - make_interval(days => ${daysToConfirm})`)
    .execute()
}
