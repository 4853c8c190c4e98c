import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedEmptyDatabase } from '../../seeds/import.ts'
import { buildApp } from '../../server/app.ts'
import { writeCountries } from '../../server/places/store.ts'
import { migrate, openDatabase, type Database } from '../../server/platform/postgres/database.ts'
import { startPostgres } from '../../server/platform/postgres/embeddedPostgres.ts'
import { openFiles } from '../../server/platform/files/files.ts'
import { startJobs, type Jobs } from '../../server/platform/jobs.ts'
import {
  findMeilisearch,
  startMeilisearch,
} from '../../server/platform/meilisearch/meilisearchProcess.ts'
import { Stoppable } from '../../server/platform/processes/stoppable.ts'
import { queues } from '../../server/queues.ts'
import { meilisearchIndexer } from '../../server/search/indexer.ts'
import {
  meilisearchClient,
  meilisearchEngine,
  type AskedIndex,
} from '../../server/search/meilisearch.ts'
import type { SearchEngine } from '../../server/search/engine.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

export interface MeilisearchPlace {
  engine: SearchEngine
  index: AskedIndex
  url: string
  key: string
  /** Lets the index follow what changes from now on, as a running server does. */
  follow(): Promise<void>
}

/** A database with the real content, in a folder that goes with the bench. */
export interface Place {
  url: string
  database: Database
  jobs: Jobs
  dataDir: string
  /** Meilisearch with an index of what the database holds now; null where there is no program. */
  meilisearch(): Promise<MeilisearchPlace | null>
  /** The whole site on a port of its own, answered by the engine given; null: PostgreSQL. */
  serve(engine: SearchEngine | null): Promise<string>
  stop(): Promise<void>
}

/** What the site of a bench signs with. */
export const secretOfBenches = 'of-this-bench-only-0123456789abcdef'

export async function makePlace(): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'homeward-bench-'))
  // As root, PostgreSQL's own user must be able to pass through.
  chmodSync(dataDir, 0o711)
  const started = new Stoppable()
  const postgres = await started.keep(startPostgres({ dataDir, log: quiet }), (one) => one.stop())
  await migrate(postgres.url)
  const database = await started.keep(Promise.resolve(openDatabase(postgres.url)), (one) =>
    one.close(),
  )
  await writeCountries(database.db)
  const jobs = await started.keep(
    startJobs(postgres.url, queues, (error) => {
      throw error
    }),
    (one) => one.stop(),
  )
  await seedEmptyDatabase(database, jobs, null, quiet)
  return {
    url: postgres.url,
    database,
    jobs,
    dataDir,
    async meilisearch() {
      const bin = findMeilisearch({
        meiliBin: process.env['MEILI_BIN'] ?? null,
        path: process.env['PATH'],
      })
      if (bin === null) return null
      const child = await started.keep(startMeilisearch({ bin, dataDir, log: quiet }), (one) =>
        one.stop(),
      )
      const client = meilisearchClient(child)
      const indexer = meilisearchIndexer(database, jobs, client)
      await indexer.ensure()
      return {
        engine: meilisearchEngine(child, indexer),
        index: indexer,
        url: child.url,
        key: child.key,
        follow: () => jobs.work(indexer.queue),
      }
    },
    async serve(engine) {
      const config = {
        siteName: 'Homeward',
        publicUrl: 'http://127.0.0.1',
        contact: null,
        rateLimit: 0,
        trustProxy: false,
        secret: secretOfBenches,
        dataDir,
      }
      const files = await openFiles(null, dataDir)
      const app = await started.keep(
        buildApp({ config, database, jobs, files, engine, log: null }),
        (one) => one.close(),
      )
      return app.listen({ host: '127.0.0.1', port: 0 })
    },
    async stop() {
      await started.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
