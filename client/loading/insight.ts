import type { Me } from '@homeward/schema/account.ts'
import type { Figures } from '@homeward/schema/figures.ts'
import type { Country } from '@homeward/schema/places.ts'
import type { Decisions } from '@homeward/schema/moderation.ts'
import type { VainSearchList } from '@homeward/schema/vainSearches.ts'
import type { LoadContext } from '../routes.ts'
import { guarded, type Guarded } from './guarded.ts'
import { parameters, type Query } from './query.ts'

export type FiguresData = Guarded<{ figures: Figures; countries: Country[] }>

/** What waits, how long decisions take, what was published. */
export function loadFigures(context: LoadContext): Promise<FiguresData> {
  const { api, language, signal } = context
  return guarded(context, async () => {
    const [figures, { countries }] = await Promise.all([
      api.get<Figures>('/api/v1/moderation/figures', signal),
      api.get<{ countries: Country[] }>(`/api/v1/countries?labels=${language}`, signal),
    ])
    return { figures, countries }
  })
}

export type SearchesData = Guarded<{ found: VainSearchList }>

/** What people looked for in vain: what is open, or what a moderator has dealt with. */
export function loadSearches(context: LoadContext): Promise<SearchesData> {
  const { api, query, signal } = context
  const state = query['state'] === 'done' ? 'done' : 'open'
  const asked = parameters({ state, ...after(query) })
  return guarded(context, async () => ({
    found: await api.get<VainSearchList>(`/api/v1/moderation/searches?${asked}`, signal),
  }))
}

/** What the log is filtered by, as the address holds it. */
export interface LogFilters {
  act: string
  subject: string
  /** Id of who acted; 'me'. */
  actor: string
}
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Reads the filters from an address; what cannot be asked is left out. */
export function logFilters(query: Query): LogFilters {
  const one = (name: string) => {
    const value = query[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const actor = one('actor')
  return {
    act: one('act').slice(0, 60),
    subject: one('subject').slice(0, 200),
    actor: actor === 'me' || id.test(actor) ? actor : '',
  }
}

export type LogData = Guarded<{ log: Decisions }>

/** The decision log, a page of it. */
export async function loadLog(context: LoadContext): Promise<LogData> {
  const { api, query, signal } = context
  const { act, subject, actor } = logFilters(query)
  const me = actor === 'me' ? await api.get<Me>('/api/v1/me', signal) : null
  const asked = parameters({
    ...(act === '' ? {} : { act }),
    ...(subject === '' ? {} : { subject }),
    ...(actor === '' ? {} : { actor: me?.id ?? actor }),
    ...after(query),
  })
  return guarded(context, async () => ({
    log: await api.get<Decisions>(`/api/v1/decisions?${asked}`, signal),
  }))
}

const after = (query: Query): { after?: string } =>
  typeof query['after'] === 'string' ? { after: query['after'] } : {}
