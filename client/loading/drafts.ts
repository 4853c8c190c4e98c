import type { Me } from '@homeward/schema/account.ts'
import type { Entry } from '@homeward/schema/entry.ts'
import type {
  ReviewerList,
  Suggestion,
  SuggestionList,
  VerdictList,
} from '@homeward/schema/moderation.ts'
import type { Countries, Country } from '@homeward/schema/places.ts'
import type {
  Comment,
  CommentList,
  Submission,
  SubmissionList,
} from '@homeward/schema/submission.ts'
import type { Vocabulary } from '@homeward/schema/vocabulary.ts'
import { ApiError, Moved } from '../api.ts'
import type { LoadContext } from '../routes.ts'
import { parameters } from './query.ts'

const me = ({ api, signal }: LoadContext): Promise<Me> => api.get<Me>('/api/v1/me', signal)
const languagesRead = async ({ api, signal }: LoadContext): Promise<string[]> =>
  (await api.get<{ languages: string[] }>('/api/v1/moderator-languages', signal)).languages

export interface BeginData {
  me: Me
  moderatorLanguages: string[]
  /** What is live, where a revision of it is to be begun. */
  revise: Pick<Entry, 'slug' | 'kind' | 'title' | 'language'> | null
}

/** Where a description is begun; with `revise` in the address, of what is live. */
export async function loadBegin(context: LoadContext): Promise<BeginData> {
  const { revise: slug } = context.query
  const [person, moderatorLanguages, revise] = await Promise.all([
    me(context),
    languagesRead(context),
    typeof slug === 'string' && slug !== '' ? liveEntry(context, slug) : null,
  ])
  return { me: person, moderatorLanguages, revise }
}

async function liveEntry({ api, signal }: LoadContext, wanted: string) {
  try {
    const path = `/api/v1/entries/${encodeURIComponent(wanted)}`
    const { slug, kind, title, language } = await api.get<Entry>(path, signal)
    return { slug, kind, title, language }
  } catch (error) {
    // The API answers with its own address of an entry that has another name now.
    const other = error instanceof Moved ? /\/entries\/([^/?]+)/.exec(error.to)?.[1] : undefined
    throw other === undefined ? error : new Moved(`/submit?revise=${other}`)
  }
}

export interface DraftData {
  me: Me
  submission: Submission
  comments: Comment[]
  /** What was decided on it; null: nothing yet. */
  verdicts: VerdictList | null
  /** Wording that moderators suggest. */
  suggestions: Suggestion[]
  /** Names of those who advised from outside and chose to be named to its authors. */
  reviewers: string[]
  vocabulary: Vocabulary
  countries: Country[]
  moderatorLanguages: string[]
}

/** All that the form needs: what it does with it afterwards, it does by itself. */
export async function loadDraft(context: LoadContext): Promise<DraftData> {
  const { api, params, language, signal } = context
  const path = `/api/v1/submissions/${encodeURIComponent(params['id'] ?? '')}`
  const [person, submission, { comments }, vocabulary, { countries }, moderatorLanguages] =
    await Promise.all([
      me(context),
      api.get<Submission>(path, signal),
      api.get<CommentList>(`${path}/comments`, signal),
      api.get<Vocabulary>(`/api/v1/vocabulary?labels=${language}`, signal),
      api.get<Countries>(`/api/v1/countries?labels=${language}`, signal),
      languagesRead(context),
    ])
  return {
    me: person,
    submission,
    comments,
    ...(await saidOn(context, path, submission)),
    vocabulary,
    countries,
    moderatorLanguages,
  }
}

/** What moderators and those whom they asked said to it. Before it was handed in, nothing was. */
async function saidOn(
  context: LoadContext,
  path: string,
  { submittedAt }: Submission,
): Promise<Pick<DraftData, 'verdicts' | 'suggestions' | 'reviewers'>> {
  if (submittedAt === null) return { verdicts: null, suggestions: [], reviewers: [] }
  const [verdicts, wordings, advice] = await Promise.all([
    orNull<VerdictList>(context, `${path}/verdicts`),
    orNull<SuggestionList>(context, `${path}/suggestions`),
    orNull<ReviewerList>(context, `${path}/reviewers`),
  ])
  return {
    verdicts,
    suggestions: wordings?.suggestions ?? [],
    reviewers:
      advice?.reviewers.flatMap(({ name, namedToCity }) => (namedToCity && name ? name : [])) ?? [],
  }
}

/** The form stands without it. */
async function orNull<T>({ api, signal }: LoadContext, path: string): Promise<T | null> {
  try {
    return await api.get<T>(path, signal)
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) return null
    throw error
  }
}

export interface MySubmissionsData {
  me: Me
  list: SubmissionList
}

export async function loadMySubmissions(context: LoadContext): Promise<MySubmissionsData> {
  const { api, query, signal } = context
  const { after } = query
  const asked = parameters({
    limit: '50',
    ...(typeof after === 'string' && after !== '' ? { after } : {}),
  })
  const [person, list] = await Promise.all([
    me(context),
    api.get<SubmissionList>(`/api/v1/submissions?${asked}`, signal),
  ])
  return { me: person, list }
}

/** Mails lead to one's submission: it is written, and looked at, at one address. */
export function leadToDraft({ params }: LoadContext): Promise<never> {
  return Promise.reject(new Moved(`/submit/${params['id'] ?? ''}`, false))
}
