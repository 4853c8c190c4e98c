import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import limited from 'p-limit'
import { limits } from '../kinds.ts'
import { type Allowance, type Answer, isAnswer, type Task } from './task.ts'

const program = fileURLToPath(new URL('child.ts', import.meta.url))
/** What the process may read beside the file: this program and its packages. */
const code = [
  '..',
  '../../package.json',
  '../../node_modules',
  '../../../package.json',
  '../../../node_modules',
].map((path) => fileURLToPath(new URL(path, import.meta.url)))
const usual: Allowance = {
  time: limits.time,
  memoryBytes: limits.memoryBytes,
  heapMegabytes: limits.heapMegabytes,
}

/** So many at once: each may take a processor and much memory. */
const atOnce = limited(2)

/**
 * Does a task in a process of its own, which may read nothing but the file and write nothing but beside it, knows no
 * setting of the server, and is ended when it takes too long or too much. Never throws for what is in a file.
 */
export function apart(task: Task, allowed: Partial<Allowance> = {}): Promise<Answer> {
  return atOnce(() => answerOf(task, { ...usual, ...allowed }))
}

async function answerOf(task: Task, allowed: Allowance): Promise<Answer> {
  const child = start(task, allowed)
  const late = setTimeout(() => child.kill('SIGKILL'), allowed.time)
  let answer: Answer | null = null
  child.on('message', (message) => {
    if (isAnswer(message)) answer = message
    // It would wait for another task.
    child.kill('SIGKILL')
  })
  // Ended before it was told anything.
  child.on('error', () => {})
  child.send(task, () => {})
  const began = Date.now()
  const { code: exit, signal } = await ended(child)
  clearTimeout(late)
  return (
    answer ?? { state: 'unreadable', why: reason(exit, signal, Date.now() - began >= allowed.time) }
  )
}

/** What a process may do that is given a file: as flags of Node.js. */
export function confined(task: Task, allowed: Allowance = usual): string[] {
  return [
    '--permission',
    ...[...code, task.path].map((path) => `--allow-fs-read=${path}`),
    ...(task.kind === 'clean' ? [`--allow-fs-write=${task.target}`] : []),
    // For its own watch.
    '--allow-worker',
    '--no-warnings',
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${allowed.heapMegabytes}`,
  ]
}

function start(task: Task, allowed: Allowance): ChildProcess {
  const child = fork(program, [JSON.stringify(allowed)], {
    execArgv: confined(task, allowed),
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
  try {
    // The site's own answers come first.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already.
  }
  return child
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null })
    })
  })
}

function reason(exit: number | null, signal: string | null, late: boolean) {
  if (late) return 'took-too-long'
  // Its own watch, or the system, ended it for its memory; it aborts where its heap is full.
  if (signal === 'SIGKILL' || signal === 'SIGABRT' || signal === 'SIGTRAP' || exit === 134)
    return 'too-large'
  return 'broken'
}
