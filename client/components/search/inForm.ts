import { parameters, searchQuery, searchState, type SearchState } from '../../loading/query.ts'
import { withoutChoices } from './changes.ts'

const inOrder = (state: SearchState) =>
  new URLSearchParams(parameters(searchQuery(state))).toString().split('&').sort().join('&')

/** The search that a form's inputs ask for; null where it is the one that is shown. */
export function searchInForm(form: HTMLFormElement, shown: SearchState): SearchState | null {
  const query: Record<string, string[]> = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') (query[name] ??= []).push(value)
  }
  const asked = searchState(query)
  return inOrder(asked) === inOrder({ ...shown, page: 1 })
    ? null
    : { ...withoutChoices(shown), ...asked }
}
