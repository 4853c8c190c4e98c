/** A name for this window (a UUID of version 4). `crypto.randomUUID` is missing where a site is not behind HTTPS. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const lockName = (window: string) => `homeward.draft.${window}`

/** Shows other windows of this browser that this one is open, until it is closed. @returns what ends it before */
export function showOpen(window: string): () => void {
  if (!('locks' in navigator)) return () => {}
  const { promise, resolve } = Promise.withResolvers<void>()
  void navigator.locks.request(lockName(window), () => promise)
  return resolve
}

/** Which of these windows are open in this browser; none where the browser does not tell. */
export async function openAmong(windows: readonly string[]): Promise<Set<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held = [] } = await navigator.locks.query()
  const names = new Set(held.map(({ name }) => name))
  return new Set(windows.filter((window) => names.has(lockName(window))))
}
