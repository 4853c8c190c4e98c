import { Agent, request as httpRequest } from 'node:http'
import { json } from 'node:stream/consumers'
import { readSynonyms } from '../../server/search/synonyms.ts'
import { asked } from '../../server/search/meilisearch.ts'
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

/** Asks an engine for all that one search needs of it. */
type Straight = (request: Request) => Promise<unknown>

const agent = new Agent({ keepAlive: true })
const place = await makePlace()
try {
  process.stdout.write(
    `GET /api/v1/search over ${entries} made-up entries beside the real ones, one at a time\n`,
  )
  await publishMadeUp(place.database, place.jobs, entries)
  const postgres = postgresEngine(place.database.db)
  await measure(place, postgres, (request) => postgres.search(request))
  const meilisearch = await place.meilisearch()
  if (meilisearch) {
    const { engine, index, url, key } = meilisearch
    await measure(place, engine, (request) => {
      const { path, content } = asked(request, index)
      return answerTo(`${url}/${path}`, JSON.stringify(content), {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
      })
    })
  } else process.stdout.write('      meilisearch: no program was found, not measured\n')
} finally {
  await place.stop()
}

/** The whole answer, read as JSON over a kept connection: the same client for the site and for the engine. */
function answerTo(
  url: string,
  body: string | null,
  headers: Record<string, string>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
    const asking = httpRequest(
      url,
      { agent, method: body === null ? 'GET' : 'POST', headers: { ...headers, ...length } },
      (answer) => {
        if (answer.statusCode === 200) json(answer).then(resolve, reject)
        else reject(new Error(`${url} answered ${answer.statusCode}`))
      },
    )
    asking.on('error', reject)
    asking.end(body ?? undefined)
  })
}

/** The same questions straight to the engine and over HTTP, in turns; medians over all of them. */
async function measure(place: Place, engine: SearchEngine, ask: Straight): Promise<void> {
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
      const turns = [
        async () => straight.push(await timed(() => ask(request))),
        async () =>
          served.push(
            await timed(() => answerTo(`${url}/api/v1/search?${parameters.toString()}`, null, {})),
          ),
      ]
      // Whoever asks second finds what was asked for in memory: each does so every other time.
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
    }
  }
  const [alone, whole] = [median(straight), median(served)]
  report(
    engine.name,
    `${ms(whole)} served, ${ms(alone)} by the engine alone: ${(whole / alone).toFixed(2)} times, ${ms(whole - alone)} more (at most 1.3 times or 3 ms more)`,
    whole <= Math.max(alone * 1.3, alone + 3),
  )
}
