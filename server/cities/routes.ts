import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  CitiesQuery,
  CityAnswer,
  CityAsked,
  CityChange,
  CityList,
  CityProfile,
} from '@homeward/schema/city.ts'
import { personOf } from '../platform/http/access.ts'
import { askForCity } from './asking.ts'
import { entryRequestRoutes } from './entryRequestRoutes.ts'
import { changeProfile, findCities, readProfile, versionIn } from './profiles.ts'
import { questionRoutes } from './questionRoutes.ts'
import { cityRequestRoutes } from './requestRoutes.ts'
import type { Setting } from './setting.ts'
import { teamRoutes } from './teamRoutes.ts'

const tags = ['Cities']
const Slug = Type.Object({ slug: Type.String() })

/** Cities: for everyone to read, for members to ask for, for their owners to describe. */
export const cityRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  const { db } = setting.database

  app.get(
    '/cities',
    {
      config: { access: 'everyone' },
      schema: {
        tags,
        summary: 'Cities by name',
        querystring: CitiesQuery,
        response: { 200: CityList },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-cache')
      return findCities(db, request.query)
    },
  )

  app.post(
    '/cities',
    {
      config: { access: 'member' },
      schema: {
        tags,
        summary: 'Ask for the place of your city',
        description:
          '201: the place is yours, and you can write drafts until an administrator has decided. 202: someone else asked before.',
        body: CityAsked,
        response: { 201: CityAnswer, 202: CityAnswer },
      },
    },
    async (request, reply) => {
      const answer = await askForCity(setting, personOf(request), request.body)
      return reply.status(answer.place === 'yours' ? 201 : 202).send(answer)
    },
  )

  app.get(
    '/cities/:slug',
    {
      config: { access: 'everyone' },
      schema: { tags, summary: 'A city', params: Slug, response: { 200: CityProfile } },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-cache')
      return readProfile(db, request.params.slug)
    },
  )

  app.patch(
    '/cities/:slug',
    {
      config: { access: 'member' },
      schema: {
        tags,
        summary: 'Change what your city says of itself',
        description:
          'For owners of a verified city. If-Match takes its `version`; 412 where it was changed since, with `currentCity`.',
        params: Slug,
        body: CityChange,
        response: { 200: CityProfile },
      },
    },
    (request) =>
      changeProfile(
        setting,
        personOf(request).id,
        request.params.slug,
        versionIn(request.headers['if-match']),
        request.body,
      ),
  )

  await app.register(teamRoutes, { setting })
  await app.register(questionRoutes, { setting })
  await app.register(entryRequestRoutes, { setting })
  await app.register(cityRequestRoutes, { setting })
}
