import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedSite, type Site } from '../site.ts'
import { areas } from './rules.ts'
import { reading } from './rules/reading.ts'

let site: Site
beforeAll(async () => {
  site = await startedSite()
})
afterAll(() => site?.stop())

const all = new Set(areas.flatMap(({ rules }) => rules.map(({ route }) => route)))

describe('what is only read', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('nobody may %s', async (method) => {
    for (const { route, address } of reading.rules) {
      const path = route.split(' ')[1] ?? ''
      if (all.has(`${method} ${path}`)) continue
      const response = await fetch(`${site.url}${address ?? path}`, {
        method,
        body: '{}',
        headers: { 'content-type': 'application/json' },
      })
      expect([404, 405]).toContain(response.status)
      expect(await response.text()).not.toMatch(/\.ts:|node_modules|select /)
    }
  })
})

describe('every answer', () => {
  it.each([
    '/',
    '/search?q=x',
    '/practices/nothing',
    '/api/v1/search',
    '/api/v1/entries/nothing',
    '/api/docs',
    '/favicon.svg',
  ])('of %s carries the headers that protect who reads it', async (path) => {
    const { headers } = await fetch(`${site.url}${path}`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('x-powered-by')).toBeNull()
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(policy.match(/script-src[^;]*/)?.[0]).not.toContain('unsafe-inline')
    if (path !== '/api/docs') expect(policy).not.toContain('unsafe-inline')
  })

  it.each(['/', '/search?q=x', '/practices/dk-aarhus-info-house-exit-mentoring', '/about'])(
    'of %s sets no cookie and loads nothing from elsewhere',
    async (path) => {
      const response = await fetch(`${site.url}${path}`)
      expect(response.headers.get('set-cookie')).toBeNull()
      const html = await response.text()
      const loaded = [
        ...html.matchAll(
          /<(?:script|img|link|iframe|source)[^>]*?(?:src|href)="(https?:[^"]*)"[^>]*>/g,
        ),
      ]
      expect(loaded.filter(([tag]) => !/rel="(?:canonical|license)"/.test(tag))).toEqual([])
    },
  )
})

const attacks = [
  "'; drop table entries; --",
  "' or 1=1 --",
  '"><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '{{constructor.constructor("alert(1)")()}}',
  '../../../../etc/passwd',
  '%00',
  '\u2028\u2029',
  'a'.repeat(400),
  '$(id)',
  '__proto__',
]

describe('what is typed', () => {
  it.each(attacks)('is text and nothing else, everywhere: %s', async (attack) => {
    const text = encodeURIComponent(attack)
    for (const path of [
      `/search?q=${text}`,
      `/search?theme=${text}`,
      `/search?country=${text}&city=${text}&yearFrom=${text}&page=${text}&sort=${text}`,
      `/search?${text}=${text}`,
      `/practices/${text}`,
      `/countries/${text}`,
      `/themes/${text}`,
      `/${text}`,
      `/api/v1/search?q=${text}&labels=${text}`,
      `/api/v1/search?${text}=1`,
      `/api/v1/suggest?q=${text}`,
      `/api/v1/entries?after=${text}`,
      `/api/v1/entries/${text}`,
      `/api/v1/countries?labels=${text}`,
      `/api/v1/cities?q=${text}&country=${text}`,
      `/api/v1/cities?q=${text}`,
      `/api/v1/cities/${text}`,
    ]) {
      const response = await fetch(`${site.url}${path}`)
      expect({ path, failed: response.status >= 500 }).toEqual({ path, failed: false })
      const body = await response.text()
      if (response.headers.get('content-type')?.includes('text/html')) {
        // What stands in an attribute's quotes is text, whatever it holds.
        expect(body.replace(/"[^"]*"/g, '')).not.toMatch(/<script>alert|<!--<script/)
      }
      expect(body).not.toMatch(/syntax error|pg_|node_modules|root:x:/)
    }
    const { entries } = (await (await fetch(`${site.url}/api/v1/entries?limit=1`)).json()) as {
      entries: unknown[]
    }
    expect(entries).toHaveLength(1)
  })
})

describe('an address that cannot be read', () => {
  it('is a page for people and a problem for programs', async () => {
    const page = await fetch(`${site.url}/%E0%A4%A`, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('There is nothing at this address')
    const problem = await fetch(`${site.url}/api/v1/%E0%A4%A`)
    expect(problem.status).toBe(400)
    expect(problem.headers.get('content-type')).toContain('application/problem+json')
    expect((await fetch(`${site.url}/assets/none.js`)).headers.get('content-type')).toContain(
      'application/problem+json',
    )
  })
})

describe('a client that asks too often', () => {
  it('is told how long to wait, and others are not', async () => {
    const limited = await startedSite({ rateLimit: 5, database: site.database })
    try {
      const statuses: number[] = []
      let last: Response | null = null
      for (let i = 0; i < 8; i++) {
        last = await fetch(`${limited.url}/api/v1/vocabulary`)
        statuses.push(last.status)
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
      expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(last?.headers.get('content-type')).toContain('application/problem+json')
      expect((await fetch(`${limited.url}/health/live`)).status).toBe(200)
    } finally {
      await limited.stop()
    }
  })

  it('does not count what a page asks of the API for it', async () => {
    const limited = await startedSite({ rateLimit: 5, database: site.database })
    try {
      for (let i = 0; i < 5; i++) expect((await fetch(`${limited.url}/`)).status).toBe(200)
      const refused = await fetch(`${limited.url}/`)
      expect(refused.status).toBe(429)
      expect(await refused.text()).toContain('too many requests')
    } finally {
      await limited.stop()
    }
  })

  it('cannot borrow the mark of the server’s own calls', async () => {
    const limited = await startedSite({ rateLimit: 2, database: site.database })
    try {
      const headers = { 'x-homeward-internal': 'x'.repeat(32) }
      for (let i = 0; i < 2; i++) await fetch(`${limited.url}/api/v1/vocabulary`, { headers })
      expect((await fetch(`${limited.url}/api/v1/vocabulary`, { headers })).status).toBe(429)
    } finally {
      await limited.stop()
    }
  })
})
