import type { Labels } from '@homeward/schema/entry.ts'
import type { Facets } from '@homeward/schema/search.ts'
import { termKinds } from '@homeward/schema/vocabulary.ts'
import type { Db } from '../platform/postgres/database.ts'
import { refreshed } from '../platform/refreshed.ts'
import { cityNames } from '../places/store.ts'
import { termLabels } from './store.ts'

/** The best text among those in several languages: the one asked for, its language without the region, English. */
export function inLanguage(texts: Record<string, string>, language: string): string {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? texts['en'] ?? ''
}

const displays = new Map<string, Intl.DisplayNames>()
/** More languages than readers have, and few enough to keep. */
const mostDisplays = 200

/** Names in the language asked for, or in English where the tag is not one. Made once: making one takes milliseconds. */
export function displayNames(language: string, type: 'region' | 'language'): Intl.DisplayNames {
  const key = `${type} ${language}`
  const known = displays.get(key)
  if (known) return known
  if (displays.size >= mostDisplays) displays.clear()
  const made = newDisplay(language, type)
  displays.set(key, made)
  return made
}

function newDisplay(language: string, type: 'region' | 'language'): Intl.DisplayNames {
  try {
    return new Intl.DisplayNames([language, 'en'], { type })
  } catch {
    return new Intl.DisplayNames(['en'], { type })
  }
}

export interface LabelSource {
  /** Labels of codes, by the names of filters: `{ theme: ['family'] }` gives `{ theme: { family: 'Family support' } }`. */
  of(codes: Partial<Record<string, string[]>>, language: string): Promise<Labels>
}

/** Terms and cities change seldom; how old their labels may be. */
const seconds = 3

/** Labels from the database and `Intl`. */
export function labelSource(db: Db): LabelSource {
  const read = refreshed(seconds, async () => {
    const [terms, cities] = await Promise.all([termLabels(db), cityNames(db)])
    const byKind = new Map(
      termKinds.map((kind) => [kind, new Map<string, Record<string, string>>()]),
    )
    for (const { kind, id, labels } of terms) byKind.get(kind)?.set(id, labels)
    return { byKind, cities }
  })
  return {
    async of(codes, language) {
      const { byKind, cities } = await read()
      const regions = displayNames(language, 'region')
      const languages = displayNames(language, 'language')
      const label: Record<string, (code: string) => string | undefined> = {
        country: (code) => regions.of(code),
        region: (code) => regions.of(code),
        language: (tag) => languages.of(tag),
        city: (slug) => cities.get(slug),
      }
      for (const [kind, byId] of byKind) {
        label[kind] = (id) => inLanguage(byId.get(id) ?? {}, language) || undefined
      }
      return Object.fromEntries(
        Object.entries(codes).flatMap(([name, list = []]) => {
          const find = label[name]
          return find
            ? [[name, Object.fromEntries(list.map((code) => [code, find(code) ?? code]))]]
            : []
        }),
      )
    },
  }
}

/** The codes that an answer's facets name. */
export function codesInFacets(facets: Facets): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(facets).map(([name, values]) => [name, values.map(({ value }) => value)]),
  )
}
