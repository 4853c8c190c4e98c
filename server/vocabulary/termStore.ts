import { sql } from 'kysely'
import type { TermKind } from '@homeward/schema/names.ts'
import type { KeptTerm } from '@homeward/schema/vocabularyAdmin.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { counts } from './store.ts'

/** A term by its name among its kind. */
export interface TermName {
  kind: TermKind
  id: string
}

const columnOf = {
  theme: sql`themes`,
  targetGroup: sql`target_groups`,
  stage: sql`stages`,
  leadType: sql`array[lead_type]`,
  evidence: sql`array[evidence]`,
  finding: sql`findings`,
} as const satisfies Record<TermKind, unknown>

/** Terms as moderators keep them, retired ones included, in the order in which they are shown. */
export async function keptTerms(db: Db | Trx, only?: TermName): Promise<KeptTerm[]> {
  const { rows } = await sql<KeptTerm>`
    ${counts}
    select t.kind, t.id, t.labels, t.about, t.retired, t.merged_into as "mergedInto", t.version,
      coalesce(c.count, 0) as entries
    from terms t left join counts c using (kind, id)
    where ${only ? sql`t.kind = ${only.kind} and t.id = ${only.id}` : sql`true`}
    order by t.kind, t.retired, t.position, t.id`.execute(db)
  return rows
}

/** The published entries that carry a term. */
export async function entriesWith(trx: Trx, { kind, id }: TermName): Promise<string[]> {
  const { rows } = await sql<{ entry_id: string }>`
    select entry_id from published_entries where ${id} = any(${columnOf[kind]})`.execute(trx)
  return rows.map(({ entry_id }) => entry_id)
}
