import { sql } from 'kysely'
import { kinds, queueKinds, type Kind, type QueueKind } from '@homeward/schema/names.ts'
import type { Figures } from '@homeward/schema/figures.ts'
import type { Db } from '../platform/postgres/database.ts'

interface Row {
  of: 'all' | 'what' | 'kind' | 'country'
  what: QueueKind | null
  kind: Kind | null
  country: string | null
  count: number
  urgent: number
  oldest: Date | null
}

/** What waits for moderators now. */
export async function waitingFigures(db: Db): Promise<Figures['waiting']> {
  const { rows } = await sql<Row>`
    select case grouping(kind, entry_kind, country) when 7 then 'all' when 3 then 'what' when 5 then 'kind'
        else 'country' end as of,
      kind as what, entry_kind as kind, country, count(*)::int as count,
      (count(*) filter (where urgent))::int as urgent, min(waiting_since) as oldest
    from queue where waits group by grouping sets ((), (kind), (entry_kind), (country))
    order by count desc, country`.execute(db)
  const all = rows.find(({ of }) => of === 'all')
  return {
    total: all?.count ?? 0,
    urgent: all?.urgent ?? 0,
    oldest: all?.oldest?.toISOString() ?? null,
    byWhat: queueKinds.map((what) => ({
      what,
      count: rows.find((row) => row.of === 'what' && row.what === what)?.count ?? 0,
    })),
    byKind: kinds.map((kind) => ({
      kind,
      count: rows.find((row) => row.of === 'kind' && row.kind === kind)?.count ?? 0,
    })),
    byCountry: rows.flatMap(({ of, country, count }) =>
      of === 'country' ? { country, count } : [],
    ),
  }
}
