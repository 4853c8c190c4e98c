import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ConsideredList, ConsideredQuery } from '@homeward/schema/considered.ts'
import { VerdictList } from '@homeward/schema/moderation.ts'
import { askedBy, Id, tags } from '../submissions/asking.ts'
import { keepUnknown, listConsidered, makeKnown } from './considered.ts'
import type { Setting } from './setting.ts'

/** What was considered and not taken, where its city agrees that everyone knows. */
export const consideredRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const config = { access: 'member' } as const

  app.get(
    '/considered',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Entries'],
        summary: 'What was considered and not taken',
        description: 'Only what its city agrees to: the title, the city and the reason.',
        querystring: ConsideredQuery,
        response: { 200: ConsideredList },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-cache')
      return listConsidered(setting.database.db, request.query)
    },
  )

  app.put(
    '/submissions/:id/considered',
    {
      config,
      schema: {
        tags,
        summary: 'Agree that everyone may know that it was considered and not taken',
        description:
          'By an owner of its city, once it was rejected. The title, the city and the reason from the list are shown.',
        params: Id,
        response: { 200: VerdictList },
      },
    },
    (request) => makeKnown(setting, askedBy(request)),
  )

  app.delete(
    '/submissions/:id/considered',
    {
      config,
      schema: {
        tags,
        summary: 'No longer agree to it',
        params: Id,
        response: { 200: VerdictList },
      },
    },
    (request) => keepUnknown(setting, askedBy(request)),
  )
}
