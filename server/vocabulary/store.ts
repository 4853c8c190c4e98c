import { sql } from 'kysely'
import type { TermKind } from '@homeward/schema/vocabulary.ts'
import type { Db } from '../platform/postgres/database.ts'

export interface TermRow {
  kind: TermKind
  id: string
  labels: Record<string, string>
  about: Record<string, string>
  count: number
}

/** The published entries that carry each term. */
export const counts = sql`
  with carried as (
    select 'theme' as kind, unnest(themes) as id from published_entries
    union all select 'targetGroup', unnest(target_groups) from published_entries
    union all select 'stage', unnest(stages) from published_entries
    union all select 'finding', unnest(findings) from published_entries
    union all select 'leadType', lead_type from published_entries
    union all select 'evidence', evidence from published_entries),
  counts as (select kind, id, count(*)::int as count from carried group by kind, id)`

/** Every term in use with the number of its published entries, in the order in which terms are shown. */
export async function termsWithCounts(db: Db): Promise<TermRow[]> {
  const { rows } = await sql<TermRow>`
    ${counts}
    select t.kind, t.id, t.labels, t.about, coalesce(c.count, 0) as count
    from terms t left join counts c using (kind, id)
    where not t.retired order by t.kind, t.position, t.id`.execute(db)
  return rows
}

/** The labels of every term, retired ones included, since old addresses name them. */
export function termLabels(
  db: Db,
): Promise<{ kind: TermKind; id: string; labels: Record<string, string> }[]> {
  return db.selectFrom('terms').select(['kind', 'id', 'labels']).execute()
}

/** A term, also one that was retired or merged; undefined where there is none. */
export async function oneTerm(
  db: Db,
  kind: TermKind,
  id: string,
): Promise<(TermRow & { merged_into: string | null }) | undefined> {
  const { rows } = await sql<TermRow & { merged_into: string | null }>`
    ${counts}
    select t.kind, t.id, t.labels, t.about, t.merged_into, coalesce(c.count, 0) as count
    from terms t left join counts c using (kind, id)
    where t.kind = ${kind} and t.id = ${id.replaceAll('\0', '')}`.execute(db)
  return rows[0]
}
