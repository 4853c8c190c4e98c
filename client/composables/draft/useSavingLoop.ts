import { onMounted, onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { dueIn, savingAfter, type Saving, type SavingEvent } from './saving.ts'

export interface SavingLoop {
  saving: ShallowRef<Saving>
  happened(event: SavingEvent): void
  /** Something was typed. */
  typed(): void
}

/**
 * When to save: after a pause in typing, before leaving, when the way to the server is back, after signing in again.
 * @param save sends what is unsaved, and says what happened
 */
export function useSavingLoop(save: () => Promise<void>): SavingLoop {
  const saving = shallowRef<Saving>({ phase: 'saved', tries: 0 })
  const typed = { first: 0, last: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined

  function happened(event: SavingEvent) {
    saving.value = savingAfter(saving.value, event)
    clearTimeout(timer)
    if (event === 'due') typed.first = Date.now()
    const wait = dueIn(saving.value, { ...typed, now: Date.now() })
    if (wait !== null) timer = setTimeout(() => void save(), wait)
  }

  const sendWaiting = () => {
    if (saving.value.phase === 'waiting') void save()
  }
  const back = () => {
    if (saving.value.phase === 'unreachable') void save()
  }
  const seen = () => {
    if (document.visibilityState === 'hidden') sendWaiting()
    // Somebody may have signed in again in another window.
    else happened('signed-in')
  }
  onMounted(() => {
    document.addEventListener('visibilitychange', seen)
    addEventListener('pagehide', sendWaiting)
    addEventListener('online', back)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    if (typeof document === 'undefined') return
    document.removeEventListener('visibilitychange', seen)
    removeEventListener('pagehide', sendWaiting)
    removeEventListener('online', back)
    sendWaiting()
  })

  return {
    saving,
    happened,
    typed() {
      typed.last = Date.now()
      if (saving.value.phase === 'saved' || saving.value.phase === 'refused')
        typed.first = typed.last
      happened('typed')
    },
  }
}
