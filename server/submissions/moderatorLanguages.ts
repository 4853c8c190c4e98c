import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'

/** The languages that moderators say they read, those that most read first. BCP 47 tags. */
export async function languagesRead(db: Db): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    select tag from users, unnest(reads) as tag
    where role in ('moderator', 'administrator')
    group by tag order by count(*) desc, tag`.execute(db)
  return rows.map(({ tag }) => tag)
}
