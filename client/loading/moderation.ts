import type { Entry } from '@homeward/schema/entry.ts'
import type {
  Checklist,
  Diff,
  Queue,
  QueueItem,
  ReviewerList,
  Standing,
  SuggestionList,
  VerdictList,
} from '@homeward/schema/moderation.ts'
import { kinds, queueKinds, queueStates } from '@homeward/schema/names.ts'
import type { Country } from '@homeward/schema/places.ts'
import type { CommentList, Screening, Similar, Submission } from '@homeward/schema/submission.ts'
import type { Vocabulary } from '@homeward/schema/vocabulary.ts'
import { ApiError } from '../api.ts'
import type { LoadContext } from '../routes.ts'
import { guarded, type Guarded } from './guarded.ts'
import { parameters, type Query } from './query.ts'

/** How long something has waited, as the address names it, and as the API takes it: days. */
export const ages = {
  'over-1': { minDays: '1' },
  'over-7': { minDays: '7' },
  'over-30': { minDays: '30' },
  'over-90': { minDays: '90' },
  'under-1': { maxDays: '1' },
  'under-7': { maxDays: '7' },
} as const satisfies Record<string, Record<string, string>>

/** What the queue is filtered by, as the address holds it. */
export const queueFilters = [
  'state',
  'age',
  'kind',
  'entryKind',
  'country',
  'language',
  'theme',
  'city',
  'holder',
  'changed',
] as const
export type QueueFilter = (typeof queueFilters)[number]
export type QueueState = Partial<Record<QueueFilter, string>>

const isOf =
  (all: readonly string[]) =>
  (value: string): boolean =>
    all.includes(value)
const fits = (form: RegExp) => (value: string) => form.test(value)
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const whose = new Set(['me', 'nobody', 'others', 'free'])

/** What a value must be for the API to take it; others are left out, as if they were not there. */
const right: Record<QueueFilter, (value: string) => boolean> = {
  state: isOf(queueStates),
  age: isOf(Object.keys(ages)),
  kind: isOf(queueKinds),
  entryKind: isOf(kinds),
  country: fits(/^[A-Z]{2}$/),
  language: fits(/^[A-Za-z0-9-]{2,35}$/),
  theme: fits(/^[a-z0-9-]{1,120}$/),
  city: fits(/^[a-z0-9-]{1,120}$/),
  holder: (value) => whose.has(value) || id.test(value),
  changed: isOf(['true']),
}

/** Reads the filters from an address. */
export function queueState(query: Query): QueueState {
  return Object.fromEntries(
    queueFilters.flatMap((name) => {
      const given = query[name]
      const value = Array.isArray(given) ? given[0] : given
      return typeof value === 'string' && right[name](value) ? [[name, value]] : []
    }),
  )
}

/** The filters as the API takes them. */
export function queueAsked({ age, holder, ...rest }: QueueState): Record<string, string> {
  const days = Object.entries(ages).find(([name]) => name === age)?.[1] ?? {}
  const had = holder === undefined ? {} : whose.has(holder) ? { holder } : { holderId: holder }
  return { ...rest, ...days, ...had }
}

/** Names of terms and countries. */
interface Named {
  vocabulary: Vocabulary
  countries: Country[]
}

export type QueueData = Guarded<{ queue: Queue } & Named>

export function loadQueue(context: LoadContext): Promise<QueueData> {
  const { api, query, signal } = context
  const after = typeof query['after'] === 'string' ? { after: query['after'] } : {}
  const asked = parameters({ ...queueAsked(queueState(query)), ...after })
  return guarded(context, async () => {
    const [queue, named] = await Promise.all([
      api.get<Queue>(`/api/v1/moderation/queue?${asked}`, signal),
      names(context),
    ])
    return { queue, ...named }
  })
}

async function names({ api, language, signal }: LoadContext): Promise<Named> {
  const [vocabulary, { countries }] = await Promise.all([
    api.get<Vocabulary>(`/api/v1/vocabulary?labels=${language}`, signal),
    api.get<{ countries: Country[] }>(`/api/v1/countries?labels=${language}`, signal),
  ])
  return { vocabulary, countries }
}

/** All that stands around one submission, for who decides on it. */
export interface DeskParts extends Named {
  submission: Submission
  standing: Standing
  /** As its page will show it, rendered. */
  entry: Entry
  diff: Diff
  comments: CommentList['comments']
  checklist: Checklist
  suggestions: SuggestionList
  screening: Screening
  similar: Similar['entries']
  reviewers: ReviewerList['reviewers']
  verdicts: VerdictList
  /** How it stood in the queue when it was opened; null where it is in none. */
  item: QueueItem | null
}
export type DeskData = Guarded<DeskParts>

export function loadDesk(context: LoadContext): Promise<DeskData> {
  const { api, params, query, language, signal } = context
  const id = encodeURIComponent(params['id'] ?? '')
  const path = `/api/v1/submissions/${id}`
  const get = <T>(what: string) => api.get<T>(`${path}${what}`, signal)
  const against = ['live', 'before'].find((one) => one === query['against'])
  return guarded(context, async () => {
    // First what tells whether the person may: the rest is asked for at once.
    const standing = await get<Standing>('/standing')
    const [submission, entry, diff, { comments }, checklist, suggestions, screening, similar] =
      await Promise.all([
        get<Submission>(''),
        get<Entry>(`/preview?labels=${language}`),
        get<Diff>(`/diff${against ? `?against=${against}` : ''}`),
        get<CommentList>('/comments'),
        get<Checklist>('/checklist'),
        get<SuggestionList>('/suggestions'),
        get<Screening>('/screening'),
        get<Similar>('/similar'),
      ])
    const [{ reviewers }, verdicts, item, named] = await Promise.all([
      get<ReviewerList>('/reviewers'),
      get<VerdictList>('/verdicts'),
      inQueue(context, id),
      names(context),
    ])
    return {
      submission,
      standing,
      entry,
      diff,
      comments,
      checklist,
      suggestions,
      screening,
      similar: similar.entries,
      reviewers,
      verdicts,
      item,
      ...named,
    }
  })
}

/** What is being written again stands in no queue. */
async function inQueue({ api, signal }: LoadContext, id: string): Promise<QueueItem | null> {
  try {
    return await api.get<QueueItem>(`/api/v1/moderation/queue/${id}`, signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}
