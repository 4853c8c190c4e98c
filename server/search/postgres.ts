import { sql, type RawBuilder } from 'kysely'
import { filterNames, type Facets, type FilterName } from '@homeward/schema/search.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { Request, SearchEngine } from './engine.ts'
import { expand, writtenForms, type Lexeme } from './expansion.ts'
import { chosen, filterColumns, meets, meetsAll, meetsYears } from './filters.ts'
import { scores } from './scoring.ts'

/** PostgreSQL as the search engine: an inverted index in tables, kept by the transactions that publish. */
export function postgresEngine(db: Db): SearchEngine {
  return {
    name: 'postgres',
    async search(request) {
      const lexemes = await lexemesOf(db, request)
      const row = await answerRow(db, request, lexemes)
      const marked = await writtenForms(db, lexemes)
      return {
        total: row.total,
        facets: row.facets,
        slugs: row.slugs,
        marks: (word) => marked.has(word),
      }
    },
    async totals(requests) {
      const counts = await Promise.all(
        requests.map(async (request) =>
          sql<{ total: number }>`
            select count(*)::int as total from published_entries p
            ${joinScores(request, await lexemesOf(db, request))}
            where ${meetsAll(request.filters, request.thisYear)}`.execute(db),
        ),
      )
      return counts.map(({ rows }) => rows[0]?.total ?? 0)
    },
    async healthy() {
      await sql`select 1`.execute(db)
      return true
    },
  }
}

function lexemesOf(db: Db, { question, aboutAPerson }: Request): Promise<Lexeme[]> {
  return expand(db, question, !aboutAPerson)
}

/** Restricts to what was found and names its score; without words, everything is found and scores alike. */
function joinScores({ question, aboutAPerson }: Request, lexemes: Lexeme[]): RawBuilder<unknown> {
  return question.text === ''
    ? sql`cross join (values (0::float8)) as s (score)`
    : sql`join (${scores(question, lexemes, aboutAPerson)}) as s using (entry_id)`
}

interface AnswerRow {
  total: number
  facets: Facets
  slugs: string[]
}

const order = {
  relevance: sql`score desc, published_at desc, slug`,
  newest: sql`published_at desc, slug`,
  updated: sql`changed_at desc, slug`,
  title: sql`title_key, slug`,
}

/** What counting and ordering need of a row: whole rows would not stay in memory. */
const carried = sql.join(
  [
    'slug',
    'title_key',
    'published_at',
    'changed_at',
    ...Object.values(filterColumns).map(({ column }) => column),
  ].map((column) => sql.ref(`p.${column}`)),
)

/**
 * Total, facets and one page of hits in one statement. Each row knows how many of the chosen filters it misses and
 * which: a facet counts what misses none, or its own alone.
 */
async function answerRow(db: Db, request: Request, lexemes: Lexeme[]): Promise<AnswerRow> {
  const { filters, page, pageSize, sort, thisYear } = request
  const conditions = chosen(filters)
  const misses =
    conditions.length === 0
      ? sql`0`
      : sql.join(
          conditions.map(([name]) => sql`(not ${sql.ref(`meets_${name}`)})::int`),
          sql` + `,
        )
  const { rows } = await sql<AnswerRow>`
    with matched as (
      select ${carried}, s.score
        ${sql.join(
          conditions.map(
            ([name, values]) => sql`, ${meets(name, values)} as ${sql.ref(`meets_${name}`)}`,
          ),
          sql``,
        )}
      from published_entries p ${joinScores(request, lexemes)}
      where ${meetsYears(filters, thisYear)}),
    base as materialized (
      select *, ${misses} as misses from matched),
    counted as (${sql.join(
      filterNames.map((name) => countsOf(name, filters.values[name])),
      sql` union all `,
    )})
    select
      (select count(*)::int from base where misses = 0) as total,
      (select jsonb_object_agg(facet, counts) from (
        select facet, coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count)
          order by count desc, value) filter (where value is not null), '[]') as counts
        from counted group by facet) f) as facets,
      array(select slug from base where misses = 0 order by ${order[sort]}
        limit ${pageSize} offset ${(page - 1) * pageSize}) as slugs`.execute(db)
  const [row] = rows
  if (!row) throw new Error('An aggregate gave no row')
  return row
}

/** The counts of one facet; a row without a value keeps facets in the answer that count nothing. */
function countsOf(name: FilterName, values: string[] | undefined): RawBuilder<unknown> {
  const { column, many } = filterColumns[name]
  const value = many ? sql`unnest(${sql.ref(column)})` : sql.ref(column)
  const own =
    values && values.length > 0
      ? sql`misses = 0 or (misses = 1 and not ${sql.ref(`meets_${name}`)})`
      : sql`misses = 0`
  return sql`
    (select ${name}::text as facet, value, count(*)::int as count
    from (select ${value} as value from base where ${own}) v where value is not null
    group by value
    union all select ${name}, null, 0)`
}
