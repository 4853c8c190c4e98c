import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { AskedPractice, Asking, RunningReply, RunningToken } from '@homeward/schema/stillRunning.ts'
import { answer } from './answering.ts'
import { readAsking } from './asked.ts'
import type { Setting } from './setting.ts'

const tags = ['Cities']
const config = { access: 'everyone' } as const

/** Whether practices still run: asked by mail once a year, answered by whoever has the link of it. */
export const stillRunningRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  app.addSchema(AskedPractice)

  app.post(
    '/still-running/read',
    {
      config,
      schema: {
        tags,
        summary: 'What a link from the yearly mail asks',
        description:
          'It changes nothing. 404 where the link is not valid, 410 where it is too old. The token is not part of the address, so that it is in no log.',
        body: RunningToken,
        response: { 200: Asking },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return readAsking(setting.database.db, request.body.token)
    },
  )

  app.post(
    '/still-running/answer',
    {
      config,
      schema: {
        tags,
        summary: 'Confirm, change or end a practice',
        description:
          'Confirmed, it carries today’s date. Ended, it shows the year and the reason. One can answer otherwise while the link works.',
        body: RunningReply,
        response: { 200: Type.Ref('AskedPractice') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return answer(setting, request.body)
    },
  )
}
