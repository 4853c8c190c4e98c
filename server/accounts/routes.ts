import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Me, MeChange, Sessions } from '@homeward/schema/account.ts'
import { Token } from '@homeward/schema/city.ts'
import { personOf } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'
import { useAdministratorLink } from './administrators.ts'
import { changeMe, endSession, readMe, sessionsOf } from './store.ts'

const tags = ['Your account']
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** One's own account: for whoever is signed in. */
export const accountRoutes: FastifyPluginAsyncTypebox<{ db: Db }> = async (app, { db }) => {
  const config = { access: 'member' } as const

  app.get(
    '/me',
    { config, schema: { tags, summary: 'Who is signed in', response: { 200: Me } } },
    (request) => readMe(db, personOf(request)),
  )

  app.patch(
    '/me',
    {
      config,
      schema: { tags, summary: 'Change name or languages', body: MeChange, response: { 200: Me } },
    },
    async (request) => {
      const person = personOf(request)
      await changeMe(db, person.id, request.body)
      return readMe(db, person)
    },
  )

  app.get(
    '/me/sessions',
    {
      config,
      schema: { tags, summary: 'Where you are signed in', response: { 200: Sessions } },
    },
    async (request) => {
      const { id, sessionId } = personOf(request)
      const sessions = await sessionsOf(db, id)
      return {
        sessions: sessions.map((session) => ({
          id: session.id,
          program: session.user_agent,
          since: session.created_at.toISOString(),
          lastSeen: session.updated_at.toISOString(),
          here: session.id === sessionId,
        })),
      }
    },
  )

  app.delete(
    '/me/sessions/:id',
    {
      config,
      schema: { tags, summary: 'Sign out elsewhere', params: Id, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      if (await endSession(db, personOf(request).id, request.params.id)) {
        return reply.status(204).send(null)
      }
      throw new ProblemError(
        404,
        'unknown-session',
        'There is no such session',
        'It ended already.',
      )
    },
  )

  app.post(
    '/me/administrator',
    {
      config,
      schema: {
        tags,
        summary: 'Become an administrator, with a link from the terminal',
        body: Token,
        response: { 200: Me },
      },
    },
    async (request) => {
      const person = personOf(request)
      await useAdministratorLink(db, person, request.body.token)
      return readMe(db, person)
    },
  )
}
