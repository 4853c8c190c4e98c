import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedSite, type Site } from '../site.ts'

let site: Site
beforeAll(async () => {
  site = await startedSite({ metricsToken: 'a-token-of-operators' })
})
afterAll(() => site?.stop())

const text = async (path: string, init?: RequestInit) => {
  const response = await fetch(site.url + path, init)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.text(),
  }
}

describe('what tells other programs that the site is there', () => {
  it('the sitemap names every live entry once, at an address that answers', async () => {
    const { status, type, body } = await text('/sitemap.xml')
    expect(status).toBe(200)
    expect(type).toContain('application/xml')
    const addresses = [...body.matchAll(/<loc>([^<]*)<\/loc>/g)].map(
      ([, address = '']) => new URL(address).pathname,
    )
    const entries = addresses.filter((path) => /^\/(practices|guidance|events)\//.test(path))
    expect(entries).toHaveLength(216)
    expect(new Set(addresses).size).toBe(addresses.length)
    for (const path of [addresses[0], addresses[3], entries[0], entries.at(-1)]) {
      expect((await text(path ?? '')).status).toBe(200)
    }
  })

  it('robots are led to it', async () => {
    const { body } = await text('/robots.txt')
    expect(body).toMatch(/^Sitemap: http:\/\/127\.0\.0\.1\/sitemap\.xml$/m)
  })

  it('browsers can take the site as a search engine', async () => {
    const { type, body } = await text('/opensearch.xml')
    expect(type).toContain('opensearchdescription+xml')
    expect(body).toContain('template="http://127.0.0.1/search?q={searchTerms}"')
    expect((await text('/')).body).toContain('href="/opensearch.xml"')
  })
})

describe('the figures for operators', () => {
  it('are told to this machine, by route and never by address', async () => {
    await text('/practices/dk-aarhus-info-house-exit-mentoring')
    await text('/api/v1/search?q=a-secret-question')
    const { status, body } = await text('/metrics')
    expect(status).toBe(200)
    expect(body).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/search",status="200"\} \d/,
    )
    expect(body).not.toMatch(/a-secret-question|aarhus/)
  })

  it('are told to who has the token, and to nobody else from elsewhere', async () => {
    const elsewhere = { 'x-forwarded-for': '203.0.113.7' }
    const token = { authorization: 'Bearer a-token-of-operators' }
    expect((await text('/metrics', { headers: elsewhere })).status).toBe(403)
    expect((await text('/metrics', { headers: { ...elsewhere, ...token } })).status).toBe(200)
    expect((await text('/metrics', { headers: { authorization: 'Bearer wrong' } })).status).toBe(
      403,
    )
  })
})

it('ready names each part', async () => {
  const { body } = await text('/health/ready')
  expect(JSON.parse(body)).toEqual({
    status: 'ready',
    parts: { postgres: 'up', search: 'up', jobs: 'up', files: 'up' },
  })
})
