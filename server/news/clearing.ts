import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'

/** When old news are taken out of people's lists: once a night (five fields, UTC). */
export const clearingNews = { name: 'clear-news', cron: '29 2 * * *' } as const

/** How long something is kept, in days, and how much of it a person's list holds. */
const kept = { days: 180, items: 500 } as const

/** Takes out of people's lists what is old, and what is more than they hold. What waits for a mail stays until it went. */
export async function clearNews(db: Db): Promise<void> {
  await db
    .deleteFrom('news')
    .where('for_digest', '=', false)
    .where('at', '<', sql<Date>`now() - make_interval(days => ${kept.days})`)
    .execute()
  await sql`
    delete from news using (
      select id, row_number() over (partition by user_id order by id desc) as place from news
    ) as placed
    where placed.id = news.id and placed.place > ${kept.items} and not news.for_digest`.execute(db)
}
