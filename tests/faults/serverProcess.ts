import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** What smallServer.ts says of its start. */
export interface Said {
  ready: boolean
  url: string
  meilisearch: { url: string; key: string } | null
  milliseconds: number
  /** Whether the message is one for the person who starts it. */
  forPeople: boolean
  message: string
  notes: string[]
}

export interface Server {
  said: Said
  pid: number
  /** Ends it with a signal and waits until it has ended. */
  end(signal: NodeJS.Signals): Promise<void>
}

const program = fileURLToPath(new URL('smallServer.ts', import.meta.url))

/** A folder that is removed after the test. Everyone may pass through it. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'homeward-faults-')))
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** Starts smallServer.ts without waiting for it. @param user a number, where it is to be another user */
export function spawnServer(dataDir: string, parts: string[], user?: number): ChildProcess {
  const child = spawn(process.execPath, [program, dataDir, ...parts], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...(user !== undefined && { uid: user, gid: user }),
  })
  onTestFinished(() => endChild(child, 'SIGTERM'))
  return child
}

/** Starts smallServer.ts and waits until it is ready, or has said why it is not. */
export async function startServer(
  dataDir: string,
  parts: string[],
  user?: number,
): Promise<Server> {
  const child = spawnServer(dataDir, parts, user)
  return {
    said: await firstWords(child),
    pid: child.pid ?? 0,
    end: (signal) => endChild(child, signal),
  }
}

async function firstWords(child: ChildProcess): Promise<Said> {
  if (child.stdout === null) throw new Error('it says nothing')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line)
  throw new Error('it ended without a word')
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** The commands of the processes that name a folder, the given ones left out. */
export function processesOn(folder: string, except: number[] = []): string[] {
  return execFileSync('ps', ['-eo', 'pid=,args=', '-ww'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder))
    .filter((line) => !except.includes(Number.parseInt(line, 10)))
}

/** A process that has nothing to do with a server, and ends after the test. */
export function bystander(): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], {
    stdio: 'ignore',
  })
  onTestFinished(() => endChild(child, 'SIGTERM'))
  const { pid } = child
  if (pid === undefined) throw new Error('it did not start')
  return Object.assign(child, { pid })
}

export const isRoot = process.getuid?.() === 0

/** An ordinary user that every Linux has. */
export const nobody = 65_534
