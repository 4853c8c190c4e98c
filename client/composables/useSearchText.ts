import { ref, watch, type Ref } from 'vue'
import type { SearchState } from '../loading/query.ts'
import { useSearch } from './useSearch.ts'

/**
 * What stands in the search field. It is the person's own while they type, and the address follows it; where the
 * address changes otherwise, as by the back button, it follows the address.
 */
export function useSearchText(): Ref<string> {
  const { state, go } = useSearch()
  const text = ref(state.value.q)
  let following = 0

  watch(
    text,
    async (q) => {
      if (q === state.value.q) return
      const next: SearchState = { ...state.value, q, page: 1 }
      following++
      try {
        await go(next, 'replace')
      } finally {
        following--
      }
    },
    { flush: 'sync' },
  )

  watch(
    () => state.value.q,
    (q) => {
      if (following === 0) text.value = q
    },
  )
  return text
}
