import { sql } from 'kysely'
import type { SearchAnswer } from '@homeward/schema/search.ts'
import type { Place } from './place.ts'

/** By value, how many: of a facet, or of what PostgreSQL holds. */
type Counts = Record<string, number>

/**
 * How what is found differs from what PostgreSQL holds: every entry once with its title, and every count of the facets.
 * @returns what is wrong; empty where they agree
 */
export async function disagreements(url: string, { database: { db } }: Place): Promise<string[]> {
  const held = await db.selectFrom('published_entries').select(['slug', 'title']).execute()
  const found = new Map<string, string>()
  const wrong: string[] = []
  let answer = await searched(url, 1)
  for (let page = 1; answer.hits.length > 0; page++) {
    for (const { slug, title } of answer.hits) {
      if (found.has(slug)) wrong.push(`${slug} is found twice`)
      found.set(slug, title)
    }
    answer = await searched(url, page + 1)
  }
  const { total, facets } = await searched(url, 1)
  if (total !== held.length) wrong.push(`${total} are found, ${held.length} are there`)
  for (const { slug, title } of held) {
    if (found.get(slug) !== title) wrong.push(`${slug} is ${found.get(slug) ?? 'not found'}`)
  }
  if (found.size !== held.length) wrong.push(`${found.size} are listed, ${held.length} are there`)
  for (const facet of ['country', 'city', 'theme', 'stage'] as const) {
    const counted: Counts = Object.fromEntries(
      facets[facet].map(({ value, count }) => [value, count]),
    )
    const there = await countsIn(db, facet)
    for (const value of new Set([...Object.keys(counted), ...Object.keys(there)])) {
      const [inIndex, inTable] = [counted[value] ?? 0, there[value] ?? 0]
      if (inIndex !== inTable) wrong.push(`${facet} ${value}: ${inIndex}, but ${inTable} there`)
    }
  }
  return wrong
}

async function searched(url: string, page: number): Promise<SearchAnswer> {
  const answer = await fetch(`${url}/api/v1/search?sort=title&pageSize=100&page=${page}`)
  if (!answer.ok) throw new Error(`The search answered ${answer.status}`)
  return JSON.parse(await answer.text())
}

const columns = {
  country: sql`array[country]`,
  city: sql`array[city]`,
  theme: sql`themes`,
  stage: sql`stages`,
}

async function countsIn(db: Place['database']['db'], facet: keyof typeof columns): Promise<Counts> {
  const { rows } = await sql<{ value: string; count: number }>`
    select value, count(*)::int as count from published_entries, unnest(${columns[facet]}) as value
    where value is not null group by value`.execute(db)
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]))
}
