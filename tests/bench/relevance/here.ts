import { buildApp } from '../../../server/app.ts'
import type { SearchEngine } from '../../../server/search/engine.ts'
import { makePlace } from '../place.ts'
import { halves } from './queries.ts'
import { benchmark } from './run.ts'
import { aggregates } from './table.ts'

/** The benchmark with everything that it needs started here: both engines and both baselines. */
const place = await makePlace()
const open: (() => Promise<void>)[] = []

async function serve(engine: SearchEngine | null): Promise<string> {
  const app = await buildApp({
    config: {
      siteName: 'Homeward',
      publicUrl: 'http://127.0.0.1',
      contact: null,
      rateLimit: 0,
      trustProxy: false,
    },
    database: place.database,
    jobs: place.jobs,
    engine,
    log: null,
  })
  open.push(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

try {
  const meilisearch = await place.meilisearch()
  const places = {
    database: place.url,
    homewardPostgres: await serve(null),
    ...(meilisearch
      ? {
          homewardMeilisearch: await serve(meilisearch.engine),
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
  for (const close of open) await close()
  await place.stop()
}
