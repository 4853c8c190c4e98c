import type { Entry, Related } from '@homeward/schema/entry.ts'
import type { Countries } from '@homeward/schema/places.ts'
import type { Problem } from '@homeward/schema/problem.ts'
import type { SearchAnswer } from '@homeward/schema/search.ts'
import type { Kind, Vocabulary } from '@homeward/schema/vocabulary.ts'
import { ApiError, Moved } from '../api.ts'
import type { LoadContext } from '../routes.ts'
import { parameters, searchQuery, searchState } from './query.ts'

/** The folder of the addresses of each kind of entry. */
export const folderOf: Record<Kind, string> = {
  practice: 'practices',
  guidance: 'guidance',
  event: 'events',
}

export interface SearchData {
  answer: SearchAnswer | null
  /** What is wrong with the address; the answer is then null. */
  problem: Problem | null
}

export interface HomeData {
  countries: Countries
  vocabulary: Vocabulary
  latest: SearchAnswer
}

export interface EntryData {
  entry: Entry
  related: Related
}

export interface PlaceData {
  countries: Countries
  answer: SearchAnswer
}

export interface ThemeData {
  vocabulary: Vocabulary
  answer: SearchAnswer
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
    found(context, { sort: 'newest', kind: 'practice', pageSize: '4' }),
  ])
  return { countries: places, vocabulary: terms, latest }
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
      if (entry.kind !== kind) throw new Moved(`/${folderOf[entry.kind]}/${entry.slug}`)
      return { entry, related }
    } catch (error) {
      // The API's addresses of entries end like the pages' do.
      const slug = error instanceof Moved ? /\/entries\/([^/?]+)/.exec(error.to)?.[1] : undefined
      throw slug === undefined ? error : new Moved(`/${folderOf[kind]}/${slug}`)
    }
  }
}

export function loadCountries(context: LoadContext): Promise<Countries> {
  return countries(context)
}

export async function loadCountry(context: LoadContext): Promise<PlaceData> {
  const code = (context.params['code'] ?? '').toUpperCase()
  const places = await countries(context)
  if (!places.countries.some((country) => country.code === code)) throw unknown()
  return {
    countries: places,
    answer: await found(context, { country: code, sort: 'title', pageSize: '100' }),
  }
}

export function loadThemes(context: LoadContext): Promise<Vocabulary> {
  return vocabulary(context)
}

export async function loadTheme(context: LoadContext): Promise<ThemeData> {
  const id = context.params['id'] ?? ''
  const terms = await vocabulary(context)
  if (!terms.theme.some((theme) => theme.id === id)) throw unknown()
  return {
    vocabulary: terms,
    answer: await found(context, { theme: id, pageSize: '50', sort: 'newest' }),
  }
}
