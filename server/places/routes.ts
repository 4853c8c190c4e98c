import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Countries } from '@homeward/schema/places.ts'
import type { Db } from '../platform/postgres/database.ts'
import { displayNames } from '../vocabulary/labels.ts'
import { LabelsQuery } from '../vocabulary/routes.ts'
import { countriesWithCounts } from './store.ts'

/** Countries: for everyone. */
export const placesRoutes: FastifyPluginAsyncTypebox<{ db: Db }> = async (app, { db }) => {
  app.get(
    '/countries',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Vocabulary and places'],
        summary: 'Every country with the number of its entries',
        querystring: LabelsQuery,
        response: { 200: Countries },
      },
    },
    async (request, reply) => {
      const { labels: language = 'en' } = request.query
      const names = displayNames(language, 'region')
      const nameOf = (code: string) => names.of(code) ?? code
      const rows = await countriesWithCounts(db)
      reply.header('cache-control', 'no-cache')
      return {
        countries: rows
          .map((row) => ({
            ...row,
            name: nameOf(row.code),
            subregionName: nameOf(row.subregion),
          }))
          .sort((one, other) => one.name.localeCompare(other.name, language)),
      }
    },
  )
}
