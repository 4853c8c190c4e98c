import { onMounted, onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { Other, PresenceAnswer } from '@homeward/schema/submission.ts'
import { ApiError } from '../../api.ts'
import { send } from '../../sending.ts'

/** How often a window says that it is open, in milliseconds: the server forgets it after thirty seconds. */
const every = 8_000

/**
 * Tells others that this window has the draft open, and hears who else has.
 * @param first who else had it open when the page was made
 * @param on told which version is saved by now, and that the session is over
 */
export function usePresence(
  path: string,
  window: string,
  first: readonly Other[],
  on: { answer(answer: PresenceAnswer): void; signedOut(): void },
): { others: ShallowRef<readonly Other[]>; end(): void } {
  const others = shallowRef(first)
  let ended = false
  let timer: ReturnType<typeof setInterval> | undefined

  async function here() {
    if (ended || document.visibilityState === 'hidden') return
    try {
      const { body } = await send<PresenceAnswer>('POST', path, { window })
      others.value = body.others
      on.answer(body)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      // Better said before the next word is typed. Whether the site can be reached is said by the saving.
      if (error.status === 401) on.signedOut()
    }
  }
  const leave = () => {
    if (ended) return
    void send('POST', path, { window, leaving: true }, { keepalive: true }).catch(() => {})
  }
  const seen = () => void here()

  onMounted(() => {
    void here()
    timer = setInterval(() => void here(), every)
    document.addEventListener('visibilitychange', seen)
    addEventListener('pagehide', leave)
  })
  onScopeDispose(() => {
    clearInterval(timer)
    if (typeof document === 'undefined') return
    document.removeEventListener('visibilitychange', seen)
    removeEventListener('pagehide', leave)
    if (timer !== undefined) leave()
  })
  return { others, end: () => (ended = true) }
}
