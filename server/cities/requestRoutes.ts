import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  CityRequest,
  CityRequestList,
  CityRequestsQuery,
  MyCityRequests,
  Refusal,
} from '@homeward/schema/city.ts'
import { personOf } from '../platform/http/access.ts'
import { listCityRequests } from './cityRequests.ts'
import { refuseCity, verifyCity } from './deciding.ts'
import { requestsBy, takeBackOwnRequest } from './myRequests.ts'
import type { Setting } from './setting.ts'

const tags = ['Administration']
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** Requests for the places of cities: who asked sees where they stand, administrators decide. */
export const cityRequestRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const config = { access: 'administrator' } as const
  const forWhoAsked = { access: 'member' } as const

  app.get(
    '/me/city-requests',
    {
      config: forWhoAsked,
      schema: {
        tags: ['Cities'],
        summary: 'Which cities you asked for, and where that stands',
        response: { 200: MyCityRequests },
      },
    },
    (request) => requestsBy(setting.database.db, personOf(request).id),
  )

  app.delete(
    '/me/city-requests/:id',
    {
      config: forWhoAsked,
      schema: {
        tags: ['Cities'],
        summary: 'Take back that you asked for a city',
        params: Id,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await takeBackOwnRequest(setting, personOf(request).id, request.params.id)
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/admin/city-requests',
    {
      config,
      schema: {
        tags,
        summary: 'Who asked for which city',
        querystring: CityRequestsQuery,
        response: { 200: CityRequestList },
      },
    },
    (request) => listCityRequests(setting.database.db, request.query),
  )

  app.post(
    '/admin/city-requests/:id/verify',
    {
      config,
      schema: {
        tags,
        summary: 'Confirm that who asked speaks for the city',
        description:
          'They are its owner. Others who asked for it are refused, and told to ask for an invitation.',
        params: Id,
        response: { 200: CityRequest },
      },
    },
    (request) => verifyCity(setting, { id: request.params.id, actor: personOf(request).id }),
  )

  app.post(
    '/admin/city-requests/:id/refuse',
    {
      config,
      schema: {
        tags,
        summary: 'Refuse a request for a city, with a reason',
        params: Id,
        body: Refusal,
        response: { 200: CityRequest },
      },
    },
    (request) =>
      refuseCity(
        setting,
        { id: request.params.id, actor: personOf(request).id },
        request.body.reason,
      ),
  )
}
