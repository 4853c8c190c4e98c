import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { VainSearch, VainSearchesQuery, VainSearchList } from '@homeward/schema/vainSearches.ts'
import { personOf } from '../platform/http/access.ts'
import type { Db } from '../platform/postgres/database.ts'
import { dealWith, listVainSearches } from './listing.ts'

const tags = ['Moderation']
const config = { access: 'moderator' } as const
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) })

/** What people look for and do not find: for moderators, so that they know what to ask cities for. */
export const vainSearchRoutes: FastifyPluginAsyncTypebox<{ db: Db }> = async (app, { db }) => {
  app.addSchema(VainSearch)

  app.get(
    '/moderation/searches',
    {
      config,
      schema: {
        tags,
        summary: 'What people look for and do not find',
        description:
          'Searches without results, without filters, on three days or more. What may speak of a person is not among them, and who asked is kept nowhere.',
        querystring: VainSearchesQuery,
        response: { 200: VainSearchList },
      },
    },
    (request) => listVainSearches(db, request.query),
  )

  app.post(
    '/moderation/searches/:id/done',
    {
      config,
      schema: {
        tags,
        summary: 'Note that you have dealt with it',
        params: Id,
        response: { 200: Type.Ref('VainSearch') },
      },
    },
    (request) => dealWith(db, request.params.id, personOf(request).id, true),
  )

  app.post(
    '/moderation/searches/:id/reopen',
    {
      config,
      schema: {
        tags,
        summary: 'Put it back among those that are open',
        params: Id,
        response: { 200: Type.Ref('VainSearch') },
      },
    },
    (request) => dealWith(db, request.params.id, personOf(request).id, false),
  )
}
