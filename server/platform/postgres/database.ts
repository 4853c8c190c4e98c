import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { runner } from 'node-pg-migrate'
import { Client, Pool, TypeOverrides, types as parsers } from 'pg'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

export interface Database {
  pool: Pool
  db: Db
  close(): Promise<void>
}

const migrations = fileURLToPath(new URL('../../../schema/migrations', import.meta.url))
const { builtins } = parsers

// Days stay days: a Date would move them by the server's time zone. Our bigints are versions and counts.
const types = new TypeOverrides()
types.setTypeParser(builtins.DATE, (day) => day)
types.setTypeParser(builtins.INT8, Number)

/**
 * Opens the one pool of connections that everything shares.
 * @param url PostgreSQL connection address
 * @param size most connections at once
 */
export function openDatabase(url: string, size = 10): Database {
  const pool = new Pool({
    connectionString: url,
    max: size,
    types,
    application_name: 'homeward',
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC -c statement_timeout=30000 -c jit=off -c work_mem=32MB',
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for one that breaks while a transaction has it and asks nothing: its next question is told.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { pool, db, close: () => db.destroy() }
}

/** Brings the tables up to date. Several servers may call it at once: the others wait for the first. */
export async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  // A connection that breaks is told by what is asked next; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await runner({
      dbClient: client,
      dir: migrations,
      migrationsTable: 'migrations',
      direction: 'up',
      advisoryLockMode: 'wait',
      log: () => {},
    })
  } finally {
    await client.end()
  }
}
