import { parseArgs } from 'node:util'
import { Meilisearch } from 'meilisearch'
import { Client } from 'pg'
import { baselineNames, meilisearchBaseline, postgresBaseline } from './baselines.ts'
import { readContent, seeds } from './content.ts'
import { homewardRanker } from './homeward.ts'
import { type Measured, measure } from './measure.ts'
import { type Half, halves, readQueries } from './queries.ts'
import type { Ranker } from './ranker.ts'
import { aggregates, byKind, type Comparison, details } from './table.ts'

const usage = `node tests/bench/relevance/run.ts [options]
  --homeward-postgres URL      a Homeward server whose searches PostgreSQL answers
  --homeward-meilisearch URL   a Homeward server whose searches Meilisearch answers
  --database URL               any PostgreSQL, for its baseline (a temporary table)
  --meilisearch URL            any Meilisearch, for its baseline (an index of its own, deleted afterwards)
  --meilisearch-key KEY        its key, where it has one
  --content FOLDER             instead of seeds/
  --half tune|held-out         one half alone
  --show tune|held-out         also query by query. Whoever tunes an engine leaves held-out alone.`

export interface Places {
  homewardPostgres?: string | undefined
  homewardMeilisearch?: string | undefined
  database?: string | undefined
  meilisearch?: string | undefined
  meilisearchKey?: string | undefined
  content?: string | undefined
}

/** Measures whatever rankers the places given allow, on the halves asked for. */
export async function benchmark(
  places: Places,
  wanted: readonly Half[] = halves,
): Promise<{ measured: Measured[]; comparisons: Comparison[] }> {
  await using open = new AsyncDisposableStack()
  const rankers = [...(await baselines(places, open)), ...homeward(places)]
  const measured: Measured[] = []
  for (const half of wanted) {
    const queries = readQueries(half)
    for (const ranker of rankers) measured.push(await measure(ranker, half, queries))
  }
  return { measured, comparisons: comparisons() }
}

async function baselines(places: Places, open: AsyncDisposableStack): Promise<Ranker[]> {
  const documents = readContent(places.content ?? seeds)
  const rankers: Ranker[] = []
  if (places.database !== undefined) {
    const client = new Client({ connectionString: places.database })
    await client.connect()
    open.defer(() => client.end())
    rankers.push(await postgresBaseline(client, documents))
  }
  if (places.meilisearch !== undefined) {
    const { meilisearch: host, meilisearchKey: apiKey } = places
    const client = new Meilisearch({ host, ...(apiKey === undefined ? {} : { apiKey }) })
    const index = `relevance-baseline-${process.pid}`
    open.defer(async () => {
      await client.deleteIndexIfExists(index)
    })
    rankers.push(await meilisearchBaseline(client, documents, index))
  }
  return rankers
}

const homeward = ({ homewardPostgres, homewardMeilisearch }: Places) => [
  ...(homewardPostgres === undefined ? [] : [homewardRanker(homewardPostgres, 'postgres')]),
  ...(homewardMeilisearch === undefined
    ? []
    : [homewardRanker(homewardMeilisearch, 'meilisearch')]),
]

/** Each engine against its own baseline, and PostgreSQL against Meilisearch's defaults too. */
function comparisons(): Comparison[] {
  const onPostgres = 'Homeward on PostgreSQL'
  return [
    { ranker: onPostgres, baseline: baselineNames.postgres },
    { ranker: onPostgres, baseline: baselineNames.meilisearch },
    { ranker: 'Homeward on Meilisearch', baseline: baselineNames.meilisearch },
  ]
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'homeward-postgres': { type: 'string' },
      'homeward-meilisearch': { type: 'string' },
      database: { type: 'string' },
      meilisearch: { type: 'string' },
      'meilisearch-key': { type: 'string' },
      content: { type: 'string' },
      half: { type: 'string' },
      show: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) return print(usage)
  const wanted = values.half === undefined ? halves : [halfNamed(values.half)]
  const shown = values.show === undefined ? undefined : halfNamed(values.show)
  const { measured, comparisons } = await benchmark(
    {
      homewardPostgres: values['homeward-postgres'],
      homewardMeilisearch: values['homeward-meilisearch'],
      database: values.database,
      meilisearch: values.meilisearch,
      meilisearchKey: values['meilisearch-key'],
      content: values.content,
    },
    wanted,
  )
  if (measured.length === 0) return print(usage)
  for (const half of wanted) {
    print(aggregates(half, measured, comparisons))
    // By kind a held-out half would say where to look, with some ten queries in each.
    if (half === 'tune' || shown === half) print(byKind(half, measured))
  }
  for (const one of measured.filter(({ half }) => half === shown)) print(details(one))
}

function halfNamed(name: string): Half {
  const half = halves.find((known) => known === name)
  if (half === undefined) throw new Error(`${name}: a half is called tune or held-out`)
  return half
}

const print = (text: string) => void process.stdout.write(`\n${text}\n`)

if (import.meta.main) await main()
