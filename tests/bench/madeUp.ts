import { readdirSync, readFileSync } from 'node:fs'
import { publishOriginals, type OriginalText } from '../../server/entries/publishing.ts'
import type { Database } from '../../server/platform/postgres/database.ts'
import { inTransaction, type Jobs } from '../../server/platform/jobs.ts'

/** A generator of numbers in [0, 1) that gives the same ones each time (mulberry32, Tommy Ettinger 2017). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The words of the real content, as often as they occur: made-up texts are then as long and as alike as real ones. */
function realWords(): string[] {
  const folder = new URL('../../seeds/practices/', import.meta.url)
  return readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8').split('---')[2] ?? '')
    .join(' ')
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1)
}

/** Publishes made-up practices beside the real ones, 500 in a transaction. */
export async function publishMadeUp(database: Database, jobs: Jobs, count: number): Promise<void> {
  const random = seeded(20_261_125)
  const vocabulary = realWords()
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const some = (list: readonly string[], most: number) => [
    ...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(list))),
  ]
  const words = (length: number) => Array.from({ length }, () => pick(vocabulary)).join(' ')
  const terms = await database.db.selectFrom('terms').select(['kind', 'id']).execute()
  const of = (kind: string) => terms.filter((term) => term.kind === kind).map(({ id }) => id)
  const cities = await database.db.selectFrom('cities').select(['slug', 'country']).execute()

  const practice = (number: number): OriginalText => {
    const city = pick(cities)
    return {
      slug: `${city.country.toLowerCase()}-made-up-${number}`,
      kind: 'practice',
      language: 'en',
      title: words(9).slice(0, 120),
      summary: words(45).slice(0, 400),
      sections: {
        context: words(90),
        approach: words(180),
        results: words(90),
        lessons: words(90),
        adapting: words(90),
      },
      organisation: words(4),
      leadType: pick(of('leadType')),
      partners: [words(3)],
      country: city.country,
      citySlug: city.slug,
      themes: some(of('theme'), 4),
      targetGroups: some(of('targetGroup'), 3),
      stages: some(of('stage'), 2),
      evidence: pick(of('evidence')),
      startYear: 1995 + Math.floor(random() * 30),
      endYear: null,
      year: null,
      dateFrom: null,
      dateTo: null,
      outcomes: [
        {
          outcome: words(10).slice(0, 120),
          finding: pick(of('finding')),
          by: 'A made-up source',
          year: null,
        },
      ],
      means: { staff: null, money: null, agencies: null },
      confirmed: null,
      origin: 'editors',
      checked: '2026-11-22',
      sources: [{ title: 'A made-up source', publisher: 'Nobody', year: null, url: null }],
      publishedOn: new Date(Date.UTC(2026, 10, 22) - number * 60_000),
      seededHash: null,
    }
  }
  for (let from = 0; from < count; from += 500) {
    const batch = Array.from({ length: Math.min(500, count - from) }, (_, i) => practice(from + i))
    await inTransaction(database, jobs, (work) => publishOriginals(work, batch))
  }
  await database.pool.query('vacuum analyze')
}
