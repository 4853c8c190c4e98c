/**
 * A reader of what changes seldom and is asked for often, such as the vocabulary: read again when it was read more
 * than `seconds` ago. Never for entries: what was taken down must be gone at once, on every server.
 */
export function refreshed<T>(seconds: number, read: () => Promise<T>): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | null = null
  return () => {
    const now = Date.now()
    if (last !== null && now - last.at <= seconds * 1000) return last.value
    const current = { at: now, value: read() }
    last = current
    current.value.catch(() => {
      // A failed reading is not kept.
      if (last === current) last = null
    })
    return current.value
  }
}
