import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LabelsParameter } from '@homeward/schema/search.ts'
import { Term, termKinds, Vocabulary } from '@homeward/schema/vocabulary.ts'
import type { Db } from '../platform/postgres/database.ts'
import { inLanguage } from './labels.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { oneTerm, termsWithCounts } from './store.ts'

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

  app.get(
    '/vocabulary/:kind/:id',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Vocabulary and places'],
        summary: 'One term, also one that is not offered any more',
        description: '301 where another stands in its place.',
        params: Type.Object({ kind: Type.Enum([...termKinds]), id: Type.String() }),
        querystring: LabelsQuery,
        response: { 200: Term, 301: Type.Null() },
      },
    },
    async (request, reply) => {
      const { kind, id } = request.params
      const { labels: language = 'en' } = request.query
      const term = await oneTerm(db, kind, id)
      if (!term) {
        throw new ProblemError(
          404,
          'unknown-term',
          `There is no term '${id.slice(0, 60)}' of this kind`,
          'See those in use at /api/v1/vocabulary.',
        )
      }
      reply.header('cache-control', 'no-cache')
      if (term.merged_into !== null) {
        const query = request.query.labels === undefined ? '' : `?labels=${language}`
        return reply
          .status(301)
          .header('location', `/api/v1/vocabulary/${kind}/${term.merged_into}${query}`)
          .send(null)
      }
      return {
        id,
        label: inLanguage(term.labels, language),
        about: inLanguage(term.about, language),
        count: term.count,
      }
    },
  )
}
