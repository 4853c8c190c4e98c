import type { Entry, EntryCard, Labels, Related } from '@homeward/schema/entry.ts'
import type { Countries, Country } from '@homeward/schema/places.ts'
import type { Problem } from '@homeward/schema/problem.ts'
import type { Facets, SearchAnswer } from '@homeward/schema/search.ts'
import type { Kind, Term, Vocabulary } from '@homeward/schema/vocabulary.ts'
import { folderOf } from '@homeward/schema/names.ts'
import { ApiError, Moved } from '../api.ts'
import type { LoadContext } from '../routes.ts'
import { parameters, searchQuery, searchState } from './query.ts'

export interface SearchData {
  answer: SearchAnswer | null
  /** What is wrong with the address; the answer is then null. */
  problem: Problem | null
}

/** What a page that lists entries needs of an answer; the rest would travel twice, in the page and beside it. */
export interface Listing {
  entries: EntryCard[]
  total: number
  facets: Pick<Facets, 'kind' | 'theme' | 'country'>
  labels: Labels | undefined
}

export interface HomeData {
  /** Those that have entries. */
  countries: Country[]
  vocabulary: Vocabulary
  latest: Listing
}

export interface EntryData {
  entry: Entry
  related: Related
}

export interface PlaceData {
  country: Country
  /** Others of its region that have entries. */
  neighbours: Country[]
  listing: Listing
}

export interface ThemeData {
  theme: Term
  listing: Listing
}

function found(
  { api, language, signal }: LoadContext,
  query: Record<string, string | string[]>,
): Promise<SearchAnswer> {
  return api.get<SearchAnswer>(
    `/api/v1/search?${parameters({ ...query, labels: language })}`,
    signal,
  )
}

async function listed(
  context: LoadContext,
  query: Record<string, string | string[]>,
): Promise<Listing> {
  const { hits, total, facets, labels } = await found(context, query)
  return {
    entries: hits.map(({ highlights: _, ...card }) => card),
    total,
    facets: { kind: facets.kind, theme: facets.theme, country: facets.country },
    labels,
  }
}

const hasEntries = ({ count }: Country) => count > 0

const countries = ({ api, language, signal }: LoadContext) =>
  api.get<Countries>(`/api/v1/countries?labels=${language}`, signal)
const vocabulary = ({ api, language, signal }: LoadContext) =>
  api.get<Vocabulary>(`/api/v1/vocabulary?labels=${language}`, signal)

/** There is nothing at this address: said as the API says it. */
const unknown = () => new ApiError(404, null)

export async function loadSearch(context: LoadContext): Promise<SearchData> {
  try {
    return { answer: await found(context, searchQuery(searchState(context.query))), problem: null }
  } catch (error) {
    if (error instanceof ApiError && error.status === 400 && error.problem) {
      return { answer: null, problem: error.problem }
    }
    throw error
  }
}

export async function loadHome(context: LoadContext): Promise<HomeData> {
  const [places, terms, latest] = await Promise.all([
    countries(context),
    vocabulary(context),
    listed(context, { sort: 'newest', kind: 'practice', pageSize: '4' }),
  ])
  return { countries: places.countries.filter(hasEntries), vocabulary: terms, latest }
}

export function loadEntry(kind: Kind) {
  return async (context: LoadContext): Promise<EntryData> => {
    const { api, params, language, signal } = context
    const path = `/api/v1/entries/${encodeURIComponent(params['slug'] ?? '')}`
    try {
      const [entry, related] = await Promise.all([
        api.get<Entry>(`${path}?labels=${language}`, signal),
        api.get<Related>(`${path}/related?labels=${language}`, signal),
      ])
      // A browser follows the API's redirect from an old address by itself.
      if (entry.kind !== kind || entry.slug !== params['slug'])
        throw new Moved(`/${folderOf[entry.kind]}/${entry.slug}`)
      return { entry, related }
    } catch (error) {
      // The API's addresses of entries end like the pages' do.
      const slug = error instanceof Moved ? /\/entries\/([^/?]+)/.exec(error.to)?.[1] : undefined
      throw slug === undefined ? error : new Moved(`/${folderOf[kind]}/${slug}`)
    }
  }
}

/** @returns the countries that have entries */
export async function loadCountries(context: LoadContext): Promise<Country[]> {
  return (await countries(context)).countries.filter(hasEntries)
}

export async function loadCountry(context: LoadContext): Promise<PlaceData> {
  const code = (context.params['code'] ?? '').toUpperCase()
  const places = (await countries(context)).countries
  const country = places.find((place) => place.code === code)
  if (!country) throw unknown()
  return {
    country,
    neighbours: places.filter(
      (place) => hasEntries(place) && place.subregion === country.subregion && place.code !== code,
    ),
    listing: await listed(context, { country: code, sort: 'title', pageSize: '100' }),
  }
}

export function loadThemes(context: LoadContext): Promise<Vocabulary> {
  return vocabulary(context)
}

async function themeAt({ api, language, signal }: LoadContext, id: string): Promise<Term> {
  try {
    return await api.get<Term>(
      `/api/v1/vocabulary/theme/${encodeURIComponent(id)}?labels=${language}`,
      signal,
    )
  } catch (error) {
    const other = error instanceof Moved ? /\/theme\/([^/?]+)/.exec(error.to)?.[1] : undefined
    throw other === undefined ? error : new Moved(`/themes/${other}`)
  }
}

export async function loadTheme(context: LoadContext): Promise<ThemeData> {
  const id = context.params['id'] ?? ''
  const theme = await themeAt(context, id)
  // A browser follows the API's redirect from a merged theme by itself.
  if (theme.id !== id) throw new Moved(`/themes/${theme.id}`)
  return { theme, listing: await listed(context, { theme: id, pageSize: '50', sort: 'newest' }) }
}
