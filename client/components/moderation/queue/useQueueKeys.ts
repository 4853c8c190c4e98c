import { onMounted, onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** What a key does. Rows are counted from 0; -1 is none. */
export interface KeyActs {
  /** The rows' places on the page, in their order. */
  rows(): HTMLElement[]
  claim(row: number): void
  pick(row: number): void
  help(): void
}

const kept = 'homeward.keys'

function read(): boolean {
  try {
    return localStorage.getItem(kept) !== 'off'
  } catch {
    // A browser that keeps nothing.
    return true
  }
}

/** Whether keys are typed into something, or choose in it. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  const field = target.closest('input, select, textarea, dialog, [contenteditable]')
  return field !== null && !(field instanceof HTMLInputElement && field.type === 'checkbox')
}

/**
 * Single keys for the queue: they can be switched off (WCAG 2.1.4), and do nothing while something is typed.
 * @returns whether they are on: kept in this browser
 */
export function useQueueKeys(acts: KeyActs): { on: ShallowRef<boolean>; set(on: boolean): void } {
  const on = shallowRef(true)
  /** The row that was gone to last: after what had the focus has gone. */
  let last = -1

  function rowNow(): number {
    const at = acts.rows().findIndex((row) => row.contains(document.activeElement))
    return at === -1 ? last : at
  }
  function goTo(row: number) {
    const all = acts.rows()
    const at = Math.max(0, Math.min(row, all.length - 1))
    const place = all[at]
    if (!place) return
    last = at
    place.querySelector<HTMLElement>('h3 a')?.focus()
    place.scrollIntoView({ block: 'nearest' })
  }
  const does: Record<string, (row: number) => void> = {
    j: (row) => goTo(row + 1),
    k: (row) => goTo(row - 1),
    o: (row) => acts.rows()[row]?.querySelector<HTMLElement>('h3 a')?.click(),
    c: (row) => acts.claim(row),
    x: (row) => acts.pick(row),
    '?': () => acts.help(),
  }
  const arrows: Record<string, string> = { ArrowDown: 'j', ArrowUp: 'k' }

  function pressed(event: KeyboardEvent) {
    if (!on.value || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented)
      return
    if (takesKeys(event.target)) return
    const within = acts.rows().some((row) => row.contains(document.activeElement))
    // Outside the list the arrows move the page, as everywhere.
    const key = within ? (arrows[event.key] ?? event.key) : event.key
    const act = does[key]
    if (!act) return
    event.preventDefault()
    act(rowNow())
  }
  onMounted(() => {
    on.value = read()
    addEventListener('keydown', pressed)
  })
  onScopeDispose(() => {
    if (typeof window !== 'undefined') removeEventListener('keydown', pressed)
  })

  return {
    on,
    set(now) {
      on.value = now
      try {
        localStorage.setItem(kept, now ? 'on' : 'off')
      } catch {
        // It holds as long as the page.
      }
    },
  }
}
