import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Figures, Stats } from '@homeward/schema/figures.ts'
import type { Db } from '../platform/postgres/database.ts'
import { refreshed } from '../platform/refreshed.ts'
import { displayNames } from '../vocabulary/labels.ts'
import { LabelsQuery } from '../vocabulary/routes.ts'
import { decisionFigures, publicDecisions } from './decisions.ts'
import { publishedByMonth, publishedCounts } from './published.ts'
import { figuresTable } from './table.ts'
import { waitingFigures } from './waiting.ts'

/** How old figures of decisions may be, in seconds. What is published is counted anew each time: a take-down shows at once. */
const keptFor = 10

/** Figures: of what is published for everyone, of the work on it for moderators. */
export const figureRoutes: FastifyPluginAsyncTypebox<{ db: Db }> = async (app, { db }) => {
  const decidedPublicly = refreshed(keptFor, () => publicDecisions(db, new Date()))
  const decided = refreshed(keptFor, () => decisionFigures(db, new Date()))

  app.get(
    '/stats',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Entries'],
        summary: 'Figures of what is published, and of how it is decided',
        response: { 200: Stats },
      },
    },
    async (_request, reply) => {
      const [counts, published, decisions] = await Promise.all([
        publishedCounts(db),
        publishedByMonth(db),
        decidedPublicly(),
      ])
      reply.header('cache-control', 'no-cache')
      return { ...counts, published, decisions }
    },
  )

  const figures = async (): Promise<Figures> => {
    const [waiting, decisions, published] = await Promise.all([
      waitingFigures(db),
      decided(),
      publishedByMonth(db),
    ])
    return { at: new Date().toISOString(), waiting, decisions, published }
  }
  const tags = ['Moderation']
  const config = { access: 'moderator' } as const

  app.get(
    '/moderation/figures',
    {
      config,
      schema: {
        tags,
        summary: 'What waits, how long decisions take, what was published',
        response: { 200: Figures },
      },
    },
    figures,
  )

  app.get(
    '/moderation/figures.csv',
    {
      config,
      schema: {
        tags,
        summary: 'The same figures as one table',
        description: 'CSV (RFC 4180), UTF-8, a row for each number.',
        produces: ['text/csv'],
        querystring: LabelsQuery,
        response: { 200: { content: { 'text/csv': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const { labels: language = 'en' } = request.query
      const names = displayNames(language, 'region')
      const now = await figures()
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="figures-${now.at.slice(0, 10)}.csv"`)
        .serializer((text: string) => text)
        .send(figuresTable(now, (code) => names.of(code) ?? code))
    },
  )
}
