import type { Me } from '@homeward/schema/account.ts'
import type { Entry } from '@homeward/schema/entry.ts'
import type { MyReviews, OwnAdvice } from '@homeward/schema/moderation.ts'
import type { Comment, CommentList, Submission } from '@homeward/schema/submission.ts'
import type { LoadContext } from '../routes.ts'

const me = ({ api, signal }: LoadContext): Promise<Me> => api.get<Me>('/api/v1/me', signal)

export interface MyReviewsData {
  me: Me
  reviews: OwnAdvice[]
}

/** What somebody was asked to advise on. */
export async function loadMyReviews(context: LoadContext): Promise<MyReviewsData> {
  const [person, { reviews }] = await Promise.all([
    me(context),
    context.api.get<MyReviews>('/api/v1/me/reviews', context.signal),
  ])
  return { me: person, reviews }
}

export interface ReviewData {
  me: Me
  own: OwnAdvice
  /** What is read and talked of; null once it was decided. */
  open: { submission: Submission; entry: Entry; comments: Comment[] } | null
}

/** One submission, for somebody who was asked to advise on it. */
export async function loadReview(context: LoadContext): Promise<ReviewData> {
  const { api, params, language, signal } = context
  const path = `/api/v1/submissions/${encodeURIComponent(params['id'] ?? '')}`
  const [person, own] = await Promise.all([
    me(context),
    api.get<OwnAdvice>(`${path}/advice`, signal),
  ])
  if (!own.mayAdvise) return { me: person, own, open: null }
  const [submission, entry, { comments }] = await Promise.all([
    api.get<Submission>(path, signal),
    api.get<Entry>(`${path}/preview?labels=${language}`, signal),
    api.get<CommentList>(`${path}/comments`, signal),
  ])
  return { me: person, own, open: { submission, entry, comments } }
}
