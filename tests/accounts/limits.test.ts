import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody, password, personAt } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

let site: Site
beforeAll(async () => {
  site = await startedSite({ content: 'empty' })
})
afterAll(() => site?.stop())

interface Answer {
  status: number
  retryAfter: number
  body: string
}

/** Sends a form from one address of this machine or another: 127.0.0.1 is the usual one. */
function send(path: string, body: object, from = '127.0.0.1'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${site.url}/api/auth${path}`,
      { method: 'POST', localAddress: from, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: Number(response.headers['retry-after'] ?? 0),
            body: text,
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}

const times = <T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)))

function expectRefused(answer: Answer, longest: number) {
  expect(answer.status).toBe(429)
  expect(answer.retryAfter).toBeGreaterThan(0)
  expect(answer.retryAfter).toBeLessThanOrEqual(longest)
  const minutes = Math.ceil(answer.retryAfter / 60)
  expect(JSON.parse(answer.body)).toMatchObject({
    type: 'urn:homeward:problem:too-many-attempts',
    title: 'This was tried too often in a short time',
    detail: `Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`,
  })
}

const hour = 3600
const quarter = 900
const forms = [
  { path: '/sign-in/email', more: { password: 'not the password' }, most: 10, within: quarter },
  { path: '/sign-up/email', more: { name: 'X', password }, most: 5, within: hour },
  { path: '/request-password-reset', more: {}, most: 3, within: hour },
  { path: '/send-verification-email', more: {}, most: 3, within: hour },
]

describe('what is tried too often', () => {
  it.each(forms)('for one account is refused at $path', async ({ path, more, most, within }) => {
    const person = await personAt(site)
    const unknown = `unknown-${most}-${path.length}@example.org`
    for (const [at, email] of [person.email, unknown].entries()) {
      // From as many addresses as one likes, and in any letters.
      const answers = await times(most, (turn) =>
        send(
          path,
          { email: turn % 2 ? email : email.toUpperCase(), ...more },
          `127.1.${at}.${turn}`,
        ),
      )
      expect(answers.filter(({ status }) => status === 429 || status >= 500)).toEqual([])
      expectRefused(await send(path, { email, ...more }, '127.2.0.1'), within)
    }
    // Others are not.
    const other = await send(path, { email: 'another@example.org', ...more }, '127.2.0.1')
    expect(other.status).not.toBe(429)
  })

  it.each([
    { path: '/sign-in/email', more: { password: 'x' }, most: 60, within: quarter },
    { path: '/sign-up/email', more: { name: 'X', password }, most: 30, within: hour },
    { path: '/request-password-reset', more: {}, most: 30, within: hour },
    { path: '/send-verification-email', more: {}, most: 30, within: hour },
  ])('from one address is refused at $path', async ({ path, more, most, within }) => {
    const from = '127.3.0.1'
    const email = (at: number | string) => `from${at}@example.org`
    const answers = await times(most, (at) => send(path, { email: email(at), ...more }, from))
    expect(answers.filter(({ status }) => status === 429 || status >= 500)).toEqual([])
    expectRefused(await send(path, { email: email('last'), ...more }, from), within)
    const elsewhere = await send(path, { email: email('last'), ...more }, '127.3.0.2')
    expect(elsewhere.status).not.toBe(429)
  })

  it('is forgotten once the password was right', async () => {
    const person = await personAt(site)
    const wrong = { email: person.email, password: 'not the password' }
    for (let round = 0; round < 2; round += 1) {
      const from = `127.4.0.${round + 1}`
      const answers = await times(9, () => send('/sign-in/email', wrong, from))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
      const right = await send('/sign-in/email', { ...wrong, password }, from)
      expect(right.status).toBe(200)
    }
  })

  it('counts whoever guesses the password of an account that is signed in', async () => {
    const person = await personAt(site)
    for (const [path, body] of [
      ['/change-password', { currentPassword: 'no', newPassword: 'another long password' }],
      ['/delete-user', { password: 'no' }],
    ] as const) {
      const answers = await times(6, () => person.ask('POST', `/api/auth${path}`, body))
      expect(answers.some(({ status }) => status === 200)).toBe(false)
    }
    const refused = await person.ask('POST', '/api/auth/two-factor/enable', { password })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('is kept by no address that could be read', async () => {
    await nobody(site).ask('POST', '/api/auth/request-password-reset', { email: 'q@example.org' })
    const rows = await site.database.db.selectFrom('attempts').select('key').execute()
    expect(rows.length).toBeGreaterThan(0)
    for (const { key } of rows) expect(key).toMatch(/^[a-z-]+:[\w-]{43}$/)
  })
})
