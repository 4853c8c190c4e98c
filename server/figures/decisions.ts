import { sql } from 'kysely'
import { rejectionReasons, type Kind, type RejectionReason } from '@homeward/schema/names.ts'
import type { Figures, PublicDecisions } from '@homeward/schema/figures.ts'
import type { Db } from '../platform/postgres/database.ts'

type Verdict = Figures['decisions']['byVerdict'][number]['verdict']

interface Row {
  /** Which of the groups below a row is of. */
  of: 'all' | 'verdict' | 'kind' | 'country'
  verdict: Verdict | null
  kind: Kind | null
  country: string | null
  count: number
  medianDays: number | null
}

/**
 * How long what was handed in waited for the next decision, of the last twelve months: whole, by verdict, by kind and by
 * country. Days from the snapshot that each submit takes.
 */
export async function decisionFigures(db: Db, now: Date): Promise<Figures['decisions']> {
  const since = aYearBefore(now)
  const { rows } = await sql<Row>`
    with decided as (
      select v.verdict, q.entry_kind as kind, q.country,
        extract(epoch from v.decided_at - s.at)::float8 / 86400 as days
      from verdicts v
      join queue q on q.id = v.revision_id
      left join lateral (select max(taken_at) as at from snapshots
        where revision_id = v.revision_id and taken_at <= v.decided_at) s on true
      where v.decided_at >= ${since} and v.decided_at <= ${now})
    select case grouping(verdict, kind, country) when 7 then 'all' when 3 then 'verdict' when 5 then 'kind'
        else 'country' end as of,
      verdict, kind, country, count(*)::int as count,
      round((percentile_cont(0.5) within group (order by days))::numeric, 2)::float8 as "medianDays"
    from decided group by grouping sets ((), (verdict), (kind), (country))
    order by count desc, verdict, kind, country`.execute(db)
  const all = rows.find(({ of }) => of === 'all')
  return {
    since: since.toISOString(),
    count: all?.count ?? 0,
    medianDays: all?.medianDays ?? null,
    byVerdict: rows.flatMap(({ of, verdict, count, medianDays }) =>
      of === 'verdict' && verdict !== null ? { verdict, count, medianDays } : [],
    ),
    byKind: rows.flatMap(({ of, kind, count, medianDays }) =>
      of === 'kind' && kind !== null ? { kind, count, medianDays } : [],
    ),
    byCountry: rows.flatMap(({ of, country, count, medianDays }) =>
      of === 'country' ? { country, count, medianDays } : [],
    ),
  }
}

/** With fewer decisions, a figure would speak of single cities. */
const fewest = 5

/**
 * What anyone may know of how it was decided in the last twelve months, by the last word on each submission; null while
 * there are fewer than five.
 */
export async function publicDecisions(db: Db, now: Date): Promise<PublicDecisions | null> {
  const since = aYearBefore(now)
  const { rows } = await sql<{ reason: string | null; verdict: string; count: number }>`
    with last as (
      select distinct on (revision_id) verdict, reason from verdicts
      where decided_at >= ${since} and decided_at <= ${now}
      order by revision_id, decided_at desc, id desc)
    select verdict, case when verdict = 'rejected' then reason end as reason, count(*)::int as count
    from last where verdict in ('approved', 'rejected') group by 1, 2 order by count desc, reason`.execute(
    db,
  )
  const sum = (of: typeof rows) => of.reduce((all, { count }) => all + count, 0)
  const decided = sum(rows)
  if (decided < fewest) return null
  return {
    since: since.toISOString(),
    decided,
    accepted: sum(rows.filter(({ verdict }) => verdict === 'approved')),
    medianDays: (await decisionFigures(db, now)).medianDays,
    reasons: rows.flatMap(({ reason, count }) => {
      const known = rejectionReasons.find((one): one is RejectionReason => one === reason)
      return known ? { reason: known, count } : []
    }),
  }
}

function aYearBefore(now: Date): Date {
  const day = new Date(now)
  day.setUTCFullYear(day.getUTCFullYear() - 1)
  return day
}
