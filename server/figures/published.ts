import { sql } from 'kysely'
import { kinds, type Kind } from '@homeward/schema/names.ts'
import type { MonthCount } from '@homeward/schema/figures.ts'
import type { Db } from '../platform/postgres/database.ts'

export interface ByCountry {
  country: string | null
  count: number
}
export interface ByKind {
  kind: Kind
  count: number
}

const months = 24

/**
 * How many entries are published now, by kind and by country. Read anew each time: what was taken down a moment ago is
 * not among them.
 */
export async function publishedCounts(
  db: Db,
): Promise<{ entries: number; byKind: ByKind[]; byCountry: ByCountry[] }> {
  const { rows } = await sql<{ kind: Kind | null; country: string | null; count: number }>`
    select kind, country, count(*)::int as count from published_entries
    group by grouping sets ((kind), (country)) order by count desc, kind, country`.execute(db)
  const byKind = kinds.map((kind) => ({
    kind,
    count: rows.find((row) => row.kind === kind)?.count ?? 0,
  }))
  return {
    entries: byKind.reduce((sum, { count }) => sum + count, 0),
    byKind,
    byCountry: rows.flatMap(({ kind, country, count }) =>
      kind === null ? { country, count } : [],
    ),
  }
}

/** What is published now, by the month of its first publication: this month and the 23 before it, those without any too. */
export async function publishedByMonth(db: Db): Promise<MonthCount[]> {
  const { rows } = await sql<MonthCount>`
    with months as (
      select generate_series(
        date_trunc('month', now() at time zone 'utc') - make_interval(months => ${months - 1}),
        date_trunc('month', now() at time zone 'utc'), interval '1 month') as month),
    counted as (
      select date_trunc('month', published_at at time zone 'utc') as month, count(*)::int as count
      from published_entries
      where published_at >= (select min(month) from months) at time zone 'utc' group by 1)
    select to_char(month, 'YYYY-MM') as month, coalesce(count, 0) as count
    from months left join counted using (month) order by 1`.execute(db)
  return rows
}
