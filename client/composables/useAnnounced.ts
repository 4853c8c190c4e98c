import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** How long answers have to rest before they are read out, in milliseconds: nobody can listen to every keystroke. */
const rest = 700

/**
 * A text for a live region: what `said` says, once it stays the same for a moment. Silent when the page opens.
 * @param said null while there is nothing new to say yet
 */
export function useAnnounced(said: () => string | null): Ref<string> {
  const announced = ref('')
  let waiting: ReturnType<typeof setTimeout> | undefined
  watch(said, (text) => {
    clearTimeout(waiting)
    if (text === null) return
    waiting = setTimeout(() => {
      announced.value = text
    }, rest)
  })
  onScopeDispose(() => clearTimeout(waiting))
  return announced
}
