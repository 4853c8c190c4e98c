import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody, personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

const people = [
  'visitor',
  'member',
  'otherCity',
  'asker',
  'editor',
  'owner',
  'moderator',
  'administrator',
  'administratorWithOneFactor',
] as const
type Who = (typeof people)[number]

const some = '0190a6c5-0000-7000-8000-000000000000'
const token = 'x'.repeat(43)
const entry = 'dk-prison-mentoring-back-on-track'

/** Answers to whoever is not named: in the order visitor, everyone else. */
type Refused = [visitor: number, others: number]

/**
 * What a route answers to each. What must not be known to exist is 404; what is known and not allowed is 403. Whoever
 * may gets past this: to a fault in the body, or to something that is not there.
 */
const table: {
  route: string
  body?: object
  headers?: Record<string, string>
  may: Partial<Record<Who, number>>
  refused: Refused
}[] = [
  { route: 'GET /api/v1/cities?q=aarhus', may: {}, refused: [200, 200] },
  { route: 'GET /api/v1/cities/dk-aarhus', may: {}, refused: [200, 200] },
  { route: 'POST /api/v1/cities', body: {}, may: {}, refused: [401, 400] },
  {
    route: 'PATCH /api/v1/cities/dk-aarhus',
    body: { about: 'x' },
    headers: { 'if-match': '"999"' },
    may: { owner: 412 },
    refused: [401, 403],
  },
  {
    route: 'GET /api/v1/cities/dk-aarhus/team',
    may: { owner: 200, editor: 200 },
    refused: [401, 404],
  },
  { route: 'GET /api/v1/cities/ly-tripoli/team', may: { asker: 200 }, refused: [401, 404] },
  {
    route: 'POST /api/v1/cities/dk-aarhus/invitations',
    body: { email: 'guest@example.org', role: 'editor' },
    may: { owner: 201 },
    refused: [401, 403],
  },
  {
    route: `DELETE /api/v1/cities/dk-aarhus/invitations/${some}`,
    may: { owner: 404 },
    refused: [401, 403],
  },
  { route: 'POST /api/v1/cities/invitations/read', body: { token }, may: {}, refused: [404, 404] },
  {
    route: 'POST /api/v1/cities/invitations/accept',
    body: { token },
    may: {},
    refused: [401, 404],
  },
  {
    route: `PATCH /api/v1/cities/dk-aarhus/members/${some}`,
    body: { role: 'editor' },
    may: { owner: 404, editor: 403 },
    refused: [401, 404],
  },
  {
    route: `DELETE /api/v1/cities/dk-aarhus/members/${some}`,
    may: { owner: 404, editor: 403 },
    refused: [401, 404],
  },
  {
    route: 'POST /api/v1/cities/dk-aarhus/questions',
    body: { text: 'x' },
    may: {},
    refused: [401, 201],
  },
  {
    route: 'GET /api/v1/cities/dk-aarhus/questions',
    may: { owner: 200, editor: 200 },
    refused: [401, 404],
  },
  { route: 'GET /api/v1/me/questions', may: {}, refused: [401, 200] },
  {
    route: `POST /api/v1/questions/${some}/answer`,
    body: { text: 'x' },
    may: {},
    refused: [401, 404],
  },
  {
    route: 'POST /api/v1/questions/:question/answer',
    body: { text: 'x' },
    may: { editor: 200, owner: 409 },
    refused: [401, 404],
  },
  {
    route: `POST /api/v1/entries/${entry}/requests`,
    body: { city: 'dk-aarhus', kind: 'claim', text: 'x' },
    may: { editor: 201, owner: 409 },
    refused: [401, 403],
  },
  {
    route: 'GET /api/v1/cities/dk-aarhus/requests',
    may: { owner: 200, editor: 200 },
    refused: [401, 404],
  },
  {
    route: `POST /api/v1/cities/dk-aarhus/requests/${some}/withdraw`,
    may: {},
    refused: [401, 404],
  },
  {
    route: 'POST /api/v1/cities/dk-aarhus/requests/:request/withdraw',
    may: { editor: 200, owner: 409 },
    refused: [401, 404],
  },
  {
    route: 'GET /api/v1/moderation/entry-requests',
    may: { moderator: 200, administrator: 200 },
    refused: [401, 403],
  },
  {
    route: `POST /api/v1/moderation/entry-requests/${some}/accept`,
    may: { moderator: 404, administrator: 404 },
    refused: [401, 403],
  },
  {
    route: `POST /api/v1/moderation/entry-requests/${some}/decline`,
    body: { reason: 'x' },
    may: { moderator: 404, administrator: 404 },
    refused: [401, 403],
  },
  { route: 'GET /api/v1/me/city-requests', may: {}, refused: [401, 200] },
  { route: `DELETE /api/v1/me/city-requests/${some}`, may: {}, refused: [401, 404] },
  { route: 'GET /api/v1/admin/city-requests', may: { administrator: 200 }, refused: [401, 403] },
  {
    route: `POST /api/v1/admin/city-requests/${some}/verify`,
    may: { administrator: 404 },
    refused: [401, 403],
  },
  {
    route: `POST /api/v1/admin/city-requests/${some}/refuse`,
    body: { reason: 'x' },
    may: { administrator: 404 },
    refused: [401, 403],
  },
  { route: 'GET /api/v1/admin/users?q=x', may: { administrator: 200 }, refused: [401, 403] },
  {
    route: `PATCH /api/v1/admin/users/${some}/role`,
    body: { role: 'moderator' },
    may: { administrator: 404 },
    refused: [401, 403],
  },
]

let site: Site
let callers: Record<Who, Pick<TestPerson, 'ask'>>
const ids = { question: '', request: '' }
beforeAll(async () => {
  site = await startedSite()
  const [member, otherCity, asker, editor, owner] = await Promise.all(
    [1, 2, 3, 4, 5].map(() => personAt(site)),
  )
  if (!member || !otherCity || !asker || !editor || !owner) throw new Error('There are too few')
  callers = {
    visitor: nobody(site),
    member,
    otherCity,
    asker,
    editor,
    owner,
    moderator: await personAt(site, { role: 'moderator' }),
    administrator: await personAt(site, { role: 'administrator' }),
    administratorWithOneFactor: await personAt(site, { role: 'administrator', factors: 1 }),
  }
  await teamOf(site, 'dk-aarhus', [{ person: owner }, { person: editor, role: 'editor' }])
  await teamOf(site, 'dk-copenhagen', [{ person: otherCity }])
  await teamOf(site, 'ly-tripoli', [{ person: asker }], 'asked')
  const idOf = async (response: Response) => ((await response.json()) as { id: string }).id
  ids.question = await idOf(
    await member.ask('POST', '/api/v1/cities/dk-aarhus/questions', { text: 'x' }),
  )
  ids.request = await idOf(
    await owner.ask('POST', `/api/v1/entries/${entry}/requests`, {
      city: 'dk-aarhus',
      kind: 'take-down',
      text: 'x',
    }),
  )
})
afterAll(() => site?.stop())

describe('what a city has and does', () => {
  it.each(table)('$route is open to those who may, and to nobody else', async (row) => {
    const [method = '', path = ''] = row.route.split(' ')
    const address = path.replace(':question', ids.question).replace(':request', ids.request)
    const answers: Partial<Record<Who, number>> = {}
    const expected: Partial<Record<Who, number>> = {}
    for (const who of people) {
      const response = await callers[who].ask(method, address, row.body, row.headers)
      answers[who] = response.status
      expected[who] = row.may[who] ?? (who === 'visitor' ? row.refused[0] : row.refused[1])
      const text = await response.text()
      if (row.route.includes('members') || row.route.includes('team')) {
        if (response.status >= 400) expect(text).not.toMatch(/person\d+@/i)
      }
    }
    expect(answers).toEqual(expected)
  })

  it('is not told apart from what does not exist', async () => {
    const hidden = async (path: string) => {
      const response = await callers.otherCity.ask('GET', path)
      return (await response.text()).replace(/"instance":"[^"]*"/, '')
    }
    for (const part of ['team', 'questions', 'requests']) {
      expect(await hidden(`/api/v1/cities/dk-aarhus/${part}`)).toBe(
        await hidden(`/api/v1/cities/dk-nowhere/${part}`),
      )
    }
  })

  it('names every route of cities in this table', () => {
    const named = new Set(
      table.map(({ route }) =>
        route
          .replace(/\?.*/, '')
          .replaceAll(/\/(?:dk-[a-z-]+|ly-tripoli)(?=\/|$)/g, '/:slug')
          .replaceAll(new RegExp(`${some}|:question|:request`, 'g'), ':id'),
      ),
    )
    const served = site.app.routesWithAccess
      .filter(
        ({ method, url }) =>
          method !== 'HEAD' &&
          /\/(?:cities|questions|entry-requests|city-requests|admin\/users)|entries\/:slug\/requests/.test(
            url,
          ),
      )
      .map(({ method, url }) => `${method} ${url}`)
    expect([...named].sort()).toEqual([...new Set(served)].sort())
  })
})
