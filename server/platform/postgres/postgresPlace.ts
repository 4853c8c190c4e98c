import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Log } from '../log.ts'
import { type Binaries, binariesFor, findBinaries, type SystemUser } from './postgresBinaries.ts'
import { StartError } from '../startError.ts'

/** Where PostgreSQL's data are, and who runs it with which programs. */
export interface Place {
  /** The folder of the cluster, which may not be there yet. A real path. */
  cluster: string
  binaries: Binaries
  /** Null: whoever runs the server. PostgreSQL refuses to run as root. */
  user: SystemUser | null
}

/** Where root keeps what its own user must reach when the data folder lies in a folder closed to others. */
const shared = '/var/lib/homeward'

/** Finds the place of the cluster for a data folder. As root it finds, or makes, the user who runs it. */
export function findPlace(dataDir: string, log: Log): Place {
  const link = join(dataDir, 'postgres')
  const binaries = findBinaries()
  if (process.getuid?.() !== 0) return { cluster: resolved(link), binaries, user: null }
  const user = ownerOf(link) ?? systemUser()
  const cluster = placeForUser(dataDir, link, user, log)
  return { cluster, user, binaries: binariesFor(user, binaries, shared, log) }
}

/** A cluster is run by whoever owns it, so that it does not matter who starts the server next time. */
function ownerOf(cluster: string): SystemUser | null {
  const stat = statSync(cluster, { throwIfNoEntry: false })
  return stat === undefined || stat.uid === 0 ? null : { uid: stat.uid, gid: stat.gid }
}

/** The path that a link leads to, also where nothing is there yet. */
function resolved(path: string): string {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return join(realpathSync(dirname(path)), 'postgres')
  return stat.isSymbolicLink() && statSync(path, { throwIfNoEntry: false }) === undefined
    ? readlinkSync(path)
    : realpathSync(path)
}

function placeForUser(dataDir: string, link: string, user: SystemUser, log: Log): string {
  const begun = lstatSync(link, { throwIfNoEntry: false }) !== undefined
  const cluster = resolved(link)
  if (!existsSync(dirname(cluster))) throw leadsNowhere(link, cluster)
  if (canEnter(user, dirname(cluster))) return cluster
  if (!begun) return placeElsewhere(dataDir, link, log)
  throw new StartError(
    `PostgreSQL's own user (number ${user.uid}) may not enter ${dirname(cluster)}, where its data are.`,
    'Nothing was changed.',
    'Let it pass through every folder above (chmod o+x), or move the data folder to where it may, such as /var/lib.',
  )
}

function leadsNowhere(link: string, cluster: string): StartError {
  return new StartError(
    `${link} leads to ${cluster}, where the database was, and it is not there.`,
    'Nothing was changed.',
    `Put the database back there, or remove ${link} to begin with an empty one, then start again.`,
  )
}

function placeElsewhere(dataDir: string, link: string, log: Log): string {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12)
  mkdirSync(shared, { recursive: true })
  chmodSync(shared, 0o755)
  const parent = mkdtempSync(join(shared, `${name}-`))
  chmodSync(parent, 0o711)
  const cluster = join(parent, 'postgres')
  // For whoever finds it after the data folder was removed, which leaves it here.
  writeFileSync(join(parent, 'made-for'), `${link}\n`)
  symlinkSync(cluster, link)
  log.info(
    `PostgreSQL cannot run as root, and its own user may not enter ${dataDir}. ` +
      `The database is therefore kept in ${cluster}, and ${link} leads there: back up both.`,
  )
  return cluster
}

function canEnter({ uid, gid }: SystemUser, folder: string): boolean {
  const shell = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    uid,
    gid,
    cwd: '/',
    stdio: 'ignore',
  })
  return shell.status === 0
}

const userName = 'postgres'

function systemUser(): SystemUser {
  const there = lookUp()
  if (there !== null) return there
  const made = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', userName],
    ['adduser', '-S', '-D', '-H', userName],
  ]
  for (const [program = '', ...words] of made) {
    spawnSync(program, words, { stdio: 'ignore' })
    // Whoever made it, even another server at this moment, it is there now.
    const user = lookUp()
    if (user !== null) return user
  }
  throw new StartError(
    'PostgreSQL cannot run as root, and no system user could be made for it.',
    'Nothing was changed.',
    `Start the server as an ordinary user, make a system user called ${userName}, or set DATABASE_URL.`,
  )
}

function lookUp(): SystemUser | null {
  try {
    const [uid, gid] = ['-u', '-g'].map((which) =>
      Number(execFileSync('id', [which, userName], { stdio: ['ignore', 'pipe', 'ignore'] })),
    )
    return uid === undefined || gid === undefined || uid === 0 ? null : { uid, gid }
  } catch {
    return null
  }
}
