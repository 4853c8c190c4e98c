import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedSite, type Site } from '../site.ts'

let site: Site
beforeAll(async () => {
  site = await startedSite()
})
afterAll(() => site?.stop())

/** Every route there is. A new one must be added here, with who may call it. */
const everyone = [
  'GET /api/v1/search',
  'GET /api/v1/suggest',
  'GET /api/v1/entries',
  'GET /api/v1/entries/:slug',
  'GET /api/v1/entries/:slug/related',
  'GET /api/v1/vocabulary',
  'GET /api/v1/vocabulary/:kind/:id',
  'GET /api/v1/countries',
  'GET /api/v1/cities',
  'GET /api/v1/cities/:slug',
  'GET /api/openapi.json',
  'GET /health/live',
  'GET /health/ready',
  'GET /favicon.svg',
  'GET /robots.txt',
  'GET /sitemap.xml',
  'GET /opensearch.xml',
  'GET /assets/*',
  'GET /*',
]

/** What everyone may do without an account. */
const everyoneDoes = [
  'POST /api/auth/sign-up/email',
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'POST /api/auth/request-password-reset',
  'POST /api/auth/reset-password',
  'POST /api/auth/send-verification-email',
  'POST /api/auth/verify-email',
  'POST /api/auth/two-factor/verify-totp',
  'POST /api/auth/two-factor/verify-backup-code',
  'GET /api/auth/passkey/generate-authenticate-options',
  'POST /api/auth/passkey/verify-authentication',
  'POST /api/v1/cities/invitations/read',
]

/** For whoever is signed in; what they may do with one city or draft is tried with cities and drafts. */
const member = [
  'POST /api/auth/revoke-sessions',
  'GET /api/v1/me/city-requests',
  'DELETE /api/v1/me/city-requests/:id',
  'POST /api/auth/change-password',
  'POST /api/auth/change-email',
  'POST /api/auth/delete-user',
  'POST /api/auth/two-factor/enable',
  'POST /api/auth/two-factor/generate-backup-codes',
  'POST /api/auth/two-factor/disable',
  'GET /api/auth/passkey/generate-register-options',
  'POST /api/auth/passkey/verify-registration',
  'GET /api/auth/passkey/list-user-passkeys',
  'POST /api/auth/passkey/update-passkey',
  'POST /api/auth/passkey/delete-passkey',
  'GET /api/v1/me',
  'PATCH /api/v1/me',
  'GET /api/v1/me/sessions',
  'DELETE /api/v1/me/sessions/:id',
  'POST /api/v1/me/administrator',
  'GET /api/v1/me/questions',
  'POST /api/v1/cities',
  'PATCH /api/v1/cities/:slug',
  'GET /api/v1/cities/:slug/team',
  'PATCH /api/v1/cities/:slug/members/:id',
  'DELETE /api/v1/cities/:slug/members/:id',
  'POST /api/v1/cities/:slug/invitations',
  'DELETE /api/v1/cities/:slug/invitations/:id',
  'POST /api/v1/cities/invitations/accept',
  'POST /api/v1/cities/:slug/questions',
  'GET /api/v1/cities/:slug/questions',
  'POST /api/v1/questions/:id/answer',
  'POST /api/v1/entries/:slug/requests',
  'GET /api/v1/cities/:slug/requests',
  'POST /api/v1/cities/:slug/requests/:id/withdraw',
  'GET /api/v1/submissions',
  'POST /api/v1/submissions',
  'POST /api/v1/entries/:slug/revisions',
  'GET /api/v1/submissions/:id',
  'PATCH /api/v1/submissions/:id',
  'DELETE /api/v1/submissions/:id',
  'POST /api/v1/submissions/:id/submit',
  'POST /api/v1/submissions/:id/withdraw',
  'GET /api/v1/submissions/:id/preview',
  'GET /api/v1/submissions/:id/similar',
  'POST /api/v1/submissions/:id/presence',
  'GET /api/v1/submissions/:id/screening',
  'PUT /api/v1/submissions/:id/screening/:key',
  'DELETE /api/v1/submissions/:id/screening/:key',
  'GET /api/v1/submissions/:id/comments',
  'POST /api/v1/submissions/:id/comments',
  'PATCH /api/v1/submissions/:id/comments/:comment',
  'GET /api/v1/submissions/:id/attachments',
  'POST /api/v1/submissions/:id/attachments',
  'PATCH /api/v1/submissions/:id/attachments/:attachment',
  'DELETE /api/v1/submissions/:id/attachments/:attachment',
  'GET /api/v1/submissions/:id/attachments/:attachment',
  'GET /api/v1/moderator-languages',
]

const moderator = [
  'GET /api/v1/admin/vocabulary',
  'POST /api/v1/admin/vocabulary/:kind',
  'PATCH /api/v1/admin/vocabulary/:kind/:id',
  'POST /api/v1/admin/vocabulary/:kind/:id/retire',
  'POST /api/v1/admin/vocabulary/:kind/:id/return',
  'POST /api/v1/admin/vocabulary/:kind/:id/merge',
  'GET /api/v1/admin/synonyms',
  'POST /api/v1/admin/synonyms',
  'PUT /api/v1/admin/synonyms/:id',
  'DELETE /api/v1/admin/synonyms/:id',
  'GET /api/v1/moderation/entry-requests',
  'POST /api/v1/moderation/entry-requests/:id/accept',
  'POST /api/v1/moderation/entry-requests/:id/decline',
]

const administrator = [
  'GET /api/v1/admin/users',
  'PATCH /api/v1/admin/users/:id/role',
  'GET /api/v1/admin/city-requests',
  'POST /api/v1/admin/city-requests/:id/verify',
  'POST /api/v1/admin/city-requests/:id/refuse',
]

const known: Record<string, string[]> = {
  everyone: [...everyone, ...everyoneDoes],
  member,
  moderator,
  administrator,
  operators: ['GET /metrics'],
}
const all = new Set(Object.values(known).flat())
const idOf = '0190a6c5-0000-7000-8000-000000000000'
const addressOf = (route: string) =>
  (route.split(' ')[1] ?? '')
    .replace('/cities/:slug', '/cities/dk-aarhus')
    .replace(':kind/:id', 'theme/coordination')
    .replace(':kind', 'theme')
    .replace(':slug', 'dk-aarhus-info-house-exit-mentoring')
    .replace(':id', idOf)
    .replace('*', 'x')

describe('who may call what', () => {
  it('is said of every route, and is as it should be', () => {
    const served = site.app.routesWithAccess
      .filter(
        ({ method, url }) => method !== 'HEAD' && !url.startsWith('/api/docs') && url !== '/api/*',
      )
      .map(({ method, url, access }) => `${access}: ${method} ${url}`)
    expect(new Set(served)).toEqual(
      new Set(
        Object.entries(known).flatMap(([access, routes]) =>
          routes.map((route) => `${access}: ${route}`),
        ),
      ),
    )
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('nobody may %s what is only read', async (method) => {
    for (const route of everyone) {
      if (all.has(`${method} ${route.split(' ')[1]}`)) continue
      const response = await fetch(`${site.url}${addressOf(route)}`, {
        method,
        body: '{}',
        headers: { 'content-type': 'application/json' },
      })
      expect([404, 405]).toContain(response.status)
      expect(await response.text()).not.toMatch(/\.ts:|node_modules|select /)
    }
  })

  it.each([...member, ...moderator, ...administrator])(
    '%s is for nobody without an account',
    async (route) => {
      const [method = ''] = route.split(' ')
      const response = await fetch(`${site.url}${addressOf(route)}`, {
        method,
        ...(method === 'GET' || method === 'DELETE'
          ? {}
          : { body: '{}', headers: { 'content-type': 'application/json' } }),
      })
      expect(response.status).toBe(401)
      expect(response.headers.get('cache-control')).toContain('no-store')
    },
  )
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
