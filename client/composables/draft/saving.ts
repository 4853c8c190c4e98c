/**
 * Where the saving of a draft stands.
 * - `saved`: nothing is unsaved
 * - `waiting`: something is, and will be sent when the person pauses
 * - `sending`: it is on its way
 * - `unreachable`: the way or the server is down; it is tried again and again, less and less often
 * - `signed-out`: the session has ended; it goes on after signing in again
 * - `refused`: the server does not take it; the next change is tried anew
 * - `closed`: the draft cannot be changed now, and something is unsaved
 */
export type Phase =
  | 'saved'
  | 'waiting'
  | 'sending'
  | 'unreachable'
  | 'signed-out'
  | 'refused'
  | 'closed'

export interface Saving {
  phase: Phase
  /** Tries in a row that did not reach the server. */
  tries: number
}

export type SavingEvent =
  | 'typed'
  | 'due'
  /** All that was typed is saved. */
  | 'all-saved'
  /** What was sent is saved; more was typed since. */
  | 'part-saved'
  | 'not-reached'
  | 'signed-out'
  | 'signed-in'
  | 'refused'
  | 'closed'
  /** The draft can be changed. */
  | 'opened'

const quiet: Saving = { phase: 'saved', tries: 0 }

/** The state after an event: the one table of what saving does. An event that means nothing in a state changes nothing. */
export function savingAfter(saving: Saving, event: SavingEvent): Saving {
  const { phase, tries } = saving
  if (phase === 'closed') return event === 'opened' ? { phase: 'waiting', tries: 0 } : saving
  switch (event) {
    case 'typed':
      return phase === 'saved' || phase === 'refused' ? { phase: 'waiting', tries: 0 } : saving
    case 'due':
      return phase === 'waiting' || phase === 'unreachable' ? { phase: 'sending', tries } : saving
    case 'all-saved':
      return quiet
    case 'part-saved':
      return { phase: 'waiting', tries: 0 }
    case 'not-reached':
      return { phase: 'unreachable', tries: tries + 1 }
    case 'signed-out':
      return { phase: 'signed-out', tries: 0 }
    case 'signed-in':
      return phase === 'signed-out' ? { phase: 'waiting', tries: 0 } : saving
    case 'refused':
      return { phase: 'refused', tries: 0 }
    case 'closed':
      return { phase: 'closed', tries: 0 }
    case 'opened':
      return saving
  }
}

/** How long a pause in typing is, and for how long somebody may type without one, in milliseconds. */
const pause = 900
const atLatest = 4000
const longestWait = 30_000

/**
 * In how many milliseconds it is time to send; null: not by itself.
 * @param typed when something unsaved was typed first and last, and what time it is, in milliseconds
 */
export function dueIn(
  { phase, tries }: Saving,
  typed: { first: number; last: number; now: number },
): number | null {
  if (phase === 'waiting') {
    return Math.max(0, Math.min(typed.last + pause, typed.first + atLatest) - typed.now)
  }
  if (phase !== 'unreachable') return null
  return Math.min(longestWait, 1000 * 2 ** (tries - 1))
}
