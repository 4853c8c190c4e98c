import type { Facets, FacetValue, FilterName } from '@homeward/schema/search.ts'
import { citySizes, kinds, runningStates } from '@homeward/schema/names.ts'

/** The form that every input of a search belongs to, wherever it stands on the page. */
export const searchForm = 'search-form'

/** The facets in the order in which they help: what it is about, where, for whom, how good, then the rest. */
export const facetOrder: FilterName[] = [
  'theme',
  'country',
  'targetGroup',
  'stage',
  'evidence',
  'finding',
  'leadType',
  'kind',
  'region',
  'city',
  'citySize',
  'running',
  'origin',
  'language',
]

/** How many values show before 'all of them' is opened. */
const atFirst = 6

/** Values with an order of their own; those that it does not know come last, others go by count. */
const ownOrder: Partial<Record<FilterName, readonly string[]>> = {
  kind: kinds,
  citySize: citySizes,
  running: runningStates,
  stage: ['prevention', 'reception', 'custody', 'transition', 'reintegration', 'aftercare'],
  evidence: ['evaluated', 'monitored', 'described'],
  finding: ['better', 'mixed', 'no-difference', 'worse', 'not-known'],
}

/** The values of a facet in their order, with those that are chosen though nothing has them now. */
export function valuesOf(facets: Facets, filter: FilterName, chosen: string[]): FacetValue[] {
  const found = facets[filter]
  const values = [
    ...found,
    ...chosen
      .filter((value) => !found.some((one) => one.value === value))
      .map((value) => ({ value, count: 0 })),
  ]
  const order = ownOrder[filter]
  if (!order) return values
  const place = ({ value }: FacetValue) => {
    const at = order.indexOf(value)
    return at === -1 ? order.length : at
  }
  return values.toSorted((one, other) => place(one) - place(other))
}

/** The values that show at once: those with the most entries, and those that must not be out of sight. */
export function valuesAtFirst(values: FacetValue[], kept: Set<string>): Set<string> {
  // A list that opens to show one more is not worth the opening.
  const count = values.length <= atFirst + 1 ? values.length : atFirst
  return new Set([
    ...values.slice(0, count).map(({ value }) => value),
    ...values.map(({ value }) => value).filter((value) => kept.has(value)),
  ])
}
