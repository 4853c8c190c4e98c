import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { StartError } from '../startError.ts'

const untouched = 'Nothing was changed; what was stored before is still there.'

/** The code of a file system error ('ENOSPC'), or an empty string for any other error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}

/** As systems and PostgreSQL say it; the last where a part of a page still had room. */
const fullInWords =
  /no space left on device|disk quota exceeded|check free disk space|wrote only \d+ of \d+ bytes/i

/** Whether an error, or the words of a program that ended, say that a disk is full. */
export function saysDiskFull(said: unknown): boolean {
  if (typeof said === 'string') return fullInWords.test(said)
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(said))
}

/** The error for a full disk. @param folder what could not be written to */
export function diskFull(folder: string, cause?: unknown): StartError {
  return new StartError(
    `The disk that holds ${folder} is full.`,
    'What was stored before is still there.',
    'Free some space (200 MB are enough to start) or set DATA_DIR to a folder on another disk, then start again.',
    { cause },
  )
}

/** Turns a file system error about the data folder into one for people. Other errors are returned as they are. */
export function explainFolder(folder: string, error: unknown): unknown {
  if (error instanceof StartError) return error
  if (saysDiskFull(error)) return diskFull(folder, error)
  const reason = reasons[errorCode(error)]
  if (reason === undefined) return error
  return new StartError(`The data folder ${folder} ${reason()}.`, untouched, remedy, {
    cause: error,
  })
}

/** Less is taken for a full disk where something else failed: PostgreSQL's own log takes 16 MB at a time. */
const leastFree = 48_000_000

/**
 * What made a start fail: a database that ends in the middle of something says only that it is gone, and where the disk
 * is full that is why.
 */
export function explainFailure(folder: string, error: unknown): unknown {
  const explained = explainFolder(folder, error)
  if (explained instanceof StartError) return explained
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < leastFree ? diskFull(folder, error) : explained
  } catch {
    return explained
  }
}

const remedy =
  'Give this user the right to read and write it (chown), or set DATA_DIR to another folder, then start again.'

const reasons: Record<string, () => string> = {
  ENOENT: () => 'cannot be made: the system takes no new folder there',
  EACCES: () => `may not be written to by the user ${userName()}`,
  EPERM: () => `may not be changed by the user ${userName()}`,
  EROFS: () => 'is on a disk that can only be read',
  ENOTDIR: () => 'cannot be made: a part of its path is a file',
  EEXIST: () => 'cannot be made: there is a file of that name',
  ENAMETOOLONG: () => 'has a name that is too long',
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as a number that has no name.
    return String(process.getuid?.() ?? 'of this process')
  }
}

/**
 * Makes a folder and those above it where they are missing. Node's own `recursive` tries for ever where the system says
 * that a folder which is there is not (/proc), and tells of a disk that can only be read as of one that is missing.
 * @returns whether it was missing
 * @throws the error of the file system
 */
export function makeFolders(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode })
    return true
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false
    const above = dirname(folder)
    if (errorCode(error) !== 'ENOENT' || existsSync(above)) throw error
    makeFolders(above, mode)
    return makeFolders(folder, mode)
  }
}

/**
 * Makes the data folder where it is missing, and makes sure that it can be written to.
 * @throws StartError that says what to do where it cannot
 */
export function makeDataFolder(folder: string): void {
  // Root hands PostgreSQL to a user of its own, who must be able to pass through; the files in it are 0600.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  try {
    // A second time, since the mask of this process may have taken away the right to pass through.
    if (makeFolders(folder, mode)) chmodSync(folder, mode)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw explainFolder(folder, error)
  }
}
