import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NewReport, ReportReceived } from '@homeward/schema/liveActs.ts'
import type { Setting } from '../setting.ts'
import { report } from './reports.ts'

const form = 'application/x-www-form-urlencoded'
const isForm = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.startsWith(form) === true

/** What anyone tells the editors: by a program, or by the form of a page without its script. */
export const reportingRoutes: FastifyPluginAsyncTypebox<{ setting: Setting }> = async (
  app,
  { setting },
) => {
  // A field that was left empty was not filled in.
  app.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
    const fields = [...new URLSearchParams(String(body))].filter(([, value]) => value !== '')
    done(null, Object.fromEntries(fields))
  })
  app.setErrorHandler(async (error: { statusCode?: number; status?: number }, request, reply) => {
    const status = error.status ?? error.statusCode ?? 500
    const fault = status === 429 ? 'often' : status === 400 ? 'wrong' : null
    // Everything else is told as everywhere.
    if (!isForm(request) || fault === null) throw error
    return reply.redirect(`${pageOf(request)}?fault=${fault}`, 303)
  })

  app.post(
    '/entries/:slug/reports',
    {
      config: { access: 'everyone' },
      schema: {
        tags: ['Entries'],
        summary: 'Tell the editors of a mistake in an entry, or of a danger to someone',
        description: `Also takes ${form}, and then leads to a page (303).`,
        params: Type.Object({ slug: Type.String() }),
        body: NewReport,
        response: { 201: ReportReceived },
      },
    },
    async (request, reply) => {
      await report(setting, request.params.slug, request.ip, request.body)
      if (isForm(request)) return reply.redirect(`${pageOf(request)}?sent=1`, 303)
      return reply.code(201).send({ received: true })
    },
  )
}

/** The page that the form came from, in its language: only the path is taken, so it leads nowhere else. */
function pageOf({ params, headers }: FastifyRequest): string {
  const slug = typeof params === 'object' && params !== null && 'slug' in params ? params.slug : ''
  const page = `/report/${encodeURIComponent(String(slug))}`
  const from = URL.parse(headers.referer ?? '')?.pathname ?? page
  return /^\/[\w-]+$/.test(from.slice(0, -page.length)) && from.endsWith(page) ? from : page
}
