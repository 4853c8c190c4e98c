import { filterNames, sorts, type FilterName, type Sort } from '@homeward/schema/names.ts'

/** The parameters of an address, as vue-router gives them. */
export type Query = Record<string, string | null | (string | null)[] | undefined>

/** The whole state of a search, as its address holds it. */
export interface SearchState {
  q: string
  filters: Partial<Record<FilterName, string[]>>
  yearFrom: string
  yearTo: string
  sort: Sort
  page: number
}

const first = (value: Query[string]): string => (Array.isArray(value) ? value[0] : value) ?? ''
const all = (value: Query[string]): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one) => typeof one === 'string' && one !== '',
  ) as string[]

/** Reads a search from an address; what does not belong to it, such as a campaign's parameters, is left out. */
export function searchState(query: Query): SearchState {
  const filters: SearchState['filters'] = {}
  for (const name of filterNames) {
    const values = all(query[name])
    if (values.length > 0) filters[name] = [...new Set(values)]
  }
  const sort = first(query['sort'])
  const page = Number(first(query['page']))
  return {
    q: first(query['q']),
    filters,
    yearFrom: first(query['yearFrom']),
    yearTo: first(query['yearTo']),
    sort: sorts.find((known) => known === sort) ?? 'relevance',
    page: Number.isInteger(page) && page > 1 ? page : 1,
  }
}

/** Writes a search as the parameters of an address, what is usual left out. */
export function searchQuery(state: SearchState): Record<string, string | string[]> {
  return {
    ...(state.q === '' ? {} : { q: state.q }),
    ...state.filters,
    ...(state.yearFrom === '' ? {} : { yearFrom: state.yearFrom }),
    ...(state.yearTo === '' ? {} : { yearTo: state.yearTo }),
    ...(state.sort === 'relevance' ? {} : { sort: state.sort }),
    ...(state.page === 1 ? {} : { page: String(state.page) }),
  }
}

/** Parameters as they stand behind the question mark. */
export function parameters(query: Record<string, string | string[] | undefined>): string {
  const found = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) found.append(name, one)
  }
  return found.toString()
}
