import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LabelsParameter } from '@homeward/schema/search.ts'
import { termKinds, Vocabulary } from '@homeward/schema/vocabulary.ts'
import type { Db } from '../platform/postgres/database.ts'
import { inLanguage } from './labels.ts'
import { termsWithCounts } from './store.ts'

export const LabelsQuery = Type.Object({ labels: LabelsParameter }, { additionalProperties: false })

/** The vocabulary: for everyone. */
export const vocabularyRoutes: FastifyPluginAsyncTypebox<{ db: Db }> = async (app, { db }) => {
  app.get(
    '/vocabulary',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Vocabulary and places'],
        summary: 'Every term with its meaning and the number of entries that carry it',
        querystring: LabelsQuery,
        response: { 200: Vocabulary },
      },
    },
    async (request, reply) => {
      const { labels: language = 'en' } = request.query
      const rows = await termsWithCounts(db)
      const vocabulary: Vocabulary = {
        theme: [],
        targetGroup: [],
        stage: [],
        leadType: [],
        evidence: [],
        finding: [],
      }
      for (const kind of termKinds) {
        vocabulary[kind] = rows
          .filter((row) => row.kind === kind)
          .map(({ id, labels, about, count }) => ({
            id,
            label: inLanguage(labels, language),
            about: inLanguage(about, language),
            count,
          }))
      }
      reply.header('cache-control', 'no-cache')
      return vocabulary
    },
  )
}
