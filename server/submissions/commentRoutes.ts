import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Comment, CommentChange, CommentList, NewComment } from '@homeward/schema/submission.ts'
import { listComments, resolveComment, writeComment } from './commenting.ts'
import { askedBy, Id, tags } from './asking.ts'
import type { Setting } from './setting.ts'

const One = Type.Object({ ...Id.properties, comment: Type.String({ format: 'uuid' }) })
const config = { access: 'member' } as const

/** What a city's team and moderators say to each other about a submission. */
export const commentRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  app.get(
    '/submissions/:id/comments',
    {
      config,
      schema: {
        tags,
        summary: 'What is said about a submission',
        description: 'Oldest first. What moderators say among themselves is shown to them alone.',
        params: Id,
        response: { 200: CommentList },
      },
    },
    (request) => listComments(setting, askedBy(request)),
  )

  app.post(
    '/submissions/:id/comments',
    {
      config,
      schema: {
        tags,
        summary: 'Say something about a submission, or answer',
        description: 'On the whole, or on a field. The other side is told by mail.',
        params: Id,
        body: NewComment,
        response: { 201: Comment },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await writeComment(setting, askedBy(request), request.body)),
  )

  app.patch(
    '/submissions/:id/comments/:comment',
    {
      config,
      schema: {
        tags,
        summary: 'Resolve a comment with its answers, or open it again',
        params: One,
        body: CommentChange,
        response: { 200: Comment },
      },
    },
    (request) =>
      resolveComment(setting, askedBy(request), request.params.comment, request.body.resolved),
  )
}
