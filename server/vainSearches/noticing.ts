import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { countSearch } from './counting.ts'
import { bounds, type CountingSetting } from './setting.ts'

export interface VainSearches {
  /** Notes a search that found nothing, behind the answer: it waits for nothing and fails for nothing. */
  notice(typed: string, who: string): void
  /** Until all that waits is counted. */
  idle(): Promise<void>
}

/**
 * Counts what people look for in vain, one search at a time. One visitor counts for twenty things a day, so that a program
 * cannot fill what is kept; who they are is a hash under a key that changes daily, in this server's memory and nowhere else.
 */
export function vainSearches(
  setting: CountingSetting,
  log: Pick<FastifyBaseLogger, 'warn'>,
): VainSearches {
  const waiting: string[] = []
  let working: Promise<void> | null = null
  const isWelcome = visitorsOfADay()

  async function work(): Promise<void> {
    for (let typed = waiting.shift(); typed !== undefined; typed = waiting.shift()) {
      try {
        await countSearch(setting, typed, today())
      } catch (error) {
        log.warn(error, 'A search that found nothing could not be counted')
      }
    }
    working = null
  }

  return {
    notice(typed, who) {
      if (waiting.length >= bounds.waiting || !isWelcome(who)) return
      waiting.push(typed)
      working ??= work()
    },
    async idle() {
      await working
    },
  }
}

const today = (): string => new Date().toISOString().slice(0, 10)

/** Whether a visitor has not asked too much on this day yet. */
function visitorsOfADay(): (who: string) => boolean {
  let day = ''
  let key = randomBytes(32)
  const counts = new Map<string, number>()
  return (who) => {
    if (today() !== day) {
      day = today()
      key = randomBytes(32)
      counts.clear()
    }
    const visitor = createHmac('sha256', key).update(who).digest('base64url')
    const count = counts.get(visitor)
    if (count === undefined && counts.size >= bounds.visitors) return false
    counts.set(visitor, (count ?? 0) + 1)
    return (count ?? 0) < bounds.ofOne
  }
}
