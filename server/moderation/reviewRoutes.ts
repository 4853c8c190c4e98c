import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Token } from '@homeward/schema/city.ts'
import {
  AdviceGiven,
  MyReviews,
  OwnAdvice,
  ReviewAccepted,
  ReviewerInvited,
  ReviewerList,
  ReviewInvitation,
} from '@homeward/schema/moderation.ts'
import { personOf } from '../platform/http/access.ts'
import { askedBy, Id } from '../submissions/asking.ts'
import { giveAdvice, myReviews, ownAdvice } from './advice.ts'
import {
  acceptReview,
  inviteReviewer,
  readReviewInvitation,
  reviewersOf,
  withdrawReviewer,
} from './reviewers.ts'
import type { Setting } from './setting.ts'

const tags = ['Moderation']
const reviewing = ['Reviews']
const forModerators = { access: 'moderator' } as const
const signedIn = { access: 'member' } as const
const ReviewerId = Type.Object({ ...Id.properties, reviewer: Type.String({ format: 'uuid' }) })

/** People from outside who advise on one submission and decide nothing. */
export const reviewRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database

  app.get(
    '/submissions/:id/reviewers',
    {
      config: signedIn,
      schema: {
        tags: reviewing,
        summary: 'Who advises on a submission',
        description:
          'Those who wrote it learn of those who gave advice and chose to be named to them.',
        params: Id,
        response: { 200: ReviewerList },
      },
    },
    (request) => reviewersOf(setting, askedBy(request)),
  )

  app.post(
    '/submissions/:id/reviewers',
    {
      config: forModerators,
      schema: {
        tags,
        summary: 'Invite somebody to advise on a submission',
        description:
          'A peer, an expert, or a person with lived experience. They get a link by mail.',
        params: Id,
        body: ReviewerInvited,
        response: { 201: ReviewerList },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await inviteReviewer(setting, askedBy(request), request.body)),
  )

  app.delete(
    '/submissions/:id/reviewers/:reviewer',
    {
      config: forModerators,
      schema: {
        tags,
        summary: 'Take an invitation to advise back',
        params: ReviewerId,
        response: { 200: ReviewerList },
      },
    },
    (request) => withdrawReviewer(setting, askedBy(request), request.params.reviewer),
  )

  app.post(
    '/reviews/read',
    {
      config: { access: 'everyone' },
      schema: {
        tags: reviewing,
        summary: 'What an invitation to advise says',
        description: 'For whoever holds the token of its link.',
        body: Token,
        response: { 200: ReviewInvitation },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store')
      return readReviewInvitation(db, request.body.token)
    },
  )

  app.post(
    '/reviews/accept',
    {
      config: signedIn,
      schema: {
        tags: reviewing,
        summary: 'Accept to advise on a submission',
        body: Token,
        response: { 200: ReviewAccepted },
      },
    },
    (request) => acceptReview(setting, personOf(request), request.body.token),
  )

  app.get(
    '/me/reviews',
    {
      config: signedIn,
      schema: {
        tags: reviewing,
        summary: 'What you were asked to advise on',
        response: { 200: MyReviews },
      },
    },
    (request) => myReviews(db, personOf(request)),
  )

  app.get(
    '/submissions/:id/advice',
    {
      config: signedIn,
      schema: {
        tags: reviewing,
        summary: 'Your advice on a submission',
        params: Id,
        response: { 200: OwnAdvice },
      },
    },
    (request) => ownAdvice(db, personOf(request), request.params.id),
  )

  app.put(
    '/submissions/:id/advice',
    {
      config: signedIn,
      schema: {
        tags: reviewing,
        summary: 'Give your advice on a submission',
        description:
          'Until it is decided. Whether you are named, to the city or with the entry, can be changed at any time.',
        params: Id,
        body: AdviceGiven,
        response: { 200: OwnAdvice },
      },
    },
    (request) => giveAdvice(setting, personOf(request), request.params.id, request.body),
  )
}
