import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { termKinds } from '@homeward/schema/names.ts'
import {
  KeptSynonym,
  KeptSynonyms,
  KeptTerm,
  KeptTerms,
  NewSynonym,
  NewTerm,
  TermChange,
  TermMerge,
} from '@homeward/schema/vocabularyAdmin.ts'
import { personOf } from '../platform/http/access.ts'
import { mergeTerm } from './merging.ts'
import { versionIn, type Setting } from './setting.ts'
import { addSynonym, changeSynonym, keptSynonyms, removeSynonym } from './synonyms.ts'
import { addTerm, changeTerm, retireTerm } from './terms.ts'
import { keptTerms } from './termStore.ts'

const tags = ['Vocabulary and synonyms']
const config = { access: 'moderator' } as const
const Kind = Type.Object({ kind: Type.Enum([...termKinds]) })
const Name = Type.Object({ ...Kind.properties, id: Type.String() })
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const conflict =
  'Takes the version that you saw as `If-Match`: 412 with the term as it is where somebody changed it since.'

/** The vocabulary and what searching takes for the same: for moderators. */
export const vocabularyAdminRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database

  app.get(
    '/admin/vocabulary',
    {
      config,
      schema: {
        tags,
        summary: 'Every term, retired ones too, in every language',
        response: { 200: KeptTerms },
      },
    },
    async () => ({ terms: await keptTerms(db) }),
  )

  app.post(
    '/admin/vocabulary/:kind',
    {
      config,
      schema: {
        tags,
        summary: 'Add a term',
        params: Kind,
        body: NewTerm,
        response: { 201: KeptTerm },
      },
    },
    async (request, reply) => {
      const { kind } = request.params
      const term = await addTerm(setting, { actor: personOf(request).id, kind }, request.body)
      return reply.status(201).send(term)
    },
  )

  app.patch(
    '/admin/vocabulary/:kind/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change what a term is called and means',
        description: conflict,
        params: Name,
        body: TermChange,
        response: { 200: KeptTerm },
      },
    },
    (request) => changeTerm(setting, actIn(request), request.body),
  )

  for (const [act, retired, summary] of [
    ['retire', true, 'Offer a term no more; what carries it keeps it'],
    ['return', false, 'Offer a retired term again'],
  ] as const) {
    app.post(
      `/admin/vocabulary/:kind/:id/${act}`,
      {
        config,
        schema: {
          tags,
          summary,
          description: conflict,
          params: Name,
          response: { 200: KeptTerm },
        },
      },
      (request) => retireTerm(setting, actIn(request), retired),
    )
  }

  app.post(
    '/admin/vocabulary/:kind/:id/merge',
    {
      config,
      schema: {
        tags,
        summary: 'Put another term in the place of one',
        description: `Everything that carries it carries the other then, and addresses lead there. It cannot be undone. Answers the term that stays. ${conflict}`,
        params: Name,
        body: TermMerge,
        response: { 200: KeptTerm },
      },
    },
    (request) => mergeTerm(setting, actIn(request), request.body.into),
  )

  app.get(
    '/admin/synonyms',
    {
      config,
      schema: {
        tags,
        summary: 'What searching takes for the same',
        response: { 200: KeptSynonyms },
      },
    },
    async () => ({ synonyms: await keptSynonyms(db) }),
  )

  app.post(
    '/admin/synonyms',
    {
      config,
      schema: {
        tags,
        summary: 'Add synonyms',
        description: 'Both search engines follow within seconds.',
        body: NewSynonym,
        response: { 201: KeptSynonym },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await addSynonym(setting, personOf(request).id, request.body)),
  )

  app.put(
    '/admin/synonyms/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change synonyms',
        description: conflict,
        params: Id,
        body: NewSynonym,
        response: { 200: KeptSynonym },
      },
    },
    (request) => changeSynonym(setting, synonymActIn(request), request.body),
  )

  app.delete(
    '/admin/synonyms/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Take synonyms out',
        description: conflict,
        params: Id,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeSynonym(setting, synonymActIn(request))
      return reply.status(204).send(null)
    },
  )
}

type Asked = Parameters<typeof personOf>[0]

function actIn<Params extends object>(request: Asked & { params: Params }) {
  return {
    actor: personOf(request).id,
    version: versionIn(request.headers['if-match']),
    ...request.params,
  }
}

const synonymActIn = actIn<{ id: string }>
