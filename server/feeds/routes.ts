import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { folderOf } from '@homeward/schema/names.ts'
import type { Db } from '../platform/postgres/database.ts'
import { entriesForSitemap } from './store.ts'
import { element, xmlDocument } from './xml.ts'

export interface FeedRoutes {
  db: Db
  siteName: string
  /** Without a slash at the end. */
  publicUrl: string
}

const pages = ['/', '/search', '/countries', '/themes', '/about', '/about/method']
const route = { config: { access: 'everyone' as const }, schema: { hide: true } }

/** What tells other programs that the site is there: for everyone. */
export const feedRoutes: FastifyPluginAsyncTypebox<FeedRoutes> = async (app, options) => {
  const { db, siteName, publicUrl } = options

  app.get('/robots.txt', route, async (_request, reply) => {
    reply.header('content-type', 'text/plain; charset=utf-8')
    return `User-agent: *\nDisallow: /api/\nAllow: /api/docs\n\nSitemap: ${publicUrl}/sitemap.xml\n`
  })

  app.get('/sitemap.xml', route, async (_request, reply) => {
    const entries = await entriesForSitemap(db)
    const urls = [
      ...pages.map((path) => element('url', {}, element('loc', {}, publicUrl + path))),
      ...entries.map(({ kind, slug, changedAt }) =>
        element(
          'url',
          {},
          element('loc', {}, `${publicUrl}/${folderOf[kind]}/${slug}`),
          element('lastmod', {}, changedAt.toISOString()),
        ),
      ),
    ]
    reply
      .header('content-type', 'application/xml; charset=utf-8')
      .header('cache-control', 'no-cache')
    return xmlDocument(
      element('urlset', { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }, ...urls),
    )
  })

  app.get('/opensearch.xml', route, async (_request, reply) => {
    reply.header('content-type', 'application/opensearchdescription+xml; charset=utf-8')
    return xmlDocument(
      element(
        'OpenSearchDescription',
        { xmlns: 'http://a9.com/-/spec/opensearch/1.1/' },
        // The format allows a short name of 16 characters.
        element('ShortName', {}, siteName.slice(0, 16)),
        element('Description', {}, `Search ${siteName}: what cities do for people who come home`),
        element('InputEncoding', {}, 'UTF-8'),
        element('Image', { type: 'image/svg+xml' }, `${publicUrl}/favicon.svg`),
        element('Url', { type: 'text/html', template: `${publicUrl}/search?q={searchTerms}` }),
      ),
    )
  })
}
