import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../log.ts'

/** A program that runs as a child. */
export interface Running {
  /** Resolves when it has ended, with how: 'ended with code 1'. Never rejects. */
  ended: Promise<string>
  stop(): Promise<void>
}

export interface Supervised {
  /** Its name in the log. */
  name: string
  start(): Promise<Running>
  log: Log
  /** Called each time that it ended although nobody stopped it, before it is started again. */
  onExit?: ((how: string) => void) | undefined
}

const backoff = { first: 100, most: 30_000, calmAfter: 60_000 }

/**
 * Starts a program and, should it end by itself, starts it again: at once, then later each time.
 * @returns stop, which ends it for good
 * @throws what the first start threw
 */
export async function supervise(program: Supervised): Promise<{ stop(): Promise<void> }> {
  const over = new AbortController()
  let running: Running | null = await program.start()
  const watching = watch()

  async function watch(): Promise<void> {
    let pause = backoff.first
    while (running !== null) {
      const since = Date.now()
      const how = await running.ended
      running = null
      if (over.signal.aborted) return
      program.log.error(`${program.name} ${how}; it is started again.`)
      program.onExit?.(how)
      if (Date.now() - since > backoff.calmAfter) pause = backoff.first
      while (running === null && (await pauseFor(pause, over.signal))) {
        pause = Math.min(pause * 2, backoff.most)
        running = await startAgain(program)
      }
      if (over.signal.aborted) await running?.stop()
    }
  }

  return {
    async stop() {
      over.abort()
      await running?.stop()
      await watching
    },
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(milliseconds, undefined, { signal, ref: false })
    return true
  } catch {
    return false
  }
}

async function startAgain({ name, start, log }: Supervised): Promise<Running | null> {
  try {
    const running = await start()
    log.info(`${name} is back.`)
    return running
  } catch (error) {
    log.error(`${name} could not be started again: ${String(error)}`)
    return null
  }
}
