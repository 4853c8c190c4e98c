import { spawn } from 'node:child_process'
import {
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { endWithServer } from '../processes/children.ts'
import { diskFull, saysDiskFull } from '../dataFolder/dataFolder.ts'
import type { Place } from './postgresPlace.ts'
import { stopLeftProcess, writeDownProcess } from '../processes/processes.ts'
import { StartError } from '../startError.ts'

export const role = 'homeward'

/** What PostgreSQL's programs may see of the environment: nothing that changes where they look or what they say. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH } = process.env
  return { PATH, TZ: 'UTC', LC_ALL: 'C', ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }) }
}

/**
 * Makes the cluster where there is none. It is made beside its place and moved there when it is whole, so that
 * a folder of that name is always a complete cluster; one that was begun and not finished is thrown away.
 * @param password of the role that owns everything
 * @returns whether it was made now
 */
export async function makeCluster(place: Place, password: string): Promise<boolean> {
  if (isComplete(place)) return false
  const parent = dirname(place.cluster)
  const running = join(parent, 'postgres-being-made.json')
  await stopLeftProcess(running, [
    { signal: 'SIGTERM', milliseconds: 5000 },
    { signal: 'SIGKILL', milliseconds: 1000 },
  ])
  const begun = join(parent, 'postgres-being-made')
  const passwordFile = `${begun}.password`
  removeBegun()
  try {
    mkdirSync(begun, { mode: 0o700 })
    writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' })
    for (const path of [begun, passwordFile]) giveTo(place.user, path)
    await initialise(place, begun, passwordFile, running)
    renameSync(begun, place.cluster)
  } catch (error) {
    removeBegun()
    throw saysDiskFull(error) ? diskFull(parent, error) : error
  } finally {
    for (const file of [passwordFile, running]) rmSync(file, { force: true })
  }
  return true

  function removeBegun(): void {
    rmSync(begun, { recursive: true, force: true, maxRetries: 5 })
    rmSync(passwordFile, { force: true })
  }
}

function giveTo(user: Place['user'], path: string): void {
  if (user !== null) lchownSync(path, user.uid, user.gid)
}

function isComplete({ cluster, binaries }: Place): boolean {
  const stat = statSync(cluster, { throwIfNoEntry: false })
  if (stat === undefined) return false
  const foreign = process.getuid?.() !== 0 && stat.uid !== process.getuid?.()
  if (foreign) throw belongsToAnother(cluster, stat.uid)
  const version = join(cluster, 'PG_VERSION')
  if (existsSync(version)) {
    checkVersion(cluster, readFileSync(version, 'utf8').trim(), binaries.version)
    return true
  }
  if (stat.isDirectory() && readdirSync(cluster).length === 0) return false
  throw new StartError(
    `${cluster} is in the way: it is not a PostgreSQL database.`,
    'It was left as it is.',
    'Move it elsewhere, or set DATA_DIR to another folder, then start again.',
  )
}

function belongsToAnother(cluster: string, uid: number): StartError {
  return new StartError(
    `The database in ${cluster} belongs to another user (number ${uid}).`,
    'Nothing was changed.',
    'Start the server as that user or as root, as before, or set DATA_DIR to another folder.',
  )
}

function checkVersion(cluster: string, made: string, package_: string): void {
  const [ours = ''] = package_.split('.')
  if (made === ours) return
  throw new StartError(
    `The database in ${cluster} was made by PostgreSQL ${made}; this server brings PostgreSQL ${ours}.`,
    'It was left as it is.',
    `Dump it with PostgreSQL ${made} and restore it into a new data folder (pg_dump, pg_restore).`,
  )
}

/** The types of letters come from the system; sorting and case from PostgreSQL itself, the same everywhere. */
const letterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C']

async function initialise(
  place: Place,
  folder: string,
  passwordFile: string,
  running: string,
): Promise<void> {
  let said = ''
  for (const letters of letterTypes) {
    const ended = await initdb(place, initdbWords(folder, passwordFile, letters), running)
    if (ended.code === 0) return
    said = ended.said
    if (!/invalid locale/i.test(said)) break
  }
  if (saysDiskFull(said)) throw diskFull(dirname(folder), said)
  throw new StartError(
    `PostgreSQL could not make its database in ${folder}. It said:\n${lastLines(said)}`,
    'Nothing was kept of it.',
    'Mend what it names, or set DATABASE_URL to a PostgreSQL 18, then start again.',
  )
}

function initdbWords(folder: string, passwordFile: string, letters: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${role}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${letters}`,
    '--no-instructions',
  ]
}

function initdb(
  { binaries, user, cluster }: Place,
  words: string[],
  running: string,
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, words, {
      ...user,
      cwd: dirname(cluster),
      env: postgresEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.once('error', reject)
    if (child.pid === undefined) return
    writeDownProcess(running, child.pid)
    const forget = endWithServer(child.pid, 'SIGTERM')
    child.once('close', (code) => {
      forget()
      resolve({ code, said })
    })
  })
}

/** The end of what a program said, indented. */
export function lastLines(said: string): string {
  return said
    .trim()
    .split('\n')
    .slice(-6)
    .map((line) => `  ${line}`)
    .join('\n')
}

/**
 * Gives the role a new password in a cluster that does not run: for one that was restored without its password.
 */
export function setPassword({ binaries, user, cluster }: Place, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.postgres, ['--single', '-D', cluster, 'postgres'], {
      ...user,
      cwd: dirname(cluster),
      env: postgresEnvironment(),
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0 && !/\b(ERROR|FATAL|PANIC)\b/.test(said)) resolve()
      else reject(new Error(`PostgreSQL did not take a new password:\n${lastLines(said)}`))
    })
    // Hexadecimal digits only: nothing to quote. Through the standard input, since others can read arguments.
    child.stdin.end(`ALTER ROLE ${role} PASSWORD '${password}'\n`)
  })
}
