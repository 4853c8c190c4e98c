import { sql, type RawBuilder } from 'kysely'
import type { FilterName } from '@homeward/schema/search.ts'
import type { Filters } from './engine.ts'

/** The column of published_entries that each filter reads. */
export const filterColumns = {
  kind: { column: 'kind', many: false },
  theme: { column: 'themes', many: true },
  country: { column: 'country', many: false },
  region: { column: 'region', many: false },
  city: { column: 'city', many: false },
  citySize: { column: 'city_size', many: false },
  targetGroup: { column: 'target_groups', many: true },
  stage: { column: 'stages', many: true },
  evidence: { column: 'evidence', many: false },
  finding: { column: 'findings', many: true },
  leadType: { column: 'lead_type', many: false },
  origin: { column: 'origin', many: false },
  running: { column: 'running', many: false },
  language: { column: 'languages', many: true },
} as const satisfies Record<FilterName, { column: string; many: boolean }>

/** Whether a row `p` of published_entries meets a filter: true or false, never null. */
export function meets(name: FilterName, values: string[]): RawBuilder<boolean> {
  const { column, many } = filterColumns[name]
  const ref = sql.ref(`p.${column}`)
  return many
    ? sql<boolean>`${ref} && ${values}::text[]`
    : sql<boolean>`coalesce(${ref} = any(${values}::text[]), false)`
}

/** The last year of what goes on, as stored. */
export const goesOn = 9999

/** Whether a row `p` covers years of the span asked for; what goes on covers those up to now. */
export function meetsYears(filters: Filters, thisYear: number): RawBuilder<boolean> {
  const { yearFrom, yearTo } = filters
  if (yearFrom === null && yearTo === null) return sql<boolean>`true`
  const from = yearFrom ?? 0
  const to = yearTo ?? goesOn
  const lastYear = sql`case when p.year_to = ${goesOn}::int then greatest(p.year_from, ${thisYear}::int) else p.year_to end`
  return sql<boolean>`coalesce(p.year_from <= ${to}::int and ${lastYear} >= ${from}::int, false)`
}

/** Every filter at once. */
export function meetsAll(filters: Filters, thisYear: number): RawBuilder<boolean> {
  const conditions = chosen(filters).map(([name, values]) => meets(name, values))
  return sql<boolean>`${sql.join([meetsYears(filters, thisYear), ...conditions], sql` and `)}`
}

/** The filters that have a value. */
export function chosen(filters: Filters): [FilterName, string[]][] {
  const names = Object.keys(filters.values) as FilterName[]
  return names.flatMap((name) => {
    const values = filters.values[name]
    return values && values.length > 0 ? [[name, values] as [FilterName, string[]]] : []
  })
}
