import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { AllRead, NewsList, NewsQuery, NewsRead, UnreadNews } from '@homeward/schema/news.ts'
import { personOf } from '../platform/http/access.ts'
import { readTexts } from '../platform/mail/texts.ts'
import type { Db } from '../platform/postgres/database.ts'
import { countUnread, listNews, markAllRead, markRead } from './list.ts'

const tags = ['Your account']
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** What concerns a person: for their own eyes. */
export const newsRoutes: FastifyPluginAsyncTypebox<{ db: Db; siteName: string }> = async (
  app,
  { db, siteName },
) => {
  const config = { access: 'member' } as const
  const textsOf = readTexts()

  app.get(
    '/me/news',
    {
      config,
      schema: {
        tags,
        summary: 'What concerns you, newest first',
        description: 'The same as the mails, whether they are wanted or not. Kept for half a year.',
        querystring: NewsQuery,
        response: { 200: NewsList },
      },
    },
    (request) => {
      const person = personOf(request)
      const texts = textsOf(request.query.labels ?? person.language)
      return listNews(db, person, request.query, { texts, siteName })
    },
  )

  app.get(
    '/me/news/unread',
    {
      config,
      schema: { tags, summary: 'How much of it is unread', response: { 200: UnreadNews } },
    },
    async (request) => ({ unread: await countUnread(db, personOf(request)) }),
  )

  app.patch(
    '/me/news/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Mark something as read, or as unread again',
        params: Id,
        body: NewsRead,
        response: { 200: UnreadNews },
      },
    },
    async (request) => {
      const person = personOf(request)
      await markRead(db, person, request.params.id, request.body.read)
      return { unread: await countUnread(db, person) }
    },
  )

  app.post(
    '/me/news/read',
    {
      config,
      schema: {
        tags,
        summary: 'Mark all as read',
        body: AllRead,
        response: { 200: UnreadNews },
      },
    },
    async (request) => {
      const person = personOf(request)
      await markAllRead(db, person, request.body.upTo)
      return { unread: await countUnread(db, person) }
    },
  )
}
