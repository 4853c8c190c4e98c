import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Document, DocumentChange, DocumentList } from '@homeward/schema/submission.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import { changeDocument, listDocuments, openDocument, removeDocument } from './keepingDocuments.ts'
import { askedBy, Id, tags } from './asking.ts'
import type { Setting } from './setting.ts'
import { addDocument } from './uploading.ts'

const One = Type.Object({ ...Id.properties, attachment: Type.String({ format: 'uuid' }) })
const config = { access: 'member' } as const

/** The documents of a submission. */
export const documentRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  app.get(
    '/submissions/:id/attachments',
    {
      config,
      schema: {
        tags,
        summary: 'The documents of a submission',
        params: Id,
        response: { 200: DocumentList },
      },
    },
    (request) => listDocuments(setting, askedBy(request)),
  )

  await app.register(uploads, { setting })

  app.patch(
    '/submissions/:id/attachments/:attachment',
    {
      config,
      schema: {
        tags,
        summary: 'Say what a document shows, and whose it is',
        description:
          'Where what is live has the document too, the answer has another id: what is live stays as it is.',
        params: One,
        body: DocumentChange,
        response: { 200: Document },
      },
    },
    (request) => changeDocument(setting, askedBy(request), request.params.attachment, request.body),
  )

  app.delete(
    '/submissions/:id/attachments/:attachment',
    {
      config,
      schema: {
        tags,
        summary: 'Take a document out',
        params: One,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeDocument(setting, askedBy(request), request.params.attachment)
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/submissions/:id/attachments/:attachment',
    {
      config: { ...config, compress: false },
      schema: {
        tags,
        summary: 'Download a document',
        description: 'Always as a file to be saved, never as a page.',
        params: One,
      },
    },
    async (request, reply) => {
      const { headers, content } = await openDocument(
        setting,
        askedBy(request),
        request.params.attachment,
      )
      return reply.headers(headers).send(content)
    },
  )
}

const type = 'application/octet-stream'

/** The one address that takes a file: its body is never read whole into memory. */
const uploads: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (app, { setting }) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(type, (_request, payload, done) => done(null, payload))

  app.post(
    '/submissions/:id/attachments',
    {
      config,
      schema: {
        tags,
        summary: 'Attach a document',
        description:
          'The body is the file itself (application/octet-stream); `name` is its name. 20 MB each, 100 MB together. What counts is what is in the file. Its text is read afterwards: `state` is then no longer `waiting`.',
        consumes: [type],
        params: Id,
        querystring: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 255 }) },
          { additionalProperties: false },
        ),
        response: { 201: Document },
      },
    },
    async (request, reply) => {
      const { body, raw } = request
      if (!(body instanceof Readable)) throw noFile()
      const announced = Number(request.headers['content-length'] ?? Number.NaN)
      try {
        const document = await addDocument(setting, askedBy(request), {
          content: body,
          fileName: request.query.name,
          announced: Number.isSafeInteger(announced) ? announced : null,
        })
        return reply.status(201).send(document)
      } catch (error) {
        // What is still on its way is not read: the answer goes out, and the connection ends.
        if (!raw.complete) reply.header('connection', 'close')
        throw error
      }
    },
  )
}

function noFile(): ProblemError {
  return invalid([{ field: 'body', message: `Please send the file itself, as ${type}.` }])
}
