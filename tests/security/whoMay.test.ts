import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { accessPage } from './accessPage.ts'
import { madeCallers, type Callers } from './callers.ts'
import { areas } from './rules.ts'
import { callers, type Caller, type Rule } from './whoMay.ts'

const rules = areas.flatMap((area) =>
  area.rules.map((rule) => ({ ...rule, name: [rule.route, rule.when].filter(Boolean).join(' ') })),
)

let site: Site
let made: Callers
beforeAll(async () => {
  site = await startedSite()
  made = await madeCallers(site)
})
afterAll(() => site?.stop())

/** Not for people: /metrics. The rest answers that there is nothing, or documents the API. */
const notListed = (url: string) =>
  url === '/metrics' || url === '/api/*' || url.startsWith('/api/docs')

const served = () =>
  site.app.routesWithAccess.filter(({ method, url }) => method !== 'HEAD' && !notListed(url))

const by = (access: string) => (rule: Rule) => {
  const route = served().find(({ method, url }) => `${method} ${url}` === rule.route)
  return route?.access === access
}

function expected(rule: Rule, caller: Caller): number {
  const { answers, may, refused = 403 } = rule
  if (may.includes(caller)) return typeof answers === 'number' ? answers : (answers[caller] ?? 0)
  if (caller === 'visitor') return 401
  return typeof refused === 'number' ? refused : (refused[caller] ?? 403)
}

function addressOf({ route, address }: Rule): string {
  const path = address ?? route.split(' ')[1] ?? ''
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const id = made.ids[name]
    if (id === undefined) throw new Error(`${route}: callers.ts makes no ${name}`)
    return id
  })
}

const ask = (rule: Rule, caller: Caller | 'oneFactor') =>
  made.as[caller].ask(rule.route.split(' ')[0] ?? '', addressOf(rule), rule.body, rule.headers)

describe('who may do what', () => {
  it('is said of every route', () => {
    const named = new Set(rules.map(({ route }) => route))
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
    const routes = new Set(served().map(({ method, url }) => `${method} ${url}`))
    const missing = [...routes].filter((route) => !named.has(route))
    expect(missing, 'Add rows for these routes in tests/security/rules/ (see whoMay.ts)').toEqual(
      [],
    )
    const gone = [...named].filter((route) => !routes.has(route))
    expect(gone, 'Take the rows of these routes out of tests/security/rules/').toEqual([])
  })

  it.each(rules)('$name: is open to those who may, and to nobody else', async (rule) => {
    const signInAgain = rule.endsSession ? await made.keepSessions() : null
    const answers: Record<string, number> = {}
    const texts: string[] = []
    for (const caller of callers) {
      const response = await ask(rule, caller)
      answers[caller] = response.status
      const text = await response.text()
      if (response.status >= 400) texts.push(text)
      if (!rule.may.includes(caller)) {
        expect(response.headers.get('cache-control')).toContain('no-store')
      }
    }
    await signInAgain?.()
    expect(answers, texts.join('\n').slice(0, 3000)).toEqual(
      Object.fromEntries(callers.map((caller) => [caller, expected(rule, caller)])),
    )
    // What went wrong inside is nobody's business, nor are other people.
    for (const text of texts) expect(text).not.toMatch(/\.ts:|node_modules|select |person\d+@/i)
  })

  it.each(rules.filter(({ may }) => !may.includes('member')))(
    'a role has no effect without a second factor: $name',
    async (rule) => {
      const [asAdministrator, asMember] = [await ask(rule, 'oneFactor'), await ask(rule, 'member')]
      const told = await asAdministrator.text()
      expect([401, 403, 404]).toContain(asAdministrator.status)
      if (by('moderator')(rule) || by('administrator')(rule)) {
        expect(told).toContain('second-factor-needed')
      } else {
        expect(asAdministrator.status).toBe(asMember.status)
      }
    },
  )

  it.each(rules.filter(({ route }) => !route.startsWith('GET ')))(
    'another site cannot ask for it in a browser: $name',
    async (rule) => {
      const response = await made.as.administrator.ask(
        rule.route.split(' ')[0] ?? '',
        addressOf(rule),
        rule.body,
        { ...rule.headers, origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
      )
      expect(response.status).toBe(403)
      expect(await response.text()).toContain('other-site')
    },
  )

  it('stands on the page docs/access.md as it is here', async () => {
    const { paths } = (await (await nobody(site).ask('GET', '/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { summary?: string }>>
    }
    const summaries = new Map(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, { summary }]) => {
          const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
          return summary === undefined ? [] : [[route, summary] as const]
        }),
      ),
    )
    await expect(
      accessPage(areas, summaries),
      'Write the page anew: npx vitest run tests/security/whoMay.test.ts --update',
    ).toMatchFileSnapshot('../../docs/access.md')
  })
})
