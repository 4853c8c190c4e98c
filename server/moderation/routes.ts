import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { consideredRoutes } from './consideredRoutes.ts'
import { decidingRoutes } from './decidingRoutes.ts'
import { deskRoutes } from './deskRoutes.ts'
import { liveRoutes } from './live/routes.ts'
import { queueRoutes } from './queueRoutes.ts'
import { reviewRoutes } from './reviewRoutes.ts'
import type { Setting } from './setting.ts'

/** Moderation, from the queue to what is live. */
export const moderationRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  await app.register(queueRoutes, { setting })
  await app.register(decidingRoutes, { setting })
  await app.register(consideredRoutes, { setting })
  await app.register(deskRoutes, { setting })
  await app.register(reviewRoutes, { setting })
  await app.register(liveRoutes, { setting })
}
