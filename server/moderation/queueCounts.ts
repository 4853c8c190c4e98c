import { sql } from 'kysely'
import type { Queue } from '@homeward/schema/moderation.ts'
import type { Db } from '../platform/postgres/database.ts'

export type QueueCounts = Queue['counts']

/** How old the counts may be, in seconds, before they are read anew; and how old they are shown at most. */
const ages = { fresh: 2, shown: 10 }

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
  const counted = readBehind(() => countQueue(db))
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

/**
 * What takes longer the more there is, and is the same for all: it is read anew behind an answer, so that nobody waits for
 * it, unless nobody has asked for a while.
 */
function readBehind<T>(read: () => Promise<T>): () => Promise<T> {
  let last: { at: number; value: T } | null = null
  let reading: Promise<T> | null = null
  const readAnew = (): Promise<T> => {
    const at = Date.now()
    reading ??= read()
      .then((value) => {
        last = { at, value }
        return value
      })
      .finally(() => (reading = null))
    return reading
  }
  return async () => {
    const age = last === null ? Infinity : (Date.now() - last.at) / 1000
    if (last === null || age > ages.shown) return readAnew()
    // What goes wrong shows to whoever has to wait for it.
    if (age > ages.fresh) readAnew().catch(() => {})
    return last.value
  }
}

/** Counts anew. */
export async function countQueue(db: Db): Promise<{ rows: Counted[]; oldest: Date | null }> {
  const { rows } = await sql<Counted>`
    with sets as (
      select case grouping(kind, country, language, city_id)
          when 7 then 'kind' when 11 then 'country' when 13 then 'language' when 14 then 'city' else 'waiting' end as facet,
        coalesce(kind, country, language, '') as value, city_id, count(*)::int as count,
        (count(*) filter (where urgent))::int as urgent
      from queue where waits group by grouping sets ((), (kind), (country), (language), (city_id))),
    counted as (
      select facet, value, '' as name, count from sets where facet = 'waiting' or (facet <> 'city' and value <> '')
      union all select 'urgent', '', '', urgent from sets where facet = 'waiting'
      union all select 'city', c.slug, c.name, s.count from sets s join cities c on c.id = s.city_id
      union all select 'state', state, '', count(*)::int from queue group by state
      union all select 'theme', theme, '', sum(n)::int
        from (select themes, count(*) as n from queue where waits group by themes) t, unnest(themes) as theme group by theme
      union all select 'holder', u.id::text, u.name, w.count::int
        from (select claimed_by, count(*) from queue where waits and claimed_by is not null and claimed_until > now()
          group by claimed_by) w
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
