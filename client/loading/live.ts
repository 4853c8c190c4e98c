import type { Entry } from '@homeward/schema/entry.ts'
import type { KeptEntry, Report } from '@homeward/schema/liveActs.ts'
import type { Diff, History } from '@homeward/schema/moderation.ts'
import type { Kind } from '@homeward/schema/names.ts'
import type { Country } from '@homeward/schema/places.ts'
import type { Vocabulary } from '@homeward/schema/vocabulary.ts'
import { ApiError, Moved } from '../api.ts'
import type { LoadContext } from '../routes.ts'
import { guarded, type Guarded } from './guarded.ts'

export type KeptData = Guarded<{ kept: KeptEntry; vocabulary: Vocabulary }>

const slugOf = ({ params }: LoadContext) => encodeURIComponent(params['slug'] ?? '')

/** An entry as moderators act on it. */
export function loadKept(context: LoadContext): Promise<KeptData> {
  const { api, language, signal } = context
  return guarded(context, async () => {
    const kept = await api.get<KeptEntry>(`/api/v1/moderation/entries/${slugOf(context)}`, signal)
    const vocabulary = await api.get<Vocabulary>(`/api/v1/vocabulary?labels=${language}`, signal)
    return { kept, vocabulary }
  })
}

export interface HistoryParts {
  history: History
  vocabulary: Vocabulary
  countries: Country[]
  /** Two of its revisions, compared; null where none were chosen. */
  diff: Diff | null
}
export type HistoryData = Guarded<HistoryParts>

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Every revision of an entry, and two of them compared. */
export function loadHistory(context: LoadContext): Promise<HistoryData> {
  const { api, query, language, signal } = context
  const path = `/api/v1/entries/${slugOf(context)}`
  const after = typeof query['after'] === 'string' ? query['after'] : null
  const [from, to] = [query['from'], query['to']].map((one) =>
    typeof one === 'string' && id.test(one) ? one : null,
  )
  return guarded(context, async () => {
    const page = after === null ? '' : `?after=${encodeURIComponent(after)}`
    const [history, vocabulary, { countries }, diff] = await Promise.all([
      api.get<History>(`${path}/history${page}`, signal),
      api.get<Vocabulary>(`/api/v1/vocabulary?labels=${language}`, signal),
      api.get<{ countries: Country[] }>(`/api/v1/countries?labels=${language}`, signal),
      from && to && from !== to
        ? api.get<Diff>(`${path}/compare?from=${from}&to=${to}`, signal)
        : null,
    ])
    return { history, vocabulary, countries, diff }
  })
}

/** What someone wants to report: null where its address no longer names it. */
export interface ReportedData {
  reported: { slug: string; kind: Kind | null; title: string | null; language: string | null }
}

export async function loadReported(context: LoadContext): Promise<ReportedData> {
  const { api, params, signal } = context
  const slug = params['slug'] ?? ''
  try {
    const entry = await api.get<Entry>(`/api/v1/entries/${slugOf(context)}`, signal)
    const { kind, title, language } = entry
    return { reported: { slug: entry.slug, kind, title, language } }
  } catch (error) {
    // What is taken down can still harm someone.
    if (error instanceof ApiError && error.status === 410) {
      return { reported: { slug, kind: null, title: null, language: null } }
    }
    const now = error instanceof Moved ? /\/entries\/([^/?]+)/.exec(error.to)?.[1] : undefined
    throw now === undefined ? error : new Moved(`/report/${now}`)
  }
}

export type ReportData = Guarded<{ report: Report }>

export function loadReport(context: LoadContext): Promise<ReportData> {
  const { api, params, signal } = context
  return guarded(context, async () => ({
    report: await api.get<Report>(
      `/api/v1/moderation/reports/${encodeURIComponent(params['id'] ?? '')}`,
      signal,
    ),
  }))
}
