import { computed, type ComputedRef } from 'vue'
import { usePageState } from '../loading/page.ts'

/** What the page shows. While another page takes its place, it keeps what it showed. */
export function useShown<T>(is: (data: unknown) => data is T): ComputedRef<T | null> {
  const page = usePageState()
  return computed<T | null>((before) => (is(page.data) ? page.data : (before ?? null)))
}
