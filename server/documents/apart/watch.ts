import { workerData } from 'node:worker_threads'
import { isAllowance } from './task.ts'

/** Often enough that little can be taken in between. */
const every = 20
/** Longer than the server waits: this is for when the server is gone. */
const grace = 5_000

const allowed: unknown = workerData
if (!isAllowance(allowed)) throw new Error('This program is started by another')
const { time, memoryBytes } = allowed
const began = Date.now()

setInterval(() => {
  const late = Date.now() - began > time + grace
  if (late || process.memoryUsage.rss() > memoryBytes) process.kill(process.pid, 'SIGKILL')
}, every)
