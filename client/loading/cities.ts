import type { Me } from '@homeward/schema/account.ts'
import type {
  CityProfile,
  CityRequestList,
  CityTeam,
  EntryRequestList,
  MyCityRequest,
  MyCityRequests,
  QuestionList,
} from '@homeward/schema/city.ts'
import type { Entry, EntryCard, Labels } from '@homeward/schema/entry.ts'
import type { Countries } from '@homeward/schema/places.ts'
import type { Problem } from '@homeward/schema/problem.ts'
import type { SearchAnswer } from '@homeward/schema/search.ts'
import { ApiError, Moved } from '../api.ts'
import type { LoadContext } from '../routes.ts'
import { parameters } from './query.ts'

export interface CityData {
  city: CityProfile
  /** Name of its country. */
  country: string
  /** At most a hundred. */
  entries: EntryCard[]
  labels: Labels | undefined
}

export interface Place {
  code: string
  name: string
}

export interface MyCitiesData {
  me: Me
  requests: MyCityRequest[]
  countries: Place[]
}

export interface AskForCityData {
  me: Me
  countries: Place[]
  /** One that is open, to say it anew. */
  request: MyCityRequest | null
}

type MyCity = Me['cities'][number]

export interface TeamData {
  me: Me
  city: MyCity
  team: CityTeam
  /** Null while only its team may know of it. */
  profile: CityProfile | null
  request: MyCityRequest | null
}

export interface CityQuestionsData {
  me: Me
  city: MyCity
  list: QuestionList
}

export interface MyQuestionsData {
  me: Me
  list: QuestionList
}

export interface CityRequestsData {
  me: Me
  city: MyCity
  list: EntryRequestList
  /** Entries that name the city. */
  entries: EntryCard[]
}

export interface AboutEntryData {
  me: Me
  entry: Pick<Entry, 'slug' | 'kind' | 'title' | 'language' | 'country' | 'origin' | 'citySlug'>
  /** Those of the person's cities that can ask about it. */
  cities: MyCity[]
}

/** What only some may see: to others the page says why not. */
export type ForSome<T> = { me: Me } & ({ problem: Problem } | { problem: null; list: T })

const city = ({ params }: LoadContext): string =>
  `/api/v1/cities/${encodeURIComponent(params['slug'] ?? '')}`
const me = ({ api, signal }: LoadContext): Promise<Me> => api.get<Me>('/api/v1/me', signal)

async function places({ api, language, signal }: LoadContext): Promise<Place[]> {
  const { countries } = await api.get<Countries>(`/api/v1/countries?labels=${language}`, signal)
  return countries.map(({ code, name }) => ({ code, name }))
}

/** Some parameters of the page's address, as the API takes them. */
function asked({ query }: LoadContext, names: string[]): string {
  const given = names.flatMap((name) => {
    const value = query[name]
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
  })
  return given.length === 0 ? '' : `?${parameters(Object.fromEntries(given))}`
}

/** Null where there is none, or none for this person. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 410)) return null
    throw error
  }
}

function entriesOf({ api, language, signal }: LoadContext, slug: string): Promise<SearchAnswer> {
  const query = { city: slug, sort: 'title', pageSize: '100', labels: language }
  return api.get<SearchAnswer>(`/api/v1/search?${parameters(query)}`, signal)
}

const cardsOf = ({ hits }: SearchAnswer): EntryCard[] =>
  hits.map(({ highlights: _, ...card }) => card)

export async function loadCity(context: LoadContext): Promise<CityData> {
  const [profile, countries] = await Promise.all([
    context.api.get<CityProfile>(city(context), context.signal),
    places(context),
  ])
  // A city that no entry names is not known to the search.
  const answer = profile.count === 0 ? null : await entriesOf(context, profile.slug)
  return {
    city: profile,
    country: countries.find(({ code }) => code === profile.country)?.name ?? profile.country,
    entries: answer ? cardsOf(answer) : [],
    labels: answer?.labels,
  }
}

const myRequests = async ({ api, signal }: LoadContext): Promise<MyCityRequest[]> =>
  (await api.get<MyCityRequests>('/api/v1/me/city-requests', signal)).requests

export async function loadMyCities(context: LoadContext): Promise<MyCitiesData> {
  const [person, requests, countries] = await Promise.all([
    me(context),
    myRequests(context),
    places(context),
  ])
  return { me: person, requests, countries }
}

export async function loadAskForCity(context: LoadContext): Promise<AskForCityData> {
  const { requests, ...rest } = await loadMyCities(context)
  const request = requests.find(
    ({ id, state }) => id === context.query['request'] && state === 'asked',
  )
  return { ...rest, request: request ?? null }
}

/** Who is signed in, and the city of theirs at this address. @throws ApiError 404 */
async function mine(context: LoadContext): Promise<{ me: Me; city: MyCity }> {
  const person = await me(context)
  const own = person.cities.find(({ slug }) => slug === context.params['slug'])
  if (!own) throw new ApiError(404, null)
  return { me: person, city: own }
}

export async function loadTeam(context: LoadContext): Promise<TeamData> {
  const { api, signal } = context
  const [known, team, profile, requests] = await Promise.all([
    mine(context),
    api.get<CityTeam>(`${city(context)}/team`, signal),
    orNull(api.get<CityProfile>(city(context), signal)),
    myRequests(context),
  ])
  const request = requests.find((one) => one.city.slug === known.city.slug && one.state === 'asked')
  return { ...known, team, profile, request: request ?? null }
}

export async function loadCityQuestions(context: LoadContext): Promise<CityQuestionsData> {
  const query = asked({ ...context, query: { state: 'open', ...context.query } }, [
    'state',
    'after',
  ])
  const [known, list] = await Promise.all([
    mine(context),
    context.api.get<QuestionList>(`${city(context)}/questions${query}`, context.signal),
  ])
  return { ...known, list }
}

export async function loadMyQuestions(context: LoadContext): Promise<MyQuestionsData> {
  const [person, list] = await Promise.all([
    me(context),
    context.api.get<QuestionList>(
      `/api/v1/me/questions${asked(context, ['after'])}`,
      context.signal,
    ),
  ])
  return { me: person, list }
}

export async function loadCityRequests(context: LoadContext): Promise<CityRequestsData> {
  const [known, list, profile] = await Promise.all([
    mine(context),
    context.api.get<EntryRequestList>(
      `${city(context)}/requests${asked(context, ['after'])}`,
      context.signal,
    ),
    orNull(context.api.get<CityProfile>(city(context), context.signal)),
  ])
  const entries = profile?.count ? cardsOf(await entriesOf(context, profile.slug)) : []
  return { ...known, list, entries }
}

async function entryAt({ api, signal }: LoadContext, slug: string): Promise<Entry> {
  try {
    return await api.get<Entry>(`/api/v1/entries/${encodeURIComponent(slug)}`, signal)
  } catch (error) {
    // The API answers with its own address of an entry that has another name now.
    const other = error instanceof Moved ? /\/entries\/([^/?]+)/.exec(error.to)?.[1] : undefined
    throw other === undefined ? error : new Moved(`/my/entries/${other}`)
  }
}

export async function loadAboutEntry(context: LoadContext): Promise<AboutEntryData> {
  const { params } = context
  const [person, entry] = await Promise.all([me(context), entryAt(context, params['slug'] ?? '')])
  const { slug, kind, title, language, country, origin, citySlug } = entry
  return {
    me: person,
    entry: { slug, kind, title, language, country, origin, citySlug },
    cities: person.cities.filter((one) => one.country === country),
  }
}

async function forSome<T>(context: LoadContext, path: string): Promise<ForSome<T>> {
  const person = await me(context)
  try {
    const list = await context.api.get<T>(
      `${path}${asked(context, ['state', 'after'])}`,
      context.signal,
    )
    return { me: person, problem: null, list }
  } catch (error) {
    if (error instanceof ApiError && error.status === 403 && error.problem) {
      return { me: person, problem: error.problem }
    }
    throw error
  }
}

export const loadWhoAsked = (context: LoadContext) =>
  forSome<CityRequestList>(context, '/api/v1/admin/city-requests')
export const loadEntryRequests = (context: LoadContext) =>
  forSome<EntryRequestList>(context, '/api/v1/moderation/entry-requests')
