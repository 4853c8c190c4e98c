import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type, type TSchema } from 'typebox'
import {
  KeptEntry,
  Merging,
  PassageFound,
  PassageSought,
  Redacted,
  Redaction,
  Report,
  ReportClosing,
  Restoring,
  Returning,
  Seen,
  TakeDown,
  TermsChange,
} from '@homeward/schema/liveActs.ts'
import { personOf } from '../../platform/http/access.ts'
import type { Setting } from '../setting.ts'
import { changeTerms, merge, restore, returnTo, takeDown } from './acts.ts'
import { readKept } from './keptEntry.ts'
import { noteRedactions } from './keptRedactions.ts'
import { findPassage, redact } from './redacting.ts'
import { reportingRoutes } from './reportingRoutes.ts'
import { closeReport, hideReported, readReport } from './reports.ts'

const tags = ['Moderation']
const config = { access: 'moderator' } as const
const Slug = Type.Object({ slug: Type.String() })
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** What moderators do with what is or was published, and what anyone tells them of it. */
export const liveRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database
  app.addSchema(KeptEntry)

  app.get(
    '/moderation/entries/:slug',
    {
      config,
      schema: {
        tags,
        summary: 'An entry as moderators see it, published or not',
        params: Slug,
        response: { 200: KeptEntry },
      },
    },
    async (request) => (await readKept(db, request.params.slug)).entry,
  )

  const options = <Body extends TSchema>(summary: string, body: Body) => ({
    config,
    schema: {
      tags,
      summary,
      description: '409 with `currentEntry` where it is not as it was seen.',
      params: Slug,
      body,
      response: { 200: KeptEntry },
    },
  })

  app.post('/entries/:slug/take-down', options('Take an entry down', TakeDown), (request) =>
    takeDown(setting, { slug: request.params.slug, person: personOf(request) }, request.body),
  )

  app.post(
    '/entries/:slug/restore',
    options('Show again what was taken down', Restoring),
    (request) =>
      restore(setting, { slug: request.params.slug, person: personOf(request) }, request.body),
  )

  app.post(
    '/entries/:slug/return',
    options('Return to an earlier version, as a new revision', Returning),
    (request) =>
      returnTo(setting, { slug: request.params.slug, person: personOf(request) }, request.body),
  )

  app.post(
    '/entries/:slug/terms',
    options('File an entry under other terms', TermsChange),
    (request) =>
      changeTerms(setting, { slug: request.params.slug, person: personOf(request) }, request.body),
  )

  app.post(
    '/entries/:slug/merge',
    options('Let another entry stand in its place', Merging),
    (request) =>
      merge(setting, { slug: request.params.slug, person: personOf(request) }, request.body),
  )

  app.post(
    '/entries/:slug/redactions',
    {
      config,
      schema: {
        tags,
        summary: 'Take a passage or a document out of everything that is kept of an entry',
        description:
          'Out of every revision, draft, comment, copy and index; it cannot be undone. The log says that it was done, never what it was.',
        params: Slug,
        body: Redaction,
        response: { 200: Redacted },
      },
    },
    async (request) => {
      const acting = { slug: request.params.slug, person: personOf(request) }
      const redacted = await redact(setting, acting, request.body)
      await noteRedactions(setting, request.log)
      return redacted
    },
  )

  app.post(
    '/moderation/entries/:slug/passages',
    {
      config,
      schema: {
        tags,
        summary: 'Where a passage stands, before it is taken out',
        description: 'Changes nothing. What is asked is neither kept nor logged.',
        params: Slug,
        body: PassageSought,
        response: { 200: PassageFound },
      },
    },
    (request) => findPassage(setting, request.params.slug, request.body.text),
  )

  await app.register(reportingRoutes, { setting })

  app.get(
    '/moderation/reports/:id',
    { config, schema: { tags, summary: 'A report', params: Id, response: { 200: Report } } },
    (request) => readReport(db, request.params.id),
  )

  app.post(
    '/moderation/reports/:id/hide',
    {
      config,
      schema: {
        tags,
        summary: 'Hide the entry that a report is about, while it is looked at',
        params: Id,
        body: Type.Object({ seen: Seen }, { additionalProperties: false }),
        response: { 200: Report },
      },
    },
    (request) =>
      hideReported(
        setting,
        { id: request.params.id, person: personOf(request) },
        request.body.seen,
      ),
  )

  app.post(
    '/moderation/reports/:id/close',
    {
      config,
      schema: {
        tags,
        summary: 'Say what came of a report',
        params: Id,
        body: ReportClosing,
        response: { 200: Report },
      },
    },
    (request) =>
      closeReport(setting, { id: request.params.id, person: personOf(request) }, request.body),
  )
}
