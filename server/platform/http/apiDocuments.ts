import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import reference from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'

const page = '/api/docs'

/** The reading page writes its own styles; its scripts are let run by what they are. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The contract of the API as OpenAPI, made from the routes: register it before them. */
export async function describeApi(
  app: FastifyInstance,
  siteName: string,
  publicUrl: string,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${siteName} API`,
        version: '1',
        description:
          'Practices, guidance and events on rehabilitation and reintegration, as JSON. Errors are problem documents (RFC 9457). What is published is read without an account.',
        license: {
          name: 'CC BY 4.0 (content)',
          url: 'https://creativecommons.org/licenses/by/4.0/',
        },
      },
      servers: [{ url: publicUrl }],
      // What most programs come for stands first.
      tags: [{ name: 'Search' }, { name: 'Entries' }],
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, i) =>
        typeof schema.$id === 'string' ? schema.$id : `schema${i}`,
    },
  })
}

/** The contract at /api/openapi.json, and a page to read and try it at /api/docs. */
export async function serveApiDocuments(app: FastifyInstance): Promise<void> {
  app.get(
    '/api/openapi.json',
    { config: { access: 'everyone' }, schema: { hide: true } },
    async (_request, reply) => {
      reply.header('cache-control', 'no-cache')
      return app.swagger()
    },
  )
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'everyone' }
    })
    scope.addHook('onSend', async (_request, reply, payload) => {
      if (typeof payload === 'string' && String(reply.getHeader('content-type')).includes('html')) {
        reply.header('content-security-policy', policyFor(payload))
      }
      return payload
    })
    await scope.register(reference, {
      routePrefix: page,
      configuration: {
        url: '/api/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: 'never',
        hideClientButton: true,
        mcp: { disabled: true },
        agent: { disabled: true },
      },
    })
  })
}
