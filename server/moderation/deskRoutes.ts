import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  CompareQuery,
  Decisions,
  DecisionsQuery,
  Diff,
  DiffQuery,
  History,
  HistoryQuery,
  NewSuggestion,
  SuggestionList,
} from '@homeward/schema/moderation.ts'
import { askedBy, Id, tags as submissionTags } from '../submissions/asking.ts'
import { compareRevisions, differencesOf } from './differences.ts'
import { historyOf, listDecisions } from './history.ts'
import type { Setting } from './setting.ts'
import { answerSuggestion, suggest, suggestionsOn, withdrawSuggestion } from './suggestions.ts'

const tags = ['Moderation']
const forModerators = { access: 'moderator' } as const
const forWriters = { access: 'member' } as const
const Slug = Type.Object({ slug: Type.String({ pattern: '^[a-z0-9-]{1,200}$' }) })
const SuggestionId = Type.Object({
  ...Id.properties,
  suggestion: Type.String({ format: 'uuid' }),
})

/** What is beside a text at the desk: differences, suggested wording, history, the log. */
export const deskRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database

  app.get(
    '/submissions/:id/diff',
    {
      config: forWriters,
      schema: {
        tags: submissionTags,
        summary: 'What a submission changes',
        description:
          'Field by field and word by word, terms, outcomes and documents included; against what is live, or what was handed in the time before.',
        params: Id,
        querystring: DiffQuery,
        response: { 200: Diff },
      },
    },
    (request) => differencesOf(setting, askedBy(request), request.query.against),
  )

  app.get(
    '/submissions/:id/suggestions',
    {
      config: forWriters,
      schema: {
        tags: submissionTags,
        summary: 'Wording that moderators suggest',
        params: Id,
        response: { 200: SuggestionList },
      },
    },
    (request) => suggestionsOn(setting, askedBy(request)),
  )

  app.post(
    '/submissions/:id/suggestions',
    {
      config: forModerators,
      schema: {
        tags,
        summary: 'Suggest wording for a field',
        description:
          'It comes into the text only if its authors accept it. 409 where the field reads otherwise by now; 422 where the text could not be submitted with it.',
        params: Id,
        body: NewSuggestion,
        response: { 201: SuggestionList },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await suggest(setting, askedBy(request), request.body)),
  )

  app.post(
    '/submissions/:id/suggestions/:suggestion/withdraw',
    {
      config: forModerators,
      schema: {
        tags,
        summary: 'Take suggested wording back',
        params: SuggestionId,
        response: { 200: SuggestionList },
      },
    },
    (request) => withdrawSuggestion(setting, askedBy(request), request.params.suggestion),
  )

  for (const [act, answer] of [
    ['accept', 'accepted'],
    ['decline', 'declined'],
  ] as const) {
    app.post(
      `/submissions/:id/suggestions/:suggestion/${act}`,
      {
        config: forWriters,
        schema: {
          tags: submissionTags,
          summary: act === 'accept' ? 'Accept suggested wording' : 'Decline suggested wording',
          description: 'For those who write the submission.',
          params: SuggestionId,
          response: { 200: SuggestionList },
        },
      },
      (request) => answerSuggestion(setting, askedBy(request), request.params.suggestion, answer),
    )
  }

  app.get(
    '/entries/:slug/history',
    {
      config: forModerators,
      schema: {
        tags,
        summary: 'Every revision of an entry',
        description: 'Newest first: who wrote it and who decided.',
        params: Slug,
        querystring: HistoryQuery,
        response: { 200: History },
      },
    },
    (request) => historyOf(db, request.params.slug, request.query),
  )

  app.get(
    '/entries/:slug/compare',
    {
      config: forModerators,
      schema: {
        tags,
        summary: 'Any two revisions of an entry compared',
        params: Slug,
        querystring: CompareQuery,
        response: { 200: Diff },
      },
    },
    (request) => compareRevisions(db, request.params.slug, request.query.from, request.query.to),
  )

  app.get(
    '/decisions',
    {
      config: forModerators,
      schema: {
        tags,
        summary: 'The decision log',
        description: 'Every act of moderators and administrators, newest first.',
        querystring: DecisionsQuery,
        response: { 200: Decisions },
      },
    },
    (request) => listDecisions(db, request.query),
  )
}
