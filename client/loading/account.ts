import type { Me, Sessions } from '@homeward/schema/account.ts'
import type { QuestionList } from '@homeward/schema/city.ts'
import type { MyReviews } from '@homeward/schema/moderation.ts'
import type { Passkey } from '@homeward/schema/signingIn.ts'
import type { SubmissionList, SubmissionSummary } from '@homeward/schema/submission.ts'
import { ApiError } from '../api.ts'
import type { LoadContext } from '../routes.ts'

export interface AccountData {
  me: Me
  sessions: Sessions['sessions']
  passkeys: Passkey[]
}

/** All that stands on the page of one's account. */
export async function loadAccount({ api, signal }: LoadContext): Promise<AccountData> {
  const [me, { sessions }, { passkeys }] = await Promise.all([
    api.get<Me>('/api/v1/me', signal),
    api.get<Sessions>('/api/v1/me/sessions', signal),
    api.get<{ passkeys: Passkey[] }>('/api/auth/passkey/list-user-passkeys', signal),
  ])
  return { me, sessions, passkeys }
}

/** What a city is asked that nobody has answered. */
export interface OpenQuestions {
  city: { slug: string; name: string }
  count: number
  /** There are more than were counted. */
  more: boolean
}

/** What waits for someone. A part is null where it could not be had: the others show all the same. */
export interface OverviewData {
  me: Me
  submissions: { latest: SubmissionSummary[]; more: boolean } | null
  questions: OpenQuestions[] | null
  /** How many texts somebody was asked to advise on, and how many of them wait for it. */
  reviews: { all: number; waiting: number } | null
}

/** A part of a page, or null where it cannot be had. @throws ApiError 401, which is for the whole page */
async function part<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) return null
    throw error
  }
}

export async function loadOverview(context: LoadContext): Promise<OverviewData> {
  const me = await context.api.get<Me>('/api/v1/me', context.signal)
  const [submissions, questions, reviews] = await Promise.all([
    part(latestSubmissions(context)),
    part(openQuestions(context, me)),
    part(askedForAdvice(context)),
  ])
  return { me, submissions, questions, reviews }
}

async function askedForAdvice({ api, signal }: LoadContext) {
  const { reviews } = await api.get<MyReviews>('/api/v1/me/reviews', signal)
  const waiting = reviews.filter(({ advice, mayAdvise }) => mayAdvise && advice === null).length
  return { all: reviews.length, waiting }
}

async function latestSubmissions({ api, signal }: LoadContext) {
  const { submissions, next } = await api.get<SubmissionList>(
    '/api/v1/submissions?limit=50',
    signal,
  )
  return { latest: submissions, more: next !== null }
}

function openQuestions({ api, signal }: LoadContext, { cities }: Me): Promise<OpenQuestions[]> {
  const verified = cities.filter(({ status }) => status === 'verified')
  return Promise.all(
    verified.map(async ({ slug, name }) => {
      const path = `/api/v1/cities/${encodeURIComponent(slug)}/questions?state=open&limit=100`
      const { questions, next } = await api.get<QuestionList>(path, signal)
      return { city: { slug, name }, count: questions.length, more: next !== null }
    }),
  )
}
