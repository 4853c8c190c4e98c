import type { Logger } from 'pino'
import type { Jobs } from '../platform/jobs.ts'
import type { Indexer } from './indexer.ts'

export interface KeptIndex {
  /** Once the index was looked after for the first time, or the server stopped before that. */
  indexed: Promise<void>
  /** Begins nothing more. Before the jobs and the database go. */
  stop(): void
}

/** Milliseconds: an index that was lost is found within the minute. */
const every = 60_000

/** Builds the index where it must be, then lets each change reach it; tries again while the engine is away. */
export function keepIndex(
  indexer: Indexer,
  jobs: Pick<Jobs, 'work'>,
  log: Pick<Logger, 'info' | 'warn'>,
): KeptIndex {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const ensure = async () => {
    const began = performance.now()
    try {
      if ((await indexer.ensure()) !== 'built') return
      log.info(`The search index was built in ${Math.round(performance.now() - began)} ms`)
    } catch (error) {
      // What it leans on went away with the server; the next start builds it.
      if (stopped) return
      log.warn(
        error,
        'The search index could not be built; PostgreSQL answers, and it is tried again',
      )
    }
  }
  const begin = async () => {
    await ensure()
    for (const queue of [indexer.queue, indexer.synonymQueue]) {
      if (!stopped) await jobs.work<object>(queue)
    }
    if (!stopped) timer = setInterval(() => void ensure(), every).unref()
  }
  return {
    indexed: begin().catch((error: unknown) => {
      if (!stopped) throw error
    }),
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}
