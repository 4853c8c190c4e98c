import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { endWithServer } from '../processes/children.ts'
import { diskFull, explainFolder, makeDataFolder, saysDiskFull } from '../dataFolder/dataFolder.ts'
import { checkMeilisearch } from './findMeilisearch.ts'
import { freePort } from '../processes/freePort.ts'
import { keptSecret } from '../config/keptSecret.ts'
import type { Log } from '../log.ts'
import { stopLeftProcess, writeDownProcess } from '../processes/processes.ts'
import { StartError } from '../startError.ts'
import { type Running, supervise } from '../processes/supervisor.ts'

export { findMeilisearch } from './findMeilisearch.ts'

export interface MeilisearchOptions {
  /** The program. */
  bin: string
  /** Absolute. Whoever calls holds its lock (dataLock.ts). */
  dataDir: string
  log: Log
  /** Called when it ended by itself; it is started again on the same port with the same key. */
  onExit?: (how: string) => void
}

/** Meilisearch ended before it answered; `said` is what it wrote. */
class MeilisearchRefused extends Error {
  readonly said: string

  constructor(said: string) {
    super(`Meilisearch did not start: ${said}`)
    this.said = said
  }
}

const startWithin = 60_000
const stopSteps = [
  { signal: 'SIGTERM', milliseconds: 10_000 },
  { signal: 'SIGKILL', milliseconds: 5000 },
] as const

/**
 * Runs Meilisearch as a child, on a free loopback port, with a key of its own and its index under the data folder.
 * An index that this version cannot open is set aside: it can always be built anew from PostgreSQL.
 * @throws StartError where it cannot
 */
export async function startMeilisearch(
  options: MeilisearchOptions,
): Promise<{ url: string; key: string; stop(): Promise<void> }> {
  const { bin, dataDir, log } = options
  makeDataFolder(dataDir)
  const key = keptSecret(join(dataDir, 'meilisearch-key'))
  await checkMeilisearch(bin)
  await stopLeft(dataDir, log)
  try {
    const program = { bin, key, dataDir, log, port: await freePort() }
    const supervised = await supervise({
      name: 'Meilisearch',
      log,
      onExit: options.onExit,
      start: () => startAnyhow(program),
    })
    return { url: `http://127.0.0.1:${program.port}`, key, stop: () => supervised.stop() }
  } catch (error) {
    throw explain(dataDir, error)
  }
}

interface Program {
  bin: string
  key: string
  dataDir: string
  port: number
  log: Log
}

async function stopLeft(dataDir: string, log: Log): Promise<void> {
  const file = running(dataDir)
  if (!existsSync(file)) return
  log.warn('An earlier server was killed: a Meilisearch that it may have left is stopped.')
  if (await stopLeftProcess(file, [...stopSteps])) return
  throw new StartError(
    `A Meilisearch that an earlier server left on ${dataDir} does not stop.`,
    'The data are untouched.',
    `Stop the process that ${file} names by hand, then start again.`,
  )
}

function running(dataDir: string): string {
  return join(dataDir, 'meilisearch.json')
}

async function startAnyhow(program: Program): Promise<Running> {
  const folder = join(program.dataDir, 'meilisearch')
  const known = existsSync(folder)
  try {
    return await run(program, folder)
  } catch (error) {
    if (!(error instanceof MeilisearchRefused) || !known || passes(error.said)) throw error
    setAside(program, error.said)
    return run(program, folder)
  }
}

/** Reasons that have nothing to do with what the index holds. */
function passes(said: string): boolean {
  return (
    saysDiskFull(said) ||
    /in use|permission denied|too many open files|read-only|cannot allocate|killed by/i.test(said)
  )
}

const asidePrefix = 'meilisearch-set-aside-'

function setAside({ dataDir, log }: Program, said: string): void {
  const [reason = ''] = said.split('\n')
  // One is enough to find out what was wrong; more would fill the disk.
  for (const name of readdirSync(dataDir).filter((name) => name.startsWith(asidePrefix))) {
    rmSync(join(dataDir, name), { recursive: true, force: true })
  }
  const aside = join(dataDir, `${asidePrefix}${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
  renameSync(join(dataDir, 'meilisearch'), aside)
  log.warn(
    `Meilisearch cannot use its index: ${reason} It was set aside as ${aside}; a new one is built.`,
  )
}

async function run({ bin, key, dataDir, port, log }: Program, folder: string): Promise<Running> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const child = spawn(bin, words(folder, port), {
    cwd: dataDir,
    env: environment(key),
    stdio: ['ignore', 'ignore', 'pipe'],
    // In a group of its own: Ctrl+C in a terminal must reach the server alone, which stops it last.
    detached: true,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4000)
    for (const line of text.trim().split('\n')) log.debug(`Meilisearch: ${line}`)
  })
  const ended = once(child, 'close').then(([code, signal]) =>
    signal === null ? `ended with code ${code}` : `was killed by ${signal}`,
  )
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  const forget = endWithServer(pid, 'SIGTERM')
  writeDownProcess(running(dataDir), pid)
  void ended.finally(forget)
  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), stopSteps[0].milliseconds)
    await ended
    clearTimeout(late)
    rmSync(running(dataDir), { force: true })
  }
  try {
    await answers(`http://127.0.0.1:${port}/health`, ended, () => errorIn(said))
  } catch (error) {
    await stop()
    throw error
  }
  return { ended, stop }
}

function words(folder: string, port: number): string[] {
  const settings = {
    env: 'production',
    'log-level': 'WARN',
    'db-path': folder,
    'dump-dir': join(folder, 'dumps'),
    'snapshot-dir': join(folder, 'snapshots'),
    'http-addr': `127.0.0.1:${port}`,
  }
  const named = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  return ['--no-analytics', ...named]
}

/** The key by the environment, since others can read arguments; nothing else that changes what it does. */
function environment(key: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return {
    PATH,
    ...(HOME && { HOME }),
    ...(TMPDIR && { TMPDIR }),
    MEILI_MASTER_KEY: key,
    NO_COLOR: '1',
  }
}

/** The reason that it gave, which is its last 'Error:', without the address of a manual. */
function errorIn(said: string): string {
  return said
    .slice(said.lastIndexOf('Error: '))
    .replace(/^Error: /, '')
    .trim()
}

/** Waits until it answers. Nothing tells when: it is asked again as soon as it has said no. */
async function answers(health: string, ended: Promise<string>, said: () => string): Promise<void> {
  let over: string | null = null
  void ended.then((how) => (over = how))
  const end = Date.now() + startWithin
  while (Date.now() < end) {
    if (await isHealthy(health)) return
    if (over !== null) throw new MeilisearchRefused(`${said()}\n${String(over)}`)
    await Promise.race([wait(20), ended])
  }
  throw new MeilisearchRefused(
    `It did not answer within ${startWithin / 1000} seconds: killed by us`,
  )
}

async function isHealthy(health: string): Promise<boolean> {
  try {
    return (await fetch(health, { signal: AbortSignal.timeout(5000) })).ok
  } catch {
    return false
  }
}

function explain(dataDir: string, error: unknown): unknown {
  if (!(error instanceof MeilisearchRefused)) return explainFolder(dataDir, error)
  if (saysDiskFull(error.said)) return diskFull(dataDir, error)
  return new StartError(
    `Meilisearch could not start: ${error.said}`,
    'Entries are kept in PostgreSQL, so nothing is lost.',
    'Mend what it names, or let PostgreSQL search with SEARCH_ENGINE=postgres.',
    { cause: error },
  )
}
