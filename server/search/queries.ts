import { sql } from 'kysely'
import { filterNames, type FilterName, type SearchQuery } from '@homeward/schema/search.ts'
import { nearest } from '../platform/nearest.ts'
import { invalid } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { Filters } from './engine.ts'
import { readable } from './question.ts'

/** The part of an address's parameters that filters. */
export type FilterParameters = Pick<SearchQuery, FilterName | 'yearFrom' | 'yearTo'>

/** Filters whose values are rows, and could name one that does not exist. */
const stored: Partial<Record<FilterName, Source>> = {
  theme: 'terms',
  targetGroup: 'terms',
  stage: 'terms',
  evidence: 'terms',
  finding: 'terms',
  leadType: 'terms',
  country: 'countries',
  region: 'regions',
  city: 'cities',
}

interface Checked {
  name: FilterName
  value: string
  /** What the value stands for now: a merged term stands for the one that it was merged into. */
  found: string | null
}

/**
 * The filters of an address as they are given.
 * @throws ProblemError 400 where years end before they begin
 */
export function givenFilters(parameters: FilterParameters): Filters {
  const { yearFrom = null, yearTo = null } = parameters
  if (yearFrom !== null && yearTo !== null && yearFrom > yearTo) {
    throw invalid([
      { field: 'yearTo', message: `Please give ${yearFrom} or later, or leave it out.` },
    ])
  }
  const values: Filters['values'] = {}
  for (const name of filterNames) {
    const given = parameters[name]
    if (given && given.length > 0) values[name] = [...new Set(given.map(readable))]
  }
  return { values, yearFrom, yearTo }
}

/**
 * Checks that what filters name exists, in one query where there is any. Gives the same filters, or others where a
 * value stands for another now.
 * @throws ProblemError 400 that names each unknown value, with a near one where there is one
 */
export async function checkedFilters(db: Db, given: Filters): Promise<Filters> {
  const checked = await check(db, given.values)
  const unknown = checked.filter(({ found }) => found === null)
  if (unknown.length > 0) throw await unknownValues(db, unknown)
  if (checked.every(({ found, value }) => found === value)) return given
  const values = { ...given.values }
  for (const name of new Set(checked.map((value) => value.name))) {
    values[name] = [
      ...new Set(checked.flatMap((value) => (value.name === name ? (value.found ?? []) : []))),
    ]
  }
  return { ...given, values }
}

/**
 * Reads the filters of an address and checks that what they name exists.
 * @throws ProblemError 400 as `givenFilters` and `checkedFilters` do
 */
export async function readFilters(db: Db, parameters: FilterParameters): Promise<Filters> {
  return checkedFilters(db, givenFilters(parameters))
}

async function check(db: Db, values: Filters['values']): Promise<Checked[]> {
  const asked = filterNames.flatMap((name) => {
    const source = stored[name]
    return source ? (values[name] ?? []).map((value) => ({ name, source, value })) : []
  })
  if (asked.length === 0) return []
  const { rows } = await sql<Checked>`
    select a.name, a.value, case a.source
      when 'terms' then (select coalesce(merged_into, id) from terms t where t.kind = a.name and t.id = a.value)
      when 'countries' then (select code from countries c where c.code = upper(a.value))
      when 'regions' then (select subregion from countries c where c.subregion = a.value limit 1)
      when 'cities' then (select slug from cities c where c.slug = a.value and c.listed)
      end as found
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a (name text, source text, value text)
    `.execute(db)
  return rows
}

async function unknownValues(db: Db, unknown: Checked[]) {
  const near = await nearValues(db, new Set(unknown.map(({ name }) => sourceOf(name))))
  return invalid(
    unknown.map(({ name, value }) => {
      const shown = value.slice(0, 60)
      const meant = near(name, value)
      const remedy =
        meant === null
          ? `Leave it out, or see the values at ${lists[sourceOf(name)]} and in the facets of a search.`
          : `Did you mean '${meant}'?`
      return { field: name, value: shown, message: `'${shown}' is not known here. ${remedy}` }
    }),
  )
}

type Source = 'terms' | 'countries' | 'regions' | 'cities'

const sourceOf = (name: FilterName): Source => stored[name] ?? 'terms'

const lists: Record<Source, string> = {
  terms: '/api/v1/vocabulary',
  countries: '/api/v1/countries',
  regions: '/api/v1/countries',
  cities: '/api/v1/cities',
}

/** What may have been meant by a value: one that is written nearly so, or the code of what was named in words. */
async function nearValues(
  db: Db,
  sources: ReadonlySet<Source>,
): Promise<(name: FilterName, value: string) => string | null> {
  const terms = sources.has('terms')
    ? await db.selectFrom('terms').select(['kind', 'id', 'labels']).execute()
    : []
  const countries =
    sources.has('countries') || sources.has('regions')
      ? await db.selectFrom('countries').select(['code', 'names', 'subregion']).execute()
      : []
  const cities = sources.has('cities')
    ? await db
        .selectFrom('cities')
        .select(['slug', 'name'])
        .where('listed', '=', true)
        .orderBy('slug')
        .execute()
    : []
  return (name, value) => {
    switch (sourceOf(name)) {
      case 'countries':
        return calledSo(
          value,
          countries.map(({ code, names }) => [code, names]),
        )
      case 'regions': {
        const code = value.padStart(3, '0')
        return countries.some(({ subregion }) => subregion === code) ? code : null
      }
      case 'cities':
        return calledOrWrittenSo(
          value,
          cities.map((city) => [city.slug, [city.name]]),
        )
      case 'terms':
        return calledOrWrittenSo(
          value,
          terms.flatMap(({ kind, id, labels }) =>
            kind === name ? [[id, Object.values(labels)] as const] : [],
          ),
        )
    }
  }
}

/** A value of a filter, and what it is called in words. */
type Called = readonly [value: string, names: readonly string[]]

function calledSo(word: string, known: readonly Called[]): string | null {
  const lower = word.toLowerCase()
  const found = known.find(([, names]) => names.some((name) => name.toLowerCase() === lower))
  return found?.[0] ?? null
}

const calledOrWrittenSo = (word: string, known: readonly Called[]) =>
  calledSo(word, known) ??
  nearest(
    word,
    known.map(([value]) => value),
  )
