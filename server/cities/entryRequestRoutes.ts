import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  EntryRequest,
  EntryRequestAsked,
  EntryRequestList,
  EntryRequestsQuery,
  Refusal,
} from '@homeward/schema/city.ts'
import { personOf } from '../platform/http/access.ts'
import { acceptRequest, declineRequest } from './decidingEntryRequests.ts'
import { requestsOfCity, requestsToDecide } from './entryRequestLists.ts'
import { askAboutEntry, withdrawRequest } from './entryRequests.ts'
import type { Setting } from './setting.ts'

const tags = ['Cities']
const moderation = ['Moderation']
const Slug = Type.Object({ slug: Type.String() })
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const SlugAndId = Type.Object({ slug: Type.String(), id: Type.String({ format: 'uuid' }) })

/** What cities ask about entries: that one is their own, that their reply stands there, that it goes. */
export const entryRequestRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database
  const forTeams = { access: 'member' } as const
  const forModerators = { access: 'moderator' } as const

  app.post(
    '/entries/:slug/requests',
    {
      config: forTeams,
      schema: {
        tags,
        summary: 'Claim an entry for your city, reply to it, or ask that it be taken down',
        description: 'For the team of a verified city. A moderator decides. A reply is signed.',
        params: Slug,
        body: EntryRequestAsked,
        response: { 201: EntryRequest },
      },
    },
    async (request, reply) => {
      const made = await askAboutEntry(
        setting,
        personOf(request),
        request.params.slug,
        request.body,
      )
      return reply.status(201).send(made)
    },
  )

  app.get(
    '/cities/:slug/requests',
    {
      config: forTeams,
      schema: {
        tags,
        summary: 'What your city asked about entries',
        params: Slug,
        querystring: EntryRequestsQuery,
        response: { 200: EntryRequestList },
      },
    },
    (request) => requestsOfCity(db, personOf(request).id, request.params.slug, request.query),
  )

  app.post(
    '/cities/:slug/requests/:id/withdraw',
    {
      config: forTeams,
      schema: {
        tags,
        summary: 'Take back what your city asked about an entry',
        params: SlugAndId,
        response: { 200: EntryRequest },
      },
    },
    (request) => {
      const { slug, id } = request.params
      return withdrawRequest(setting, personOf(request).id, slug, id)
    },
  )

  app.get(
    '/moderation/entry-requests',
    {
      config: forModerators,
      schema: {
        tags: moderation,
        summary: 'What cities ask about entries',
        description: 'Those that wait, where no `state` is given.',
        querystring: EntryRequestsQuery,
        response: { 200: EntryRequestList },
      },
    },
    (request) => requestsToDecide(db, request.query),
  )

  app.post(
    '/moderation/entry-requests/:id/accept',
    {
      config: forModerators,
      schema: {
        tags: moderation,
        summary: 'Do what a city asks about an entry',
        params: Id,
        response: { 200: EntryRequest },
      },
    },
    (request) => acceptRequest(setting, { id: request.params.id, actor: personOf(request).id }),
  )

  app.post(
    '/moderation/entry-requests/:id/decline',
    {
      config: forModerators,
      schema: {
        tags: moderation,
        summary: 'Decline what a city asks about an entry, with a reason',
        params: Id,
        body: Refusal,
        response: { 200: EntryRequest },
      },
    },
    (request) =>
      declineRequest(
        setting,
        { id: request.params.id, actor: personOf(request).id },
        request.body.reason,
      ),
  )
}
