import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { buildApp } from '../server/app.ts'
import { ensureClientBuilt } from '../server/pages/build.ts'
import { openFiles } from '../server/platform/files/files.ts'
import { freePort } from '../server/platform/processes/freePort.ts'
import type { SearchEngine } from '../server/search/engine.ts'
import { meilisearchIndexer } from '../server/search/indexer.ts'
import { meilisearchClient, meilisearchEngine } from '../server/search/meilisearch.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

export const engines = ['postgres', 'meilisearch'] as const
export type EngineName = (typeof engines)[number]

/** Whether an engine can be tried on this machine. */
export function isPresent(engine: EngineName): boolean {
  return engine === 'postgres' || inject('meilisearch') !== null
}

export interface Site {
  /** Its address, without a slash at the end. */
  url: string
  app: FastifyInstance
  database: TestDatabase
  /** Where its documents are. */
  dataDir: string
  stop(): Promise<void>
}

export interface SiteOptions {
  engine?: EngineName
  /** An engine of the test's own, in place of one by name. */
  engineGiven?: SearchEngine
  content?: 'seeded' | 'empty'
  /** A database that lives longer than the site. */
  database?: TestDatabase
  rateLimit?: number
  contact?: string | null
  metricsToken?: string
  /**
   * How people reach it. `localhost`: at the port that it listens on, as browsers want it for passkeys; it is then `url` too.
   */
  publicUrl?: string
  /** Where the log goes; nowhere where not given. */
  log?: FastifyBaseLogger
  /** Offer the right-to-left pseudo-locale. */
  pseudoLocale?: boolean
}

/** What the site of a test signs with. */
export const secretOfTests = 'of-these-tests-only-0123456789abcdef0123456789abcdef'

/** The whole site on a port of its own, with a database of its own and the engine asked for. */
export async function startedSite(options: SiteOptions = {}): Promise<Site> {
  const { engine = 'postgres', content = 'seeded' } = options
  const database = options.database ?? (await freshDatabase(content))
  const indexed =
    options.engineGiven ?? (engine === 'meilisearch' ? await indexedEngine(database) : null)
  await ensureClientBuilt({ info() {} })
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-site-'))
  const port = options.publicUrl === 'localhost' ? await freePort() : 0
  const publicUrl =
    options.publicUrl === 'localhost'
      ? `http://localhost:${port}`
      : (options.publicUrl ?? 'http://127.0.0.1')
  const app = await buildApp({
    config: {
      siteName: 'Homeward',
      publicUrl,
      contact: options.contact === undefined ? 'editors@example.org' : options.contact,
      rateLimit: options.rateLimit ?? 0,
      trustProxy: false,
      secret: secretOfTests,
      metricsToken: options.metricsToken ?? null,
      dataDir,
    },
    database,
    jobs: database.jobs,
    files: await openFiles(null, dataDir),
    engine: indexed,
    log: options.log ?? null,
    pseudoLocale: options.pseudoLocale ?? false,
  })
  const url = await app.listen({ host: '127.0.0.1', port })
  return {
    url: port === 0 ? url : publicUrl,
    app,
    database,
    dataDir,
    async stop() {
      const closed = app.close()
      // A test that does not read an answer to its end would be waited for, for more than a minute.
      app.server.closeAllConnections()
      await closed
      if (!options.database) await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Tests share one Meilisearch: each gets an index of its own. */
async function indexedEngine(database: TestDatabase) {
  const server = inject('meilisearch')
  if (server === null) throw new Error('There is no Meilisearch here: ask isPresent first')
  const client = meilisearchClient(server)
  const indexer = meilisearchIndexer(
    database,
    database.jobs,
    client,
    new URL(database.url).pathname.slice(1),
  )
  await indexer.ensure()
  await database.jobs.work(indexer.queue)
  await database.jobs.work(indexer.synonymQueue)
  return meilisearchEngine(server, indexer)
}
