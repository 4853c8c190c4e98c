import { readSynonyms } from '../../server/search/synonyms.ts'
import { postgresEngine } from '../../server/search/postgres.ts'
import type { Request, SearchEngine } from '../../server/search/engine.ts'
import { looksLikeAPerson } from '../../server/search/person.ts'
import { understand } from '../../server/search/question.ts'
import { median, ms, report, timed } from './figures.ts'
import { publishMadeUp } from './madeUp.ts'
import { makePlace, type Place } from './place.ts'

const entries = Number(process.argv[2] ?? 20_000)
const rounds = 15
const queries: { q: string; filters: Record<string, string[]> }[] = [
  { q: '', filters: {} },
  { q: '', filters: { theme: ['family', 'gender'], country: ['DK', 'XK'] } },
  { q: 'families coming home', filters: {} },
  { q: 'mentoring in prison', filters: { kind: ['practice'] } },
  { q: 'keep kids from being recognised at school', filters: {} },
  { q: 'aarhus', filters: {} },
  { q: 'rehabilitaton center', filters: { stage: ['reintegration'] } },
  { q: 'MHPSS', filters: {} },
  { q: 'work', filters: { leadType: ['local-government'], finding: ['better'] } },
]

const place = await makePlace()
try {
  process.stdout.write(
    `GET /api/v1/search over ${entries} made-up entries beside the real ones, one at a time\n`,
  )
  await publishMadeUp(place.database, place.jobs, entries)
  await measure(place, postgresEngine(place.database.db))
  const meilisearch = await place.meilisearch()
  if (meilisearch) await measure(place, meilisearch.engine)
  else process.stdout.write('      meilisearch: no program was found, not measured\n')
} finally {
  await place.stop()
}

/** The same questions straight to the engine and over HTTP, in turns; medians over all of them. */
async function measure(place: Place, engine: SearchEngine): Promise<void> {
  const { database } = place
  const url = await place.serve(engine.name === 'postgres' ? null : engine)
  const synonyms = await readSynonyms(database.db)
  const straight: number[] = []
  const served: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const { q, filters } of queries) {
      const question = understand(q, synonyms)
      const request: Request = {
        question,
        aboutAPerson: await looksLikeAPerson(database.db, question),
        filters: { values: filters, yearFrom: null, yearTo: null },
        sort: q === '' ? 'newest' : 'relevance',
        page: 1,
        pageSize: 20,
        thisYear: new Date().getUTCFullYear(),
      }
      const parameters = new URLSearchParams(q === '' ? {} : { q })
      for (const [name, values] of Object.entries(filters)) {
        for (const value of values) parameters.append(name, value)
      }
      straight.push(await timed(() => engine.search(request)))
      served.push(
        await timed(async () =>
          // Not compressed, as the engine's own answer is not.
          (
            await fetch(`${url}/api/v1/search?${parameters.toString()}`, {
              headers: { 'accept-encoding': 'identity' },
            })
          ).arrayBuffer(),
        ),
      )
    }
  }
  const [alone, whole] = [median(straight), median(served)]
  report(
    engine.name,
    `${ms(whole)} served, ${ms(alone)} by the engine alone: ${(whole / alone).toFixed(2)} times, ${ms(whole - alone)} more (at most 1.3 times or 3 ms more)`,
    whole <= Math.max(alone * 1.3, alone + 3),
  )
}
