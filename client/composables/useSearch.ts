import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import { searchQuery, searchState, type SearchState } from '../loading/query.ts'

/** The search that the address holds, and the ways to change it. */
export function useSearch(): {
  state: ComputedRef<SearchState>
  /** Goes to another search: `push` keeps the one before for the back button, `replace` does not. */
  go(next: SearchState, how?: 'push' | 'replace'): Promise<unknown>
} {
  const route = useRoute()
  const router = useRouter()
  const state = computed(() => {
    const read = searchState(route.query)
    const { country } = read.filters
    // The API takes codes of countries in any case, and answers with large letters.
    return country === undefined
      ? read
      : {
          ...read,
          filters: { ...read.filters, country: country.map((code) => code.toUpperCase()) },
        }
  })
  return {
    state,
    go: (next, how = 'push') => router[how](searchAddress(next)),
  }
}

export const emptySearch: SearchState = {
  q: '',
  filters: {},
  yearFrom: '',
  yearTo: '',
  sort: 'relevance',
  page: 1,
}

/** Where a search is found, for links and for the router. */
export function searchAddress(state: Partial<SearchState>): RouteLocationRaw {
  return { path: '/search', query: searchQuery({ ...emptySearch, ...state }) }
}
