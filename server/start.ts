import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { seedEmptyDatabase } from '../seeds/import.ts'
import { firstAdministratorLink } from './accounts/administrators.ts'
import { clearExpired, clearing } from './accounts/clearing.ts'
import { buildApp } from './app.ts'
import { refreshStale } from './entries/published.ts'
import { sweepUploads } from './documents/takingIn.ts'
import { keepRedactions, notingRedactions } from './moderation/live/keptRedactions.ts'
import { lapseClaims, lapsing } from './moderation/claiming.ts'
import { clearNews, clearingNews } from './news/clearing.ts'
import { digestDaily, sendDigests } from './news/digest.ts'
import { ensureClientBuilt } from './pages/build.ts'
import { writeCountries } from './places/store.ts'
import type { Config } from './platform/config/config.ts'
import { migrate, openDatabase, type Database } from './platform/postgres/database.ts'
import { explainFailure } from './platform/dataFolder/dataFolder.ts'
import { lockDataFolder } from './platform/dataFolder/dataLock.ts'
import { startPostgres } from './platform/postgres/embeddedPostgres.ts'
import { checkDatabase } from './platform/postgres/reachable.ts'
import { inTransaction, startJobs } from './platform/jobs.ts'
import { openFiles } from './platform/files/files.ts'
import { openMailer } from './platform/mail/mailer.ts'
import { listenAt } from './platform/http/listening.ts'
import { Stoppable } from './platform/processes/stoppable.ts'
import { queues } from './queues.ts'
import { askCities, askingDaily } from './stillRunning/asking.ts'
import {
  readingJobs,
  removalJobs,
  resumeReading,
  resuming,
  sweep,
  sweeping,
} from './submissions/documentJobs.ts'
import { warmScreening } from './submissions/screener.ts'
import { surroundings } from './submissions/surroundings.ts'
import { forgetVainSearches, forgetting } from './vainSearches/clearing.ts'
import { chooseMeilisearch } from './search/choose.ts'
import { meilisearchIndexer } from './search/indexer.ts'
import { keepIndex } from './search/keepIndex.ts'
import { meilisearchClient, meilisearchEngine } from './search/meilisearch.ts'

export interface RunningServer {
  /** Where it listens. */
  url: string
  engine: 'meilisearch' | 'postgres'
  /** The index outside, once it is as it should be; at once where there is none. */
  indexed: Promise<void>
  /** Where the first administrator begins; null where there is one. For the terminal, never for the log. */
  administratorLink: string | null
  stop(): Promise<void>
}

/**
 * Starts everything that the settings ask for and serves. What was started before a failure is stopped again.
 * @throws StartError, or the error of listening
 */
export async function startServer(
  config: Config,
  log: Logger,
  options: { dev?: boolean } = {},
): Promise<RunningServer> {
  const started = new Stoppable()
  try {
    return await startAll(config, log, options.dev ?? false, started)
  } catch (error) {
    await started.stop()
    throw runsFromFolder(config) ? explainFailure(config.dataDir, error) : error
  }
}

async function startAll(
  config: Config,
  log: Logger,
  dev: boolean,
  started: Stoppable,
): Promise<RunningServer> {
  const { dataDir } = config
  if (runsFromFolder(config)) {
    await started.keep(lockDataFolder(dataDir), (lock) => lock.release())
  }
  if (config.databaseUrl !== null) await checkDatabase(config.databaseUrl)
  // Beside the start of PostgreSQL and Meilisearch, which mostly wait.
  const building = dev ? Promise.resolve() : ensureClientBuilt(log)
  // What comes of it is heard below; another failure waits for it to end.
  const built = building.catch(() => {})
  await started.keep(Promise.resolve(), () => built)
  const { url, isNew } = config.databaseUrl
    ? { url: config.databaseUrl, isNew: false }
    : await started.keep(startPostgres({ dataDir, log }), (postgres) => postgres.stop())
  const meilisearch = await started.keep(
    chooseMeilisearch(config, log, process.env['PATH']),
    (chosen) => chosen?.stop(),
  )
  // What is there is changed only once the pages are built; where nothing is, both go on side by side.
  if (!isNew) await building
  await migrate(url)
  const database = await started.keep(Promise.resolve(openDatabase(url)), (open) => open.close())
  await writeCountries(database.db)
  const onError = (error: unknown) => log.error(error, 'The job queue has trouble')
  const mailer = await started.keep(
    Promise.resolve(openMailer({ config, log, tell: (text) => process.stdout.write(text) })),
    (open) => open.close(),
  )
  const files = await openFiles(config.filesUrl, dataDir)
  // Nobody else uses the folder: what is left of uploads was left by a server that was killed.
  if (runsFromFolder(config)) await sweepUploads(dataDir)
  const jobs = await started.keep(startJobs(url, queues, onError), (queue) => queue.stop())
  await jobs.work(mailer.queue)
  const documents = surroundings({ database, jobs, files, dataDir, publicUrl: config.publicUrl })
  await jobs.work(readingJobs(documents))
  await jobs.work(removalJobs(documents))
  await jobs.schedule(sweeping.name, sweeping.cron, () => sweep(documents, log))
  await jobs.schedule(resuming.name, resuming.cron, async () => {
    await resumeReading(documents, new Date(Date.now() - 10 * minute))
  })
  await jobs.schedule(lapsing.name, lapsing.cron, async () => {
    await lapseClaims({ database, jobs })
  })
  await jobs.schedule(askingDaily.name, askingDaily.cron, async () => {
    // First what the calendar changed: 'confirmed' lapses.
    await refreshStale((task) => inTransaction(database, jobs, task))
    await askCities({ database, jobs, publicUrl: config.publicUrl })
  })
  await jobs.schedule(digestDaily.name, digestDaily.cron, async () => {
    await sendDigests({ database, jobs, publicUrl: config.publicUrl })
  })
  const redacting = { database, jobs, dataDir, secret: config.secret }
  await jobs.schedule(notingRedactions.name, notingRedactions.cron, async () => {
    await keepRedactions(redacting, log)
  })
  await jobs.schedule(clearingNews.name, clearingNews.cron, () => clearNews(database.db))
  await jobs.schedule(forgetting.name, forgetting.cron, () => forgetVainSearches(database.db))
  await jobs.schedule(clearing.name, clearing.cron, () => clearExpired(database.db))
  // Before anything is served: a copy of the database that was put back may hold what was taken out.
  await keepRedactions(redacting, log)
  if (config.seeds !== 'none') await seedEmptyDatabase(database, jobs, config.seeds, log)
  await building

  const indexer =
    meilisearch && meilisearchIndexer(database, jobs, meilisearchClient(meilisearch.server))
  const engine = meilisearch && indexer && meilisearchEngine(meilisearch.server, indexer)
  const app = await started.keep(
    buildApp({ config, database, jobs, files, engine, log, dev }),
    closeSoon,
  )
  await listenAt(app, config.host, config.port)
  void refreshStale((task) => inTransaction(database, jobs, task)).catch(onError)
  setTimeout(() => void warmScreening().catch(onError), warmAfter).unref()
  const address = addressOf(app.server.address())
  const keeping = indexer && keepIndex(indexer, jobs, log)
  await started.keep(Promise.resolve(keeping), (index) => index?.stop())
  return {
    url: address,
    engine: engine?.name ?? 'postgres',
    administratorLink: await administratorLink(
      config.port === 0 ? address : config.publicUrl,
      database,
    ),
    indexed: keeping ? keeping.indexed : Promise.resolve(),
    stop: () => started.stop(),
  }
}

/** Answers what was asked, but waits for nobody who never reads the answer, or never ends what they ask. */
async function closeSoon(app: FastifyInstance): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), patience)
  await app.close()
  clearTimeout(late)
}

async function administratorLink(site: string, { db }: Database): Promise<string | null> {
  const path = await firstAdministratorLink(db)
  return path === null ? null : `${site}${path}`
}

/** Whether something runs from the data folder that must not run twice. */
function runsFromFolder({ databaseUrl, searchEngine, meiliUrl }: Config): boolean {
  return databaseUrl === null || (searchEngine !== 'postgres' && meiliUrl === null)
}

function addressOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address)
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}

const minute = 60_000
/** Milliseconds: a server that has just started has first visitors to answer. */
const warmAfter = 5_000
/** Milliseconds that a server that stops gives to what is being asked. */
const patience = 5_000
