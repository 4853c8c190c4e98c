import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filterNames, type FilterName, type SearchAnswer } from '@homeward/schema/search.ts'
import type { Db } from '../../server/platform/postgres/database.ts'
import { engines, isPresent, startedSite, type Site } from '../site.ts'

/**
 * Every facet value of every live entry, read from the tables that moderators' decisions write, and not from the rows
 * that searches are answered from.
 */
const facts = sql`
  select e.id, f.facet, f.value from entries e
  join revisions r on r.original_of = e.id and r.state = 'published'
  left join cities c on c.id = r.city_id left join countries k on k.code = r.country,
  lateral (
    select 'kind' as facet, e.kind as value
    union all select 'country', r.country
    union all select 'region', k.subregion
    union all select 'city', c.slug
    union all select 'citySize', case when c.population < 50000 then 'small'
      when c.population < 250000 then 'medium' when c.population < 1000000 then 'large'
      when c.population >= 1000000 then 'metropolis' end
    union all select 'evidence', r.evidence
    union all select 'leadType', r.lead_type
    union all select 'origin', r.origin
    union all select 'running', case when e.kind <> 'practice' then null
      when r.end_year < extract(year from now()) then 'ended'
      when r.confirmed + interval '2 years' > now() then 'confirmed' else 'unconfirmed' end
    union all select 'language', l.language from revisions l where l.entry_id = e.id and l.state = 'published'
    union all select t.kind, t.term from revision_terms t where t.revision_id = r.id
    union all select distinct 'finding', o.finding from outcomes o where o.revision_id = r.id) f
  where f.value is not null and e.taken_down_at is null`

const years = sql`
  select e.id,
    case e.kind when 'practice' then r.start_year else r.year end as first,
    case e.kind when 'practice' then coalesce(r.end_year, greatest(r.start_year, extract(year from now()))) else r.year end as last
  from entries e join revisions r on r.original_of = e.id and r.state = 'published'
  where case e.kind when 'practice' then r.start_year else r.year end is not null`

interface Asked {
  values: Partial<Record<FilterName, string[]>>
  yearFrom: number | undefined
  yearTo: number | undefined
}

/** The ids of the entries that meet the filters but the one left out, by plain SQL. */
function meeting({ values, yearFrom, yearTo }: Asked, without?: FilterName) {
  const conditions = Object.entries(values)
    .filter(([name]) => name !== without)
    .map(
      ([name, list]) =>
        sql`e.id in (select id from facts where facet = ${name} and value = any(${list}))`,
    )
  if (yearFrom !== undefined)
    conditions.push(sql`e.id in (select id from years where last >= ${yearFrom})`)
  if (yearTo !== undefined)
    conditions.push(sql`e.id in (select id from years where first <= ${yearTo})`)
  return sql`select e.id from (select distinct id from facts) e where ${sql.join([sql`true`, ...conditions], sql` and `)}`
}

async function plainTotal(db: Db, asked: Asked): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (${meeting(asked)}) m`.execute(db)
  return rows[0]?.n ?? -1
}

async function plainCounts(db: Db, asked: Asked, facet: FilterName) {
  const { rows } = await sql<{ value: string; count: number }>`
    select value, count(*)::int as count from facts
    where facet = ${facet} and id in (${meeting(asked, facet)})
    group by value order by count desc, value collate "C"`.execute(db)
  return rows
}

function addressOf({ values, yearFrom, yearTo }: Asked): string {
  const parameters = new URLSearchParams({ pageSize: '1' })
  for (const [name, list] of Object.entries(values))
    for (const value of list) parameters.append(name, value)
  if (yearFrom !== undefined) parameters.set('yearFrom', String(yearFrom))
  if (yearTo !== undefined) parameters.set('yearTo', String(yearTo))
  return `/api/v1/search?${parameters.toString()}`
}

describe.each(engines)('filters and counts on %s', (engine) => {
  let site: Site
  let known: Record<string, string[]>

  beforeAll(async () => {
    if (!isPresent(engine)) return
    site = await startedSite({ engine })
    await sql`create table facts as ${facts}`.execute(site.database.db)
    await sql`create table years as ${years}`.execute(site.database.db)
    const { rows } = await sql<{ facet: string; values: string[] }>`
      select facet, array_agg(distinct value) as values from facts group by facet`.execute(
      site.database.db,
    )
    known = Object.fromEntries(rows.map(({ facet, values }) => [facet, values]))
  })
  afterAll(() => site?.stop())

  it.runIf(isPresent(engine))('agree to the last entry with a plain count', async () => {
    const year = fc.option(fc.integer({ min: 1985, max: 2030 }), { nil: undefined, freq: 2 })
    const filters = fc
      .uniqueArray(fc.constantFrom(...filterNames), { maxLength: 3 })
      .chain((names) =>
        fc.record(
          Object.fromEntries(
            names.map((name) => [
              name,
              fc.uniqueArray(fc.constantFrom(...(known[name] ?? ['none'])), {
                minLength: 1,
                maxLength: 4,
              }),
            ]),
          ),
        ),
      )
    await fc.assert(
      fc.asyncProperty(filters, year, year, async (values, yearFrom, yearTo) => {
        fc.pre(yearFrom === undefined || yearTo === undefined || yearFrom <= yearTo)
        const asked: Asked = { values, yearFrom, yearTo }
        const response = await fetch(site.url + addressOf(asked))
        const answer = (await response.json()) as SearchAnswer
        expect(answer.engine).toBe(engine)
        expect(answer.total).toBe(await plainTotal(site.database.db, asked))
        for (const facet of filterNames) {
          expect({ facet, counts: answer.facets[facet] }).toEqual({
            facet,
            counts: await plainCounts(site.database.db, asked, facet),
          })
        }
      }),
      { numRuns: 40 },
    )
  })

  it.runIf(isPresent(engine))(
    'count what a search found, and show each hit once over its pages',
    async () => {
      const slugs: string[] = []
      let total = 0
      for (let page = 1; page <= 30; page++) {
        const response = await fetch(`${site.url}/api/v1/search?q=prison&pageSize=7&page=${page}`)
        const answer = (await response.json()) as SearchAnswer
        total = answer.total
        slugs.push(...answer.hits.map(({ slug }) => slug))
        if (answer.hits.length < 7) {
          const kinds = answer.facets.kind.reduce((sum, { count }) => sum + count, 0)
          expect(kinds).toBe(answer.total)
          break
        }
      }
      expect(new Set(slugs).size).toBe(slugs.length)
      expect(slugs).toHaveLength(total)
    },
  )
})
