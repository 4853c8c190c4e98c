import { makePlace } from '../place.ts'
import { halves } from './queries.ts'
import { benchmark } from './run.ts'
import { aggregates } from './table.ts'

/** The benchmark with everything that it needs started here: both engines and both baselines. */
const place = await makePlace()
try {
  const meilisearch = await place.meilisearch()
  const places = {
    database: place.url,
    homewardPostgres: await place.serve(null),
    ...(meilisearch
      ? {
          homewardMeilisearch: await place.serve(meilisearch.engine),
          meilisearch: meilisearch.url,
          meilisearchKey: meilisearch.key,
        }
      : {}),
  }
  const { measured, comparisons } = await benchmark(places)
  for (const half of halves) {
    process.stdout.write(`\n${aggregates(half, measured, comparisons)}\n`)
  }
} finally {
  await place.stop()
}
