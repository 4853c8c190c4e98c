import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { readKept } from '../config/keptSecret.ts'
import { errorCode, explainFolder } from '../dataFolder/dataFolder.ts'
import { DataFolderInUse, lockDataFolder } from '../dataFolder/dataLock.ts'
import type { Log } from '../log.ts'
import { embeddedAddress, startPostgres } from './embeddedPostgres.ts'
import { checkDatabase } from './reachable.ts'

/** How long a server that is just starting may take until its PostgreSQL answers, in milliseconds. */
const patience = 30_000

/**
 * The database of a site, whether its server runs or not: the one at DATABASE_URL, the one that a running server has
 * started, or one that is started here and stopped again.
 * @throws StartError where there is none to be had
 */
export async function reachPostgres(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
): Promise<{ url: string; stop(): Promise<void> }> {
  if (databaseUrl !== null) {
    await checkDatabase(databaseUrl)
    return { url: databaseUrl, async stop() {} }
  }
  const end = Date.now() + patience
  for (;;) {
    try {
      return await startOwn(dataDir, log)
    } catch (error) {
      if (!(error instanceof DataFolderInUse)) throw error
      const url = await runningAddress(dataDir)
      if (url !== null) return { url, async stop() {} }
      if (Date.now() > end) throw error
    }
    await wait(200)
  }
}

async function startOwn(dataDir: string, log: Log) {
  const lock = await lockDataFolder(dataDir)
  try {
    const postgres = await startPostgres({ dataDir, log })
    return {
      url: postgres.url,
      async stop() {
        await postgres.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Where the PostgreSQL of a running server listens; null: it does not answer yet, or not any more. */
async function runningAddress(dataDir: string): Promise<string | null> {
  try {
    // https://www.postgresql.org/docs/18/storage-file-layout.html: the port is in line 4.
    const lines = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
    const password = readKept(join(dataDir, 'postgres-password'))
    const port = Number(lines[3])
    if (password === null || !Number.isInteger(port) || port <= 0) return null
    const url = embeddedAddress(password, port)
    await checkDatabase(url)
    return url
  } catch (error) {
    if (errorCode(error) === 'EACCES') throw explainFolder(dataDir, error)
    return null
  }
}
