import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Screening, ScreeningAnswer } from '@homeward/schema/submission.ts'
import { askedBy, Id, tags } from './asking.ts'
import { answerPassage, screeningOf } from './screened.ts'
import type { Setting } from './setting.ts'

const Passage = Type.Object({
  ...Id.properties,
  key: Type.String({ minLength: 1, maxLength: 40, description: 'Of a passage that is marked' }),
})
const config = { access: 'member' } as const

/** What may tell who somebody is, and what the author says to it. */
export const screeningRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  app.get(
    '/submissions/:id/screening',
    {
      config,
      schema: {
        tags,
        summary: 'Passages that may tell who somebody is',
        description: 'In the text, in names of documents, and in what was read in them.',
        params: Id,
        response: { 200: Screening },
      },
    },
    (request) => screeningOf(setting, askedBy(request)),
  )

  app.put(
    '/submissions/:id/screening/:key',
    {
      config,
      schema: {
        tags,
        summary: 'Say why a passage is safe',
        params: Passage,
        body: ScreeningAnswer,
        response: { 200: Screening },
      },
    },
    (request) => answerPassage(setting, askedBy(request), request.params.key, request.body),
  )

  app.delete(
    '/submissions/:id/screening/:key',
    {
      config,
      schema: {
        tags,
        summary: 'Take back what was said to a passage',
        params: Passage,
        response: { 200: Screening },
      },
    },
    (request) => answerPassage(setting, askedBy(request), request.params.key, null),
  )
}
