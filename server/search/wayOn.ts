import type { Suggestion, WayOn } from '@homeward/schema/search.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { Filters, Request, SearchEngine } from './engine.ts'
import { chosen } from './filters.ts'
import { nearThemesAndPlaces, nearSpelling } from './near.ts'

type Dropped = WayOn['without'][number]['filter']

/** How to go on when nothing was found: which filter to drop, and what is near. One round trip to the engine. */
export async function wayOn(db: Db, engine: SearchEngine, request: Request): Promise<WayOn> {
  const { question, filters, aboutAPerson } = request
  const fewer = withoutOne(request)
  const [totals, spelling, near] = await Promise.all([
    engine.totals(fewer.map(({ request: narrower }) => narrower)),
    aboutAPerson ? null : nearSpelling(db, question),
    aboutAPerson ? themesAtHand(db) : nearThemesAndPlaces(db, question, filters),
  ])
  const without = fewer
    .map(({ filter }, i) => ({ filter, total: totals[i] ?? 0 }))
    .filter(({ total }) => total > 0)
    .sort((one, other) => other.total - one.total)
  return { aboutAPerson, spelling, without, near }
}

function themesAtHand(db: Db): Promise<Suggestion[]> {
  return nearThemesAndPlaces(db, null, { values: {}, yearFrom: null, yearTo: null })
}

/** The request with each of its filters dropped in turn, and with its words dropped. */
function withoutOne(request: Request): { filter: Dropped; request: Request }[] {
  const { filters, question } = request
  const dropped = (filter: Dropped, changed: Partial<Filters>) => ({
    filter,
    request: { ...request, filters: { ...filters, ...changed } },
  })
  return [
    ...chosen(filters).map(([name]) =>
      dropped(name, { values: { ...filters.values, [name]: [] } }),
    ),
    ...(filters.yearFrom === null ? [] : [dropped('yearFrom', { yearFrom: null })]),
    ...(filters.yearTo === null ? [] : [dropped('yearTo', { yearTo: null })]),
    ...(question.text === '' || chosen(filters).length === 0
      ? []
      : [
          {
            filter: 'q' as const,
            request: { ...request, question: { text: '', parts: [], typing: false } },
          },
        ]),
  ]
}
