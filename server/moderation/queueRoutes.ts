import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Queue, QueueItem, QueueQuery } from '@homeward/schema/moderation.ts'
import { personOf } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { look } from './queue.ts'
import { queueCounts } from './queueCounts.ts'
import { listQueue, queueItem } from './queueList.ts'
import type { Setting } from './setting.ts'

const tags = ['Moderation']
const config = { access: 'moderator' } as const
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** What waits for moderators. */
export const queueRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database
  const counts = queueCounts(db)

  app.get(
    '/moderation/queue',
    {
      config,
      schema: {
        tags,
        summary: 'What waits for moderators',
        description:
          'Submissions, what cities ask about entries, reports and appeals. What reports a danger comes first, then what waits longest. `state` shows what does not wait.',
        querystring: QueueQuery,
        response: { 200: Queue },
      },
    },
    (request) => listQueue(db, personOf(request), request.query, counts),
  )

  app.get(
    '/moderation/queue/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One thing in the queue',
        params: Id,
        response: { 200: QueueItem },
      },
    },
    async (request) => {
      const item = await queueItem(db, personOf(request), request.params.id)
      if (!item) throw notInQueue()
      return item
    },
  )

  app.put(
    '/moderation/queue/:id/look',
    {
      config,
      schema: {
        tags,
        summary: 'Note that you have looked at something',
        description: 'The queue shows from then on what changed since.',
        params: Id,
        response: { 200: QueueItem },
      },
    },
    async (request) => {
      const person = personOf(request)
      await look(db, request.params.id, person.id)
      const item = await queueItem(db, person, request.params.id)
      if (!item) throw notInQueue()
      return item
    },
  )
}

function notInQueue(): ProblemError {
  return new ProblemError(
    404,
    'not-in-queue',
    'This is not in the queue',
    'It was taken back or deleted, or it was never handed in.',
  )
}
