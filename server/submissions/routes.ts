import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Entry } from '@homeward/schema/entry.ts'
import { VerdictList } from '@homeward/schema/moderation.ts'
import {
  DraftContent,
  ModeratorLanguages,
  NewRevision,
  NewSubmission,
  Presence,
  PresenceAnswer,
  Similar,
  Submission,
  SubmissionList,
  SubmissionsQuery,
  WindowQuery,
} from '@homeward/schema/submission.ts'
import { codesInEntry } from '../entries/codes.ts'
import { personOf } from '../platform/http/access.ts'
import { LabelsQuery } from '../vocabulary/routes.ts'
import { answerOf, readable, versionIn } from './acting.ts'
import { askedBy, Id, tags } from './asking.ts'
import { beginDraft, copyDraft } from './beginning.ts'
import { commentRoutes } from './commentRoutes.ts'
import { deleteDraft } from './deleting.ts'
import { documentRoutes } from './documentRoutes.ts'
import { submitDraft, withdrawDraft } from './handingIn.ts'
import { listMine } from './listing.ts'
import { languagesRead } from './moderatorLanguages.ts'
import { notePresence } from './presence.ts'
import { previewOf } from './preview.ts'
import { beginRevision } from './revising.ts'
import { saveDraft } from './saving.ts'
import { screeningRoutes } from './screeningRoutes.ts'
import type { Setting } from './setting.ts'
import { similarTo } from './similar.ts'
import { verdictsOn } from './verdicts.ts'
import type { Draft } from './store.ts'

const Slug = Type.Object({ slug: Type.String({ pattern: '^[a-z0-9-]{1,200}$' }) })
const config = { access: 'member' } as const

/** A draft is sent field by field, but one field can be long. Bytes. */
const mostAtOnce = 9 * 1_048_576

/** What is written and handed in: for the teams of cities, and for moderators. */
export const submissionRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database

  app.get(
    '/submissions',
    {
      config,
      schema: {
        tags,
        summary: 'Your submissions',
        description: 'Those of the teams that you are of, saved last first.',
        querystring: SubmissionsQuery,
        response: { 200: SubmissionList },
      },
    },
    (request) => {
      const { state, city, after, limit } = request.query
      return listMine(db, personOf(request), {
        states: state ?? [],
        city: city ?? null,
        after: after ?? null,
        limit: limit ?? 20,
      })
    },
  )

  app.post(
    '/submissions',
    {
      config,
      schema: {
        tags,
        summary: 'Begin a new draft',
        description:
          'With `from`, from the text of one that was withdrawn or rejected. An Idempotency-Key that is a UUID becomes its id: sent twice, it begins one.',
        headers: Type.Object({
          'idempotency-key': Type.Optional(Type.String({ format: 'uuid' })),
        }),
        body: NewSubmission,
        response: { 201: Submission },
      },
    },
    async (request, reply) => {
      const person = personOf(request)
      const { city = null, kind = 'practice', language, from } = request.body
      const id = request.headers['idempotency-key'] ?? null
      const draft =
        from === undefined
          ? await beginDraft(setting, {
              id,
              person,
              city,
              kind,
              ...(language === undefined ? {} : { language }),
            })
          : await copyDraft(setting, { id: from, person }, { id, city })
      return answerBegun(reply, request, draft)
    },
  )

  app.post(
    '/entries/:slug/revisions',
    {
      config,
      schema: {
        tags,
        summary: 'Begin a revision of what is live',
        description:
          'From its text. In another language than the original, a translation. 409 where one is open in that language, with its id in `open` where you may read it.',
        params: Slug,
        body: NewRevision,
        response: { 201: Submission },
      },
    },
    async (request, reply) => {
      const { language } = request.body
      const draft = await beginRevision(setting, {
        person: personOf(request),
        slug: request.params.slug,
        ...(language === undefined ? {} : { language }),
      })
      return answerBegun(reply, request, draft)
    },
  )

  async function answerBegun(reply: FastifyReply, request: FastifyRequest, draft: Draft) {
    reply.header('location', `/api/v1/submissions/${draft.id}`)
    return answer(reply.status(201), await answerOf(setting, draft, personOf(request)))
  }

  app.get(
    '/submissions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'A submission',
        description:
          'Its ETag is its version. `window` names yours, which is not among the others.',
        params: Id,
        querystring: WindowQuery,
        response: { 200: Submission },
      },
    },
    async (request, reply) => {
      const asked = askedBy(request, request.query.window)
      return answer(reply, await answerOf(setting, await readable(setting, asked), asked.person))
    },
  )

  app.patch(
    '/submissions/:id',
    {
      config,
      bodyLimit: mostAtOnce,
      schema: {
        tags,
        summary: 'Save what was typed',
        description:
          'Fields that are sent replace those that are kept; sections and means one by one. If-Match takes the version that was changed; 412 where somebody saved since, with `current`. What is there already counts as saved.',
        params: Id,
        querystring: WindowQuery,
        body: DraftContent,
        response: { 200: Submission },
      },
    },
    async (request, reply) => {
      const asked = askedBy(request, request.query.window)
      const version = versionIn(request.headers['if-match'])
      const draft = await saveDraft(setting, asked, request.body, version)
      return answer(reply, await answerOf(setting, draft, asked.person))
    },
  )

  app.delete(
    '/submissions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Delete a draft',
        description: 'One that was never handed in, or that was taken back.',
        params: Id,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await deleteDraft(setting, askedBy(request))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/submissions/:id/submit',
    {
      config,
      schema: {
        tags,
        summary: 'Hand a submission in',
        description:
          'If-Match takes the version that you saw. 422 with `lacks`, each field and its fault, and `passages`, what the screening marked and nobody answered. The same sent twice hands in once.',
        params: Id,
        response: { 200: Submission },
      },
    },
    async (request, reply) =>
      answer(
        reply,
        await submitDraft(setting, askedBy(request), versionIn(request.headers['if-match'])),
      ),
  )

  app.post(
    '/submissions/:id/withdraw',
    {
      config,
      schema: {
        tags,
        summary: 'Take a submission back',
        description: 'Until it is decided.',
        params: Id,
        response: { 200: Submission },
      },
    },
    async (request, reply) => answer(reply, await withdrawDraft(setting, askedBy(request))),
  )

  app.get(
    '/submissions/:id/preview',
    {
      config,
      schema: {
        tags,
        summary: 'A submission as its page will show it',
        description: 'The shape of GET /api/v1/entries/:slug. What is missing is empty.',
        params: Id,
        querystring: LabelsQuery,
        response: { 200: Entry },
      },
    },
    async (request) => {
      const entry = await previewOf(setting, askedBy(request))
      const { labels } = request.query
      if (labels === undefined) return entry
      return { ...entry, labels: await setting.labels.of(codesInEntry(entry), labels) }
    },
  )

  app.get(
    '/submissions/:id/similar',
    {
      config,
      schema: {
        tags,
        summary: 'Published entries that look like the same practice',
        params: Id,
        response: { 200: Similar },
      },
    },
    (request) => similarTo(setting, askedBy(request)),
  )

  app.get(
    '/submissions/:id/verdicts',
    {
      config,
      schema: {
        tags,
        summary: 'What was decided on a submission, and why',
        description: 'Oldest first, and what became of an appeal. `by` is for moderators only.',
        params: Id,
        response: { 200: VerdictList },
      },
    },
    (request) => verdictsOn(setting, askedBy(request)),
  )

  app.post(
    '/submissions/:id/presence',
    {
      config,
      schema: {
        tags,
        summary: 'Say that a window has it open, and hear who else has',
        params: Id,
        body: Presence,
        response: { 200: PresenceAnswer },
      },
    },
    (request) => {
      const { window, leaving = false } = request.body
      return notePresence(setting, { ...askedBy(request), window, leaving })
    },
  )

  app.get(
    '/moderator-languages',
    {
      config,
      schema: {
        tags,
        summary: 'The languages that moderators read',
        response: { 200: ModeratorLanguages },
      },
    },
    async () => ({ languages: await languagesRead(db) }),
  )

  await app.register(screeningRoutes, { setting })
  await app.register(commentRoutes, { setting })
  await app.register(documentRoutes, { setting })
}

/** A submission with its version as its ETag. */
function answer(reply: FastifyReply, submission: Submission) {
  return reply.header('etag', `"${submission.version}"`).send(submission)
}
