import { useI18n } from 'vue-i18n'
import type { Labels } from '@homeward/schema/entry.ts'
import type { Narrowing } from '../components/search/changes.ts'

/** Filters whose values are words of the interface; those of others come from the vocabulary, with the answer. */
const named = new Set<Narrowing>(['kind', 'citySize', 'origin', 'running'])

/** Names of filters and of their values, in the reader's language. */
export function useFacetWords(labels: () => Labels | undefined) {
  const { t, te, locale } = useI18n()
  /** What an answer that never came could not name, the browser can. */
  const ownName = (filter: string, value: string): string | undefined => {
    // ZZ is no country: browsers call it one that is unknown.
    if (filter !== 'country' || !/^[A-Z]{2}$/.test(value) || value === 'ZZ') return undefined
    return new Intl.DisplayNames([locale.value], { type: 'region' }).of(value)
  }
  return {
    nameOf: (filter: Narrowing | 'q') => t(`search.filter.${filter}`),
    valueName(filter: Narrowing, value: string): string {
      if (filter === 'yearFrom' || filter === 'yearTo')
        return t(`search.${filter}`, { year: value })
      const key = `search.value.${filter}.${value}`
      if (named.has(filter) && te(key)) return t(key)
      return labels()?.[filter]?.[value] ?? ownName(filter, value) ?? value
    },
  }
}
