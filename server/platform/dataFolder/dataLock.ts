import { randomBytes } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode, explainFolder, makeDataFolder } from './dataFolder.ts'
import { findProcess, isProcessId, lives, type ProcessId } from '../processes/processes.ts'
import { StartError } from '../startError.ts'

/** Who holds, or held, a data folder. Released: nobody any more. */
type Holder = ProcessId & { space: string; folder: number; released?: boolean }

/** A live server holds the data folder. */
export class DataFolderInUse extends StartError {
  override name = 'DataFolderInUse'
}

const heartbeat = { every: 1000, dead: 6000 }

/**
 * Takes the data folder for this process, until it is released or the process ends, however it ends.
 *
 * Locks are numbered files in `<dataDir>/lock`; the holder is who made the highest one. The next number is taken by
 * a link, which only one process can make, and only by one that saw the highest holder dead or released. A released
 * lock keeps its file, so numbers never fall, and a process that slept meanwhile sees that it is not the highest.
 * @throws StartError that names the folder and the process where a live server holds it
 */
export async function lockDataFolder(dataDir: string): Promise<{ release(): void }> {
  makeDataFolder(dataDir)
  const folder = join(dataDir, 'lock')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    for (;;) {
      const last = Math.max(0, ...numbersIn(folder))
      if (last > 0) await refuseLive(dataDir, folder, String(last))
      const mine = last + 1
      if (take(folder, mine)) return hold(folder, mine)
    }
  } catch (error) {
    throw explainFolder(dataDir, error)
  }
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function take(folder: string, number: number): boolean {
  const file = join(folder, String(number))
  if (!writeWhole(file, self(folder), linkSync)) return false
  if (Math.max(...numbersIn(folder)) === number) return true
  rmSync(file, { force: true })
  return false
}

/** Writes a file that is never seen half written. @returns false where `put` found one there */
function writeWhole(
  file: string,
  holder: Holder,
  put: (from: string, to: string) => void,
): boolean {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(temporary, JSON.stringify(holder), { mode: 0o644, flag: 'wx' })
    put(temporary, file)
    return true
  } catch (error) {
    // Gone: whoever took a higher number swept it away.
    if (['EEXIST', 'ENOENT'].includes(errorCode(error))) return false
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

function hold(folder: string, number: number): { release(): void } {
  const holder = self(folder)
  const file = join(folder, String(number))
  for (const name of readdirSync(folder)) {
    if (Number.parseInt(name, 10) < number) rmSync(join(folder, name), { force: true })
  }
  const beating = setInterval(() => beat(file), heartbeat.every)
  beating.unref()
  return {
    release() {
      clearInterval(beating)
      writeWhole(file, { ...holder, released: true }, renameSync)
    },
  }
}

function beat(file: string): void {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // A data folder that was removed under a running server needs no lock.
  }
}

async function refuseLive(dataDir: string, folder: string, name: string): Promise<void> {
  const file = join(folder, name)
  const holder = readHolder(file)
  if (holder === null || holder.released === true) return
  const live =
    holder.space === space()
      ? // A lock that was copied together with its data folder holds the original, not the copy.
        holder.folder === identity(folder) && lives(holder)
      : await beats(file)
  if (!live) return
  throw new DataFolderInUse(
    `Another server is using the data folder ${dataDir}: process ${holder.pid}.`,
    'It was left in peace, and nothing was changed.',
    'Stop it first, or give this one a folder of its own with DATA_DIR.',
  )
}

function readHolder(file: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isHolder(holder) ? holder : null
  } catch {
    return null
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    isProcessId(value) &&
    'space' in value &&
    typeof value.space === 'string' &&
    'folder' in value &&
    typeof value.folder === 'number'
  )
}

function identity(folder: string): number {
  return statSync(folder).ino
}

function self(folder: string): Holder {
  const found = findProcess(process.pid)
  return {
    pid: process.pid,
    started: found?.started ?? '',
    space: space(),
    folder: identity(folder),
  }
}

/** Numbers of processes mean the same only within one machine since its start, and within one container. */
function space(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return process.platform
  }
}

/** Whether a holder that cannot be seen from here, in another container say, still touches its lock. */
async function beats(file: string): Promise<boolean> {
  const last = touched(file)
  const end = last + heartbeat.dead
  while (Date.now() < end) {
    await wait(100)
    if (touched(file) !== last) return true
  }
  return false
}

function touched(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
