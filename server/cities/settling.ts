import { sql } from 'kysely'
import type { Trx } from '../platform/postgres/database.ts'

/**
 * Puts the team and the status of a city that nobody has verified in order, after someone asked for it, left it or was
 * refused. The caller holds the city's lock.
 *
 * - Whoever was refused leaves, unless they began drafts here: then they stay with these, and cannot hand them in. What
 *   was typed is never taken away from who typed it.
 * - Whoever asked first comes in as its owner where nobody is there, and where there are no drafts that others wrote:
 *   nobody gets to read what strangers are writing by asking. Everyone else waits for an administrator.
 * - The city is 'asked' while a request is open, and 'unclaimed' otherwise.
 */
export async function settleCity(trx: Trx, cityId: string): Promise<void> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from city_requests q
      where q.city_id = c.id and q.state = 'asked' and q.asked_by is not null) as open
    from cities c where c.id = ${cityId} and c.status <> 'verified'`.execute(trx)
  const [city] = rows
  if (!city) return
  await letRefusedGo(trx, cityId)
  await letFirstIn(trx, cityId)
  await trx
    .updateTable('cities')
    .set({ status: city.open ? 'asked' : 'unclaimed' })
    .where('id', '=', cityId)
    .execute()
}

async function letRefusedGo(trx: Trx, cityId: string): Promise<void> {
  await sql`
    delete from city_members m where m.city_id = ${cityId}
      and not exists (select from city_requests q
        where q.city_id = m.city_id and q.asked_by = m.user_id and q.state = 'asked')
      and not exists (select from drafts d join revisions r on r.id = d.revision_id
        where d.city_id = m.city_id and r.author_id = m.user_id)`.execute(trx)
}

async function letFirstIn(trx: Trx, cityId: string): Promise<void> {
  await sql`
    insert into city_members (city_id, user_id, role)
    select q.city_id, q.asked_by, 'owner' from city_requests q
    where q.city_id = ${cityId} and q.state = 'asked' and q.asked_by is not null
      and not exists (select from city_members m where m.city_id = q.city_id)
      and not exists (select from drafts d join revisions r on r.id = d.revision_id
        where d.city_id = q.city_id and r.author_id is distinct from q.asked_by)
    order by q.id limit 1`.execute(trx)
}
