import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../../client/api.ts'
import type { ServerProgram } from '../../client/rendering.ts'
import { builtFolder } from './build.ts'
import { serveSources } from './development.ts'
import { documentOf, type Manifest } from './document.ts'
import { lastResort } from './lastResort.ts'
import type { Renderer } from './renderer.ts'

export interface PagesOptions {
  siteName: string
  publicUrl: string
  contact: string | null
  /** Serve the sources and reload pages as they change. */
  dev: boolean
  /** Offer the right-to-left pseudo-locale. */
  pseudoLocale: boolean
}

/** The pages, rendered by the client's own program: whatever no other route answers. */
export const pages: FastifyPluginAsync<PagesOptions> = async (app, options) => {
  const renderer = options.dev ? await serveSources(app) : await serveBuilt(app)
  const site = { name: options.siteName, url: options.publicUrl, contact: options.contact }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    failed?: number,
    address = request.url,
  ) {
    const { renderPage, readAnswer } = await renderer.client()
    const apiAs = (who: 'everyone' | 'person') => apiFor(app, request, readAnswer, who)
    const rendered = await renderPage(address, apiAs, site, failed)
    if ('moved' in rendered) {
      if (!rendered.forGood) reply.header('cache-control', 'no-store')
      return reply.redirect(rendered.moved, rendered.forGood ? 301 : 303)
    }
    const template = await renderer.template(request.url)
    const status = rendered.status === 0 ? 503 : rendered.status
    // As the API says it: a robot that is told so comes again, and does not forget the page.
    if (status === 503) reply.header('retry-after', '5')
    return reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', rendered.own ? 'no-store' : 'no-cache')
      .send(documentOf(template, rendered, renderer.manifest))
  }

  await app.register(async (scope) => {
    scope.setErrorHandler(async (error: unknown, request, reply) => {
      const status = statusOf(error)
      if (status >= 500) request.log.error(error)
      try {
        return await show(request, reply, status)
      } catch (again) {
        request.log.error(again)
        return lastResort(reply, status, options.siteName)
      }
    })
    scope.get(
      '/*',
      { config: { access: 'everyone' }, schema: { hide: true } },
      async (request, reply) => {
        if (!options.pseudoLocale && request.url.startsWith('/ar-XB'))
          return show(request, reply, 404, `/unknown${request.url}`)
        return show(request, reply)
      },
    )
  })
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500
  if ('status' in error && typeof error.status === 'number') return error.status
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
}

/** The API as a page on the server reaches it: the same routes, without a network between. */
function apiFor(
  app: FastifyInstance,
  request: FastifyRequest,
  readAnswer: ServerProgram['readAnswer'],
  who: 'everyone' | 'person',
): Api {
  const { cookie } = request.headers
  const headers = {
    ...app.internalHeaders,
    ...(who === 'person' && cookie !== undefined ? { cookie } : {}),
  }
  return {
    async get<T>(path: string) {
      const answer = await app.inject({
        url: path,
        headers,
        remoteAddress: request.ip,
      })
      const location = answer.headers['location']
      return readAnswer<T>({
        status: answer.statusCode,
        text: answer.payload,
        location: typeof location === 'string' ? location : null,
      })
    },
  }
}

const year = 31_536_000

async function serveBuilt(app: FastifyInstance): Promise<Renderer> {
  const folder = join(builtFolder, 'client')
  const template = readFileSync(join(folder, 'index.html'), 'utf8')
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'everyone', rateLimit: false }
      route.schema = { ...route.schema, hide: true }
    })
    await scope.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      preCompressed: true,
      // Names change with what is in the files.
      maxAge: year * 1000,
      immutable: true,
      decorateReply: true,
    })
    scope.get('/favicon.svg', (_request, reply) =>
      reply.sendFile('favicon.svg', folder, { maxAge: 86_400_000 }),
    )
  })
  const program: Promise<ServerProgram> = import(
    pathToFileURL(join(builtFolder, 'server/server.js')).href
  )
  // Said where it is asked for, and not as a rejection that nobody handles.
  program.catch(() => {})
  return { client: () => program, template: async () => template, manifest }
}
