import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type pg from 'pg'
import { Type } from 'typebox'
import { Entry, EntryList, Related } from '@homeward/schema/entry.ts'
import { EntriesQuery } from '@homeward/schema/search.ts'
import type { Files } from '../platform/files/files.ts'
import type { Db } from '../platform/postgres/database.ts'
import { isKnown } from '../platform/http/notModified.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { readFilters } from '../search/queries.ts'
import type { LabelSource } from '../vocabulary/labels.ts'
import { LabelsQuery } from '../vocabulary/routes.ts'
import { codesInCards, codesInEntry } from './codes.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { openPublished } from './documents.ts'
import { absenceOf, listEntries, publishedEntry, relatedCards } from './store.ts'

export interface EntryRoutes {
  db: Db
  pool: pg.Pool
  labels: LabelSource
  /** Where documents are. */
  files: Files
}

/** Any other form was never the name of an entry. */
const slugForm = /^[a-z0-9-]{1,200}$/
const Slug = Type.Object({ slug: Type.String() })
const relatedEntries = 4

/** Entries: for everyone. */
export const entryRoutes: FastifyPluginAsyncTypebox<EntryRoutes> = async (
  app,
  { db, pool, labels, files },
) => {
  app.get(
    '/entries',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Entries'],
        summary: 'All published entries, newest change first',
        querystring: EntriesQuery,
        response: { 200: EntryList },
      },
    },
    async (request, reply) => {
      const { after, limit = 20, labels: language, ...rest } = request.query
      const filters = await readFilters(db, rest)
      const cursor = after === undefined ? null : readCursor(after)
      const { total, cards, next } = await listEntries(
        db,
        filters,
        new Date().getUTCFullYear(),
        cursor,
        limit,
      )
      reply.header('cache-control', 'no-cache')
      const page = { entries: cards, total, next: next && writeCursor(next) }
      if (language === undefined) return page
      return { ...page, labels: await labels.of(codesInCards(cards), language) }
    },
  )

  app.get(
    '/entries/:slug',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Entries'],
        summary: 'One entry',
        description:
          '404 where there never was one, 410 where it was taken down, 301 from an address that it had before.',
        params: Slug,
        querystring: LabelsQuery,
        response: { 200: Entry },
      },
    },
    async (request, reply) => {
      const { slug } = request.params
      const found = slugForm.test(slug) ? await publishedEntry(pool, slug) : null
      if (!found) return answerAbsence(reply, slug)
      reply.header('cache-control', 'no-cache')
      const { labels: language } = request.query
      if (language === undefined) return sendJson(reply.header('etag', found.etag), found.entry)
      const entry: Entry = JSON.parse(found.entry)
      const texts = await labels.of(codesInEntry(entry), language)
      return sendJson(reply, JSON.stringify({ ...entry, labels: texts }))
    },
  )

  app.get(
    '/entries/:slug/related',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Entries'],
        summary: 'Entries near this one',
        params: Slug,
        querystring: LabelsQuery,
        response: { 200: Related },
      },
    },
    async (request, reply) => {
      const { slug } = request.params
      const cards = slugForm.test(slug) ? await relatedCards(db, slug, relatedEntries) : null
      if (cards === null) return answerAbsence(reply, slug, '/related')
      reply.header('cache-control', 'no-cache')
      const { labels: language } = request.query
      if (language === undefined) return { entries: cards }
      return { entries: cards, labels: await labels.of(codesInCards(cards), language) }
    },
  )

  app.get(
    '/entries/:slug/documents/:document',
    {
      config: { access: 'everyone', compress: false },
      schema: {
        tags: ['Entries'],
        summary: 'Download a document of an entry',
        description:
          'Always as a file to be saved, never as a page. 404 where the entry has no such document, 410 where it was taken down.',
        params: Type.Object({ ...Slug.properties, document: Type.String({ format: 'uuid' }) }),
      },
    },
    async (request, reply) => {
      const { slug, document } = request.params
      const found = slugForm.test(slug) ? await openPublished(db, slug, document) : 'no-entry'
      if (found === 'no-entry') return answerAbsence(reply, slug, `/documents/${document}`)
      reply.headers({ ...found.headers, 'cache-control': 'no-cache' })
      // Before the file is opened: nobody would read it.
      if (isKnown(request, found.headers['etag'])) {
        return reply.removeHeader('content-length').code(304).send()
      }
      return reply.send(await found.read(files))
    },
  )

  /** Leads on, or says what became of it. */
  async function answerAbsence(
    reply: FastifyReply,
    slug: string,
    rest = '',
  ): Promise<FastifyReply> {
    const absence = slugForm.test(slug) ? await absenceOf(db, slug) : 'unknown'
    if (absence === 'unknown') {
      throw new ProblemError(
        404,
        'unknown-entry',
        'There is no entry at this address',
        'Search for it at /search.',
      )
    }
    if ('moved' in absence) {
      return reply.redirect(`/api/v1/entries/${absence.moved}${rest}`, 301)
    }
    throw new ProblemError(
      410,
      'entry-taken-down',
      'This entry was taken down',
      'It is no longer published. The reason is in gone.reason.',
      { gone: absence.gone },
    )
  }
}

/** What was serialised by the contract when it was published is sent as it is. */
function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(json)
}
