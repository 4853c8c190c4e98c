import { takingOver } from '../../composables/useLive.ts'
import { parameters, searchQuery, searchState, type SearchState } from '../../loading/query.ts'
import { searchForm } from './facets.ts'

const inOrder = (state: SearchState) =>
  new URLSearchParams(parameters(searchQuery(state))).toString().split('&').sort().join('&')

/**
 * What a person asked for in the form before the script came; null where that is what is shown. To be called before
 * the page is taken over, which sets its inputs back.
 */
export function searchBeforeScript(shown: SearchState): SearchState | null {
  if (!takingOver()) return null
  const form = document.getElementById(searchForm)
  if (!(form instanceof HTMLFormElement)) return null
  const query: Record<string, string[]> = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') (query[name] ??= []).push(value)
  }
  const asked = searchState(query)
  return inOrder(asked) === inOrder({ ...shown, page: 1 }) ? null : asked
}
