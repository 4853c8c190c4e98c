import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { RoleChange, User, UserList, UsersQuery } from '@homeward/schema/account.ts'
import { personOf } from '../platform/http/access.ts'
import type { Db } from '../platform/postgres/database.ts'
import { findUsers, giveRole } from './users.ts'

const tags = ['Administration']
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** People with accounts and their roles: for administrators. */
export const userRoutes: FastifyPluginAsyncTypebox<{ db: Db }> = async (app, { db }) => {
  const config = { access: 'administrator' } as const

  app.get(
    '/admin/users',
    {
      config,
      schema: {
        tags,
        summary: 'People with accounts, by name or address',
        querystring: UsersQuery,
        response: { 200: UserList },
      },
    },
    (request) => findUsers(db, request.query),
  )

  app.patch(
    '/admin/users/:id/role',
    {
      config,
      schema: {
        tags,
        summary: 'Give a person a role, or take it',
        description:
          'A role works only in a session that began with a second factor. 409 `last-administrator` where nobody else is one.',
        params: Id,
        body: RoleChange,
        response: { 200: User },
      },
    },
    (request) =>
      giveRole(db, {
        actor: personOf(request).id,
        userId: request.params.id,
        role: request.body.role,
      }),
  )
}
