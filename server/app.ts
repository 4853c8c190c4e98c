import compress from '@fastify/compress'
import etag from '@fastify/etag'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { constants as zlib } from 'node:zlib'
import { EntryCard } from '@homeward/schema/entry.ts'
import { Hit } from '@homeward/schema/search.ts'
import { usualClaim } from './moderation/setting.ts'
import { moderationRoutes } from './moderation/routes.ts'
import { figureRoutes } from './figures/routes.ts'
import { feedRoutes } from './feeds/routes.ts'
import { entryRoutes } from './entries/routes.ts'
import { userRoutes } from './accounts/adminRoutes.ts'
import { accountRoutes } from './accounts/routes.ts'
import { checkCanLeave, forgetPerson } from './accounts/leaving.ts'
import { personWith } from './accounts/person.ts'
import { tellOfChange, tellOfNewAddress } from './accounts/changes.ts'
import { cityRoutes } from './cities/routes.ts'
import { countAttempts } from './platform/auth/attempts.ts'
import { createAuth } from './platform/auth/auth.ts'
import { authGate } from './platform/auth/gate.ts'
import { requireAccess } from './platform/http/access.ts'
import { refuseOtherSites } from './platform/http/sameOrigin.ts'
import { describeApi, serveApiDocuments } from './platform/http/apiDocuments.ts'
import type { Config } from './platform/config/config.ts'
import { compileAtFirstUse } from './platform/http/contracts.ts'
import type { Files } from './platform/files/files.ts'
import type { Database } from './platform/postgres/database.ts'
import { healthRoutes } from './platform/http/health.ts'
import type { Jobs } from './platform/jobs.ts'
import { measure } from './platform/http/metrics.ts'
import { leaveOutKnown } from './platform/http/notModified.ts'
import { answerError, sendProblem, unknownAddress } from './platform/http/problems.ts'
import { refreshed } from './platform/refreshed.ts'
import { protect } from './platform/http/security.ts'
import { lastResort } from './pages/lastResort.ts'
import { pages } from './pages/plugin.ts'
import { newsRoutes } from './news/routes.ts'
import { placesRoutes } from './places/routes.ts'
import type { SearchEngine } from './search/engine.ts'
import { postgresEngine } from './search/postgres.ts'
import { searchRoutes } from './search/routes.ts'
import { submissionRoutes } from './submissions/routes.ts'
import { stillRunningRoutes } from './stillRunning/routes.ts'
import { surroundings } from './submissions/surroundings.ts'
import { readSynonyms } from './search/synonyms.ts'
import { vainSearches } from './vainSearches/noticing.ts'
import { vainSearchRoutes } from './vainSearches/routes.ts'
import { labelSource } from './vocabulary/labels.ts'
import { vocabularyAdminRoutes } from './vocabulary/adminRoutes.ts'
import { vocabularyRoutes } from './vocabulary/routes.ts'

/** What the application stands on: started and stopped by start.ts, or by a test. */
export interface Foundations {
  config: Pick<
    Config,
    'siteName' | 'publicUrl' | 'contact' | 'rateLimit' | 'trustProxy' | 'secret' | 'dataDir'
  > &
    Partial<Pick<Config, 'metricsToken' | 'claimHours'>>
  database: Database
  jobs: Jobs
  /** Where documents are kept. */
  files: Files
  /** The engine that should answer; null: PostgreSQL. */
  engine: SearchEngine | null
  /** Where the log goes; null: nowhere. */
  log: FastifyBaseLogger | null
  /** Reload pages as their sources change. */
  dev?: boolean
  /** Offer the interface in a long right-to-left pseudo-locale, for tests. */
  pseudoLocale?: boolean
}

const synonymsKeptFor = 3

/** A number of proxies in front, as Fastify takes it. */
function trusted(setting: Foundations['config']['trustProxy']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting
}

/** Builds the application: the one list of what is in it. */
export async function buildApp(foundations: Foundations): Promise<FastifyInstance> {
  const { config, database, jobs, files, log, dev = false, pseudoLocale = false } = foundations
  const { db, pool } = database
  const app = Fastify({
    ...(log ? { loggerInstance: log } : { logger: false }),
    trustProxy: trusted(config.trustProxy),
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: 'array',
        allErrors: true,
        verbose: true,
      },
    },
    schemaController: { compilersFactory: compileAtFirstUse() },
    bodyLimit: 1_048_576,
    // An address that cannot even be read, such as /%E0: before any route is found.
    frameworkErrors: (error, request, reply) =>
      request.headers.accept?.includes('text/html')
        ? lastResort(reply, 400, config.siteName)
        : answerError(error, request, reply),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  }).withTypeProvider<TypeBoxTypeProvider>()

  const https = config.publicUrl.startsWith('https:')
  const auth = createAuth({
    ...config,
    db,
    jobs,
    log: app.log,
    forgetPerson: (person) => forgetPerson(db, person),
  })
  requireAccess(app, (request) => personWith(auth, request))
  refuseOtherSites(app)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => sendProblem(reply, unknownAddress(request)))
  await protect(app, { rateLimit: config.rateLimit, https, dev })
  // Quality 4: nearly as small as the best, at a twentieth of its time.
  await app.register(compress, {
    threshold: 1_024,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } },
  })
  await describeApi(app, config.siteName, config.publicUrl)
  for (const contract of [EntryCard, Hit]) app.addSchema(contract)

  measure(app, config.metricsToken ?? null)
  const standIn = postgresEngine(db)
  const engine = foundations.engine ?? standIn
  const labels = labelSource(db)
  const synonyms = refreshed(synonymsKeptFor, () => readSynonyms(db))
  const setting = { db, pool, engine, standIn, synonyms, log: app.log }

  const attempts = countAttempts(pool, config.secret)
  await app.register(authGate, {
    auth,
    attempts,
    onChange: (userId, what) => tellOfChange(database, jobs, userId, what),
    onNewAddress: (from, to) => tellOfNewAddress(db, jobs, from, to),
    beforeDeletion: (userId) => checkCanLeave(db, userId),
  })
  await app.register(
    async (api) => {
      await api.register(etag, { weak: true, replyWith304: false })
      api.addHook('onSend', leaveOutKnown)
      const submissions = surroundings({
        database,
        jobs,
        files,
        dataDir: config.dataDir,
        publicUrl: config.publicUrl,
      })
      const vain = vainSearches({ db, secret: config.secret, screen: submissions.screen }, app.log)
      app.addHook('onClose', () => vain.idle())
      await api.register(searchRoutes, { setting, labels, onVain: vain.notice })
      await api.register(vainSearchRoutes, { db })
      await api.register(entryRoutes, { db, pool, labels, files })
      await api.register(vocabularyRoutes, { db })
      await api.register(vocabularyAdminRoutes, { setting: { database, jobs } })
      await api.register(placesRoutes, { db })
      await api.register(figureRoutes, { db })
      await api.register(accountRoutes, { db })
      await api.register(newsRoutes, { db, siteName: config.siteName })
      await api.register(userRoutes, { db })
      await api.register(submissionRoutes, { setting: submissions })
      await api.register(moderationRoutes, {
        setting: {
          ...submissions,
          attempts,
          secret: config.secret,
          claimHours: config.claimHours ?? usualClaim,
        },
      })
      const ofCities = { database, jobs, attempts, publicUrl: config.publicUrl }
      await api.register(cityRoutes, { setting: ofCities })
      await api.register(stillRunningRoutes, { setting: ofCities })
    },
    { prefix: '/api/v1' },
  )
  await serveApiDocuments(app)
  app.all('/api/*', { config: { access: 'everyone' }, schema: { hide: true } }, (request, reply) =>
    sendProblem(reply, unknownAddress(request)),
  )
  await app.register(healthRoutes, {
    parts: [
      { name: 'postgres', needed: true, check: () => standIn.healthy() },
      { name: 'search', needed: false, check: () => engine.healthy() },
      { name: 'jobs', needed: false, check: () => jobs.healthy() },
      { name: 'files', needed: false, check: () => files.healthy() },
    ],
  })
  await app.register(feedRoutes, { db, siteName: config.siteName, publicUrl: config.publicUrl })
  await app.register(pages, {
    siteName: config.siteName,
    publicUrl: config.publicUrl,
    contact: config.contact,
    dev,
    pseudoLocale,
  })
  return app
}
