import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  CityTeam,
  Invitation,
  InvitationShown,
  InvitationSent,
  Joined,
  MemberChange,
  Token,
} from '@homeward/schema/city.ts'
import { personOf } from '../platform/http/access.ts'
import { acceptInvitation, invite, readInvitation, withdrawInvitation } from './invitations.ts'
import type { Setting } from './setting.ts'
import { changeRole, readTeam, removeMember } from './team.ts'

const tags = ['Cities']
const Slug = Type.Object({ slug: Type.String() })
const SlugAndId = Type.Object({ slug: Type.String(), id: Type.String({ format: 'uuid' }) })

/** A city's team: who is in it, and who is invited. */
export const teamRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database
  const config = { access: 'member' } as const

  app.get(
    '/cities/:slug/team',
    {
      config,
      schema: {
        tags,
        summary: 'The team of your city',
        params: Slug,
        response: { 200: CityTeam },
      },
    },
    (request) => readTeam(db, personOf(request).id, request.params.slug),
  )

  app.patch(
    '/cities/:slug/members/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change what someone does in the team',
        description: 'For owners. 409 `last-owner` where nobody would be an owner any more.',
        params: SlugAndId,
        body: MemberChange,
        response: { 200: CityTeam },
      },
    },
    async (request) => {
      const { slug, id } = request.params
      const personId = personOf(request).id
      await changeRole(setting, { slug, personId, memberId: id }, request.body.role)
      return readTeam(db, personId, slug)
    },
  )

  app.delete(
    '/cities/:slug/members/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Take someone out of the team, or leave it',
        description:
          'Owners take out anyone, everyone themselves. 409 `last-owner` where a verified city would be without one.',
        params: SlugAndId,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { slug, id } = request.params
      await removeMember(setting, { slug, personId: personOf(request).id, memberId: id })
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/cities/:slug/invitations',
    {
      config,
      schema: {
        tags,
        summary: 'Invite someone into the team by mail',
        description: 'For owners of a verified city. Inviting the same address again renews it.',
        params: Slug,
        body: Invitation,
        response: { 201: InvitationSent },
      },
    },
    async (request, reply) => {
      const sent = await invite(setting, personOf(request), request.params.slug, request.body)
      return reply.status(201).send(sent)
    },
  )

  app.delete(
    '/cities/:slug/invitations/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Withdraw an invitation',
        params: SlugAndId,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { slug, id } = request.params
      await withdrawInvitation(setting, personOf(request).id, slug, id)
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/cities/invitations/read',
    {
      config: { access: 'everyone' },
      schema: {
        tags,
        summary: 'What an invitation says',
        description: 'Its token is sent in the body, so that it stands in no log.',
        body: Token,
        response: { 200: InvitationShown },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store')
      return readInvitation(db, request.body.token)
    },
  )

  app.post(
    '/cities/invitations/accept',
    {
      config,
      schema: {
        tags,
        summary: 'Come into a team that invited you',
        body: Token,
        response: { 200: Joined },
      },
    },
    (request) => acceptInvitation(setting, personOf(request).id, request.body.token),
  )
}
