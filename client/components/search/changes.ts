import { filterNames, type FilterName } from '@homeward/schema/names.ts'
import type { SearchState } from '../../loading/query.ts'

/** A filter that an address can hold, the years among them. */
export type Narrowing = FilterName | 'yearFrom' | 'yearTo'

/** One chosen value. */
export interface Choice {
  filter: Narrowing
  value: string
}

/** Everything that is chosen, in the order of the filters. */
export function choices(state: SearchState): Choice[] {
  const chosen: Choice[] = filterNames.flatMap((filter) =>
    (state.filters[filter] ?? []).map((value) => ({ filter, value })),
  )
  for (const filter of ['yearFrom', 'yearTo'] as const) {
    if (state[filter] !== '') chosen.push({ filter, value: state[filter] })
  }
  return chosen
}

const isYear = (filter: Narrowing): filter is 'yearFrom' | 'yearTo' =>
  filter === 'yearFrom' || filter === 'yearTo'

function withValues(state: SearchState, filter: FilterName, values: string[]): SearchState {
  const { [filter]: _, ...others } = state.filters
  return {
    ...state,
    filters: values.length === 0 ? others : { ...others, [filter]: values },
    page: 1,
  }
}

/** The search without one chosen value. Every change begins at the first page. */
export function withoutChoice(state: SearchState, { filter, value }: Choice): SearchState {
  if (isYear(filter)) return { ...state, [filter]: '', page: 1 }
  return withValues(
    state,
    filter,
    (state.filters[filter] ?? []).filter((one) => one !== value),
  )
}

export function withChoice(state: SearchState, { filter, value }: Choice): SearchState {
  if (isYear(filter)) return { ...state, [filter]: value, page: 1 }
  return withValues(state, filter, [...new Set([...(state.filters[filter] ?? []), value])])
}

/** The search without a whole filter, or without its words. */
export function withoutFilter(state: SearchState, filter: Narrowing | 'q'): SearchState {
  if (filter === 'q') return { ...state, q: '', page: 1 }
  return isYear(filter) ? { ...state, [filter]: '', page: 1 } : withValues(state, filter, [])
}

/** The words alone. */
export function withoutChoices(state: SearchState): SearchState {
  return { ...state, filters: {}, yearFrom: '', yearTo: '', page: 1 }
}
