import type { Entry } from '@homeward/schema/entry.ts'
import type { SiteFacts } from '../../siteFacts.ts'

const licence = 'https://creativecommons.org/licenses/by/4.0/'

/** What machines read of an entry (schema.org), as text that may stand in a script block. */
export function articleData(entry: Entry, address: string, site: SiteFacts): string {
  const publisher = { '@type': 'Organization', name: site.name, url: site.url }
  const country = entry.country && (entry.labels?.['country']?.[entry.country] ?? entry.country)
  const place = [entry.city, country].filter(Boolean).join(', ')
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: entry.title,
    description: entry.summary,
    inLanguage: entry.language,
    url: address,
    mainEntityOfPage: address,
    datePublished: entry.publishedAt,
    dateModified: entry.updatedAt,
    version: String(entry.version),
    author:
      entry.origin === 'city' ? { '@type': 'Organization', name: entry.organisation } : publisher,
    publisher,
    license: licence,
    keywords: entry.themes.map((id) => entry.labels?.['theme']?.[id] ?? id),
    ...(place === '' ? {} : { contentLocation: { '@type': 'Place', name: place } }),
    citation: entry.sources.map(({ title, publisher: from, year, url }) => ({
      '@type': 'CreativeWork',
      name: title,
      publisher: from,
      ...(year === null ? {} : { datePublished: String(year) }),
      ...(url === null ? {} : { url }),
    })),
  }
  return JSON.stringify(data).replaceAll('<', '\\u003C')
}
