import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { seedEmptyDatabase } from '../seeds/import.ts'
import { ensureClientBuilt } from '../server/pages/build.ts'
import { writeCountries } from '../server/places/store.ts'
import { migrate, openDatabase } from '../server/platform/postgres/database.ts'
import { startPostgres } from '../server/platform/postgres/embeddedPostgres.ts'
import { startJobs } from '../server/platform/jobs.ts'
import {
  findMeilisearch,
  startMeilisearch,
} from '../server/platform/meilisearch/meilisearchProcess.ts'
import { queues } from '../server/queues.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL whose databases `template_empty` and `template_seeded` tests copy. */
    postgres: string
    /** A Meilisearch for the tests; null where no program was found. */
    meilisearch: { url: string; key: string } | null
  }
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** The address of another database of the same PostgreSQL. */
export function databaseAt(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

/** Starts what every test stands on, once: a real PostgreSQL with the real content, a real Meilisearch where there is one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'homeward-tests-'))
  // As root, PostgreSQL's own user must be able to pass through.
  chmodSync(dataDir, 0o711)
  await ensureClientBuilt(quiet)
  // Unpacked once: workers that unpack it at the same time start what another still writes.
  await chromium.executablePath()
  const postgres = await startPostgres({ dataDir, log: quiet })
  await makeTemplates(postgres.url)
  const bin = findMeilisearch({
    meiliBin: process.env['MEILI_BIN'] ?? null,
    path: process.env['PATH'],
  })
  const meilisearch = bin === null ? null : await startMeilisearch({ bin, dataDir, log: quiet })
  project.provide('postgres', postgres.url)
  project.provide('meilisearch', meilisearch && { url: meilisearch.url, key: meilisearch.key })
  process.stdout.write(
    meilisearch === null
      ? 'Search engines: PostgreSQL. No program meilisearch was found: its tests are left out.\n'
      : 'Search engines: PostgreSQL and Meilisearch.\n',
  )
  return async () => {
    await meilisearch?.stop()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function makeTemplates(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  // What is gone after the tests need not survive a loss of power: most of their writing is waiting for the disk.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
    await client.query(`alter system set ${setting} = off`)
  await client.query('select pg_reload_conf()')
  await client.query('create database template_empty')
  await prepare(databaseAt(url, 'template_empty'), false)
  await client.query('create database template_seeded template template_empty')
  await prepare(databaseAt(url, 'template_seeded'), true)
  await client.end()
}

async function prepare(url: string, seeded: boolean): Promise<void> {
  await migrate(url)
  const database = openDatabase(url, 2)
  await writeCountries(database.db)
  const jobs = await startJobs(url, queues, (error) => {
    throw error
  })
  if (seeded) await seedEmptyDatabase(database, jobs, null, quiet)
  await jobs.stop()
  await database.close()
}
