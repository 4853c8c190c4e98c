import { sql } from 'kysely'
import type { Queue } from '@homeward/schema/moderation.ts'
import type { Db } from '../platform/postgres/database.ts'
import { refreshed } from '../platform/refreshed.ts'

export type QueueCounts = Queue['counts']

/** How old the counts may be, in seconds: they take longer the more there is, and all moderators see the same. */
const keptFor = 2

interface Counted {
  facet:
    | 'waiting'
    | 'urgent'
    | 'state'
    | 'kind'
    | 'country'
    | 'language'
    | 'theme'
    | 'city'
    | 'holder'
  value: string
  name: string
  count: number
}

/** The counts of what waits, of the same few seconds for everyone, but for what is one's own. */
export function queueCounts(db: Db): (personId: string) => Promise<QueueCounts> {
  const counted = refreshed(keptFor, () => count(db))
  return async (personId) => {
    const { rows, oldest } = await counted()
    const of = (facet: Counted['facet']) => rows.filter((row) => row.facet === facet)
    const plain = (facet: Counted['facet']) =>
      of(facet).map(({ value, count: n }) => ({ value, count: n }))
    const named = (facet: Counted['facet']) =>
      of(facet).map(({ value, name, count: n }) => ({ value, name, count: n }))
    const waiting = of('waiting')[0]?.count ?? 0
    const holder = named('holder')
    return {
      waiting,
      urgent: of('urgent')[0]?.count ?? 0,
      mine: holder.find(({ value }) => value === personId)?.count ?? 0,
      unclaimed: waiting - holder.reduce((sum, { count: n }) => sum + n, 0),
      oldest: oldest?.toISOString() ?? null,
      state: plain('state'),
      kind: plain('kind'),
      country: plain('country'),
      language: plain('language'),
      theme: plain('theme'),
      city: named('city'),
      holder,
    }
  }
}

async function count(db: Db): Promise<{ rows: Counted[]; oldest: Date | null }> {
  const { rows } = await sql<Counted>`
    with waiting as materialized (select * from queue where waits),
    counted as (
      select 'waiting' as facet, '' as value, '' as name, count(*)::int as count from waiting
      union all select 'urgent', '', '', count(*)::int from waiting where urgent
      union all select 'state', state, '', count(*)::int from queue group by state
      union all select 'kind', kind, '', count(*)::int from waiting group by kind
      union all select 'country', country, '', count(*)::int from waiting where country is not null group by country
      union all select 'language', language, '', count(*)::int from waiting group by language
      union all select 'theme', theme, '', count(*)::int from waiting, unnest(themes) as theme group by theme
      union all select 'city', c.slug, c.name, w.count::int
        from (select city_id, count(*) from waiting group by city_id) w join cities c on c.id = w.city_id
      union all select 'holder', u.id::text, u.name, w.count::int
        from (select claimed_by, count(*) from waiting where claimed_until > now() group by claimed_by) w
        join users u on u.id = w.claimed_by)
    select facet, value, name, count from counted order by count desc, value`.execute(db)
  const first = await db
    .selectFrom('queue')
    .select('waiting_since')
    .where('waits', '=', true)
    .orderBy('waiting_since')
    .limit(1)
    .executeTakeFirst()
  return { rows, oldest: first?.waiting_since ?? null }
}
