import { argv } from 'node:process'
import { Worker } from 'node:worker_threads'
import { openArchive } from '../archive.ts'
import { RefusedFile, UnreadableFile } from '../broken.ts'
import { cleanedInto } from '../cleaning.ts'
import { readText } from '../text.ts'
import { type Answer, isAllowance, isTask, type Task } from './task.ts'

/** Ends this process when it takes too much, or outlives who started it: what reads a hostile file hears no signal. */
const allowed: unknown = JSON.parse(argv[2] ?? 'null')
if (!isAllowance(allowed)) throw new Error('This program is started by the server')
new Worker(new URL('watch.ts', import.meta.url), { workerData: allowed }).unref()

process.on('disconnect', () => process.exit(0))
process.on('message', (message) => {
  if (!isTask(message)) return
  void answerTo(message).then((answer) => process.send?.(answer))
})

async function answerTo(task: Task): Promise<Answer> {
  try {
    if (task.kind === 'clean') return await cleanedInto(task.path, task.type, task.target)
    await refuseBombs(task)
    return await readText(task.path, task.type)
  } catch (error) {
    if (error instanceof UnreadableFile) return { state: 'unreadable', why: error.why }
    if (error instanceof RefusedFile) return { state: 'unreadable', why: 'too-large' }
    if (error instanceof RangeError && /allocation|length/i.test(error.message)) {
      return { state: 'unreadable', why: 'too-large' }
    }
    const code = systemCode(error)
    return code === null ? { state: 'unreadable', why: 'broken' } : { state: 'failed', code }
  }
}

/** What the system said where it did not read or write, as it does on a full disk; null for what a file is to blame for. */
function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  return 'syscall' in error && 'code' in error ? String(error.code) : systemCode(error.cause)
}

/** What reads the text unpacks a zip whole. */
async function refuseBombs(task: Task): Promise<void> {
  if (task.type === 'pdf') return
  const archive = await openArchive(task.path)
  archive.close()
  if (archive.encrypted) throw new UnreadableFile('encrypted')
}
