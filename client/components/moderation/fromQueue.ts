const key = 'homeward.queue'

/** Remembers how the queue was filtered, so that one comes back to it, and on to the next in it. */
export function keepQueue(query: string): void {
  try {
    sessionStorage.setItem(key, query)
  } catch {
    // A browser that keeps nothing: back leads to all that waits.
  }
}

/** The query of the queue that one came from, without the question mark; empty: all that waits. */
export function queueBefore(): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}
