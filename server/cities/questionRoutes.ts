import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  Answer,
  Question,
  QuestionAsked,
  QuestionList,
  QuestionsQuery,
} from '@homeward/schema/city.ts'
import { personOf } from '../platform/http/access.ts'
import { answerQuestion, askQuestion, questionsBy, questionsTo } from './questions.ts'
import type { Setting } from './setting.ts'

const tags = ['Cities']
const Slug = Type.Object({ slug: Type.String() })
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** Questions to cities. Neither side ever sees the other's address. */
export const questionRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database
  const config = { access: 'member' } as const

  app.post(
    '/cities/:slug/questions',
    {
      config,
      schema: {
        tags,
        summary: 'Ask a city something',
        description:
          'Ten a day. `entry` is the slug of an entry that it is about. No address is shown to either side.',
        params: Slug,
        body: QuestionAsked,
        response: { 201: Question },
      },
    },
    async (request, reply) => {
      const { text, entry } = request.body
      const question = await askQuestion(setting, personOf(request), request.params.slug, {
        text,
        ...(entry === undefined ? {} : { entry }),
      })
      return reply.status(201).send(question)
    },
  )

  app.get(
    '/cities/:slug/questions',
    {
      config,
      schema: {
        tags,
        summary: 'What your city was asked',
        params: Slug,
        querystring: QuestionsQuery,
        response: { 200: QuestionList },
      },
    },
    (request) => questionsTo(db, personOf(request).id, request.params.slug, request.query),
  )

  app.get(
    '/me/questions',
    {
      config,
      schema: {
        tags,
        summary: 'What you asked cities',
        querystring: QuestionsQuery,
        response: { 200: QuestionList },
      },
    },
    (request) => questionsBy(db, personOf(request).id, request.query),
  )

  app.post(
    '/questions/:id/answer',
    {
      config,
      schema: {
        tags,
        summary: 'Answer a question to your city',
        params: Id,
        body: Answer,
        response: { 200: Question },
      },
    },
    (request) =>
      answerQuestion(setting, personOf(request).id, request.params.id, request.body.text),
  )
}
