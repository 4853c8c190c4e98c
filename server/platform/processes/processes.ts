import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** One process, told apart from a later one that got the same number. */
export interface ProcessId {
  pid: number
  /** When it began, in a form that only this machine since its last start understands. */
  started: string
}

/** One step of stopping a process: a signal, and how long it may take. */
export interface StopStep {
  signal: NodeJS.Signals
  milliseconds: number
}

/** Which process has the number `pid`; null where none lives. One that has ended but was not collected is gone. */
export function findProcess(pid: number): ProcessId | null {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid)
  return started === null ? null : { pid, started }
}

/** Whether that very process still lives. */
export function lives({ pid, started }: ProcessId): boolean {
  return findProcess(pid)?.started === started
}

function startedOnLinux(pid: number): string | null {
  try {
    // proc_pid_stat(5): the name in brackets may hold anything; state is field 3, the start in ticks field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state = '', started = ''] = [fields[0], fields[19]]
    return ['Z', 'X', 'x'].includes(state) ? null : `${bootId()}/${started}`
  } catch {
    return null
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

function startedElsewhere(pid: number): string | null {
  try {
    const said = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    const [state = '', ...started] = said.split(/\s+/)
    return state === '' || state.startsWith('Z') ? null : started.join(' ')
  } catch {
    return null
  }
}

/** Stops a process by each step in turn until it is gone. @returns whether it is gone */
export async function stopProcess(found: ProcessId, steps: StopStep[]): Promise<boolean> {
  for (const { signal, milliseconds } of steps) {
    if (!lives(found)) return true
    signalProcess(found.pid, signal)
    if (await goneWithin(found, milliseconds)) return true
  }
  return !lives(found)
}

/** Sends a signal; a process that is gone, or another user's, is left alone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Whether it is gone is seen by who asked.
  }
}

/** Only a parent is told when a process ends; of any other it can only be asked again and again. */
async function goneWithin(found: ProcessId, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (Date.now() < end) {
    if (!lives(found)) return true
    await wait(15)
  }
  return false
}

/** Writes down a child, so that the next server can find it should this one be killed. */
export function writeDownProcess(file: string, pid: number): void {
  const found = findProcess(pid)
  if (found !== null) writeFileSync(file, JSON.stringify(found), { mode: 0o600 })
}

/** Stops the child that a killed server wrote down in `file`, if that very process still lives. */
export async function stopLeftProcess(file: string, steps: StopStep[]): Promise<boolean> {
  const found = readProcess(file)
  const gone = found === null || (await stopProcess(found, steps))
  if (gone) rmSync(file, { force: true })
  return gone
}

function readProcess(file: string): ProcessId | null {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isProcessId(found) ? found : null
  } catch {
    return null
  }
}

/** Whether something read from a file describes a process. */
export function isProcessId(value: unknown): value is ProcessId {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isSafeInteger(value.pid) &&
    Number(value.pid) > 0 &&
    'started' in value &&
    typeof value.started === 'string'
  )
}
