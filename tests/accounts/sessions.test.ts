import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Sessions } from '@homeward/schema/account.ts'
import { problem } from '../cities/place.ts'
import { cookiesOf, nobody, personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { isSignedIn, signIn } from './place.ts'

let site: Site
beforeAll(async () => {
  site = await startedSite({ content: 'empty' })
})
afterAll(() => site?.stop())

async function signedInElsewhere({ email, password }: TestPerson, program: string) {
  const answer = await nobody(site).ask(
    'POST',
    '/api/auth/sign-in/email',
    { email, password },
    { 'user-agent': program },
  )
  return cookiesOf(answer)
}

const listed = async (person: TestPerson) => {
  const response = await person.ask('GET', '/api/v1/me/sessions')
  expect(response.headers.get('cache-control')).toBe('no-store')
  return ((await response.json()) as Sessions).sessions
}

it('shows a person where they are signed in, and lets them end one', async () => {
  const person = await personAt(site)
  const phone = await signedInElsewhere(person, 'A phone')
  const library = await signedInElsewhere(person, 'The library')
  const sessions = await listed(person)
  expect(sessions.map(({ program }) => program)).toEqual(
    expect.arrayContaining(['A phone', 'The library']),
  )
  expect(sessions).toHaveLength(3)
  expect(sessions.filter(({ here }) => here)).toHaveLength(1)

  const idOf = (program: string) => sessions.find((session) => session.program === program)?.id
  const ended = await person.ask('DELETE', `/api/v1/me/sessions/${idOf('A phone')}`)
  expect(ended.status).toBe(204)
  expect(await isSignedIn(site, phone)).toBe(false)
  expect(await isSignedIn(site, library)).toBe(true)
  expect(await listed(person)).toHaveLength(2)
  expect(await problem(person.ask('DELETE', `/api/v1/me/sessions/${idOf('A phone')}`))).toEqual([
    404,
    'unknown-session',
  ])
  // Nobody else can end it.
  const other = await personAt(site)
  expect(await problem(other.ask('DELETE', `/api/v1/me/sessions/${idOf('The library')}`))).toEqual([
    404,
    'unknown-session',
  ])
  expect(await isSignedIn(site, library)).toBe(true)
})

it('leaves out what is over', async () => {
  const person = await personAt(site)
  const old = await signedInElsewhere(person, 'Long ago')
  await site.database.db
    .updateTable('sessions')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where('user_id', '=', person.id)
    .where('user_agent', '=', 'Long ago')
    .execute()
  expect(await isSignedIn(site, old)).toBe(false)
  expect((await listed(person)).map(({ program }) => program)).not.toContain('Long ago')
})

it('signs out here, or everywhere at once', async () => {
  const person = await personAt(site)
  const phone = await signedInElsewhere(person, 'A phone')
  const out = await nobody(site).ask('POST', '/api/auth/sign-out', undefined, { cookie: phone })
  expect(out.status).toBe(200)
  expect(await isSignedIn(site, phone)).toBe(false)
  expect(await isSignedIn(site, person.cookie)).toBe(true)

  const others = await Promise.all(['A', 'B'].map((name) => signedInElsewhere(person, name)))
  const everywhere = await person.ask('POST', '/api/auth/revoke-sessions')
  expect(everywhere.status).toBe(200)
  // The browser forgets its cookie too.
  expect(everywhere.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/i)
  for (const cookie of [person.cookie, ...others])
    expect(await isSignedIn(site, cookie)).toBe(false)
  expect((await signIn(site, person.email)).status).toBe(200)
})

it('takes no cookie that is made up or signed by somebody else', async () => {
  const person = await personAt(site)
  const { token } = await site.database.db
    .selectFrom('sessions')
    .select('token')
    .where('user_id', '=', person.id)
    .executeTakeFirstOrThrow()
  for (const cookie of [
    `homeward.session_token=${token}`,
    `homeward.session_token=${token}.${'A'.repeat(43)}=`,
    person.cookie.replace(/(session_token=[^;.]+\.)..../, '$1xxxx'),
    'homeward.session_token=',
  ]) {
    expect(await isSignedIn(site, cookie)).toBe(false)
  }
})

it('keeps the cookie from scripts and other sites, and asks for HTTPS where the site has it', async () => {
  const person = await personAt(site)
  const [cookie = ''] = (await signIn(site, person.email)).headers.getSetCookie()
  expect(cookie).toMatch(/^homeward\.session_token=/)
  expect(cookie).toMatch(/; HttpOnly/i)
  expect(cookie).toMatch(/; SameSite=Lax/i)
  const secured = await startedSite({
    content: 'empty',
    database: site.database,
    publicUrl: 'https://homeward.example',
  })
  try {
    const [safe = ''] = (await signIn(secured, person.email)).headers.getSetCookie()
    expect(safe).toMatch(/^__Secure-homeward\.session_token=.*; Secure/i)
    expect(await isSignedIn(secured, safe.split(';')[0] ?? '')).toBe(true)
  } finally {
    await secured.stop()
  }
})

it('takes no request that another site makes', async () => {
  const person = await personAt(site)
  for (const headers of [
    { origin: 'https://elsewhere.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]) {
    const answer = await person.ask('POST', '/api/auth/revoke-sessions', undefined, headers)
    expect(answer.status).toBe(403)
  }
  expect(await isSignedIn(site, person.cookie)).toBe(true)
})
