import { signJWT } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem, said } from '../cities/place.ts'
import { cookiesOf, nobody, password, personAt, type TestPerson } from '../people.ts'
import { secretOfTests } from '../site.ts'
import { isSignedIn, signIn, startedPlace, tokenOf, type Place } from './place.ts'

let place: Place
let ask: TestPerson['ask']
beforeAll(async () => {
  place = await startedPlace()
  ask = nobody(place.site).ask
})
afterAll(() => place?.stop())

const signUp = (email: string, more: object = {}) =>
  ask('POST', '/api/auth/sign-up/email', { name: 'Mira', email, password, ...more })
const confirm = (token: string) => ask('POST', '/api/auth/verify-email', { token })

describe('signing up', () => {
  it('asks for the address to be confirmed by mail, then signs in', async () => {
    const email = 'mira@example.org'
    const signedUp = await signUp('Mira@Example.org')
    expect(signedUp.status).toBe(200)
    expect(signedUp.headers.getSetCookie()).toEqual([])
    const mail = await place.inbox.next({ to: email, template: 'confirm-address' })
    expect(new URL(mail.link).pathname).toBe('/verify')
    const early = await signIn(place.site, email)
    expect(early.status).toBe(403)
    expect(await early.json()).toMatchObject({ title: 'Your address is not confirmed yet' })
    // As it says, another mail is on its way.
    expect(await place.inbox.next({ to: email, template: 'confirm-address' })).toBeTruthy()

    const confirmed = await confirm(tokenOf(mail.link))
    expect(confirmed.status).toBe(200)
    const me = await ask('GET', '/api/v1/me', undefined, { cookie: cookiesOf(confirmed) })
    expect(await me.json()).toMatchObject({
      name: 'Mira',
      email,
      role: 'member',
      factors: 1,
      cities: [],
    })
    expect(me.headers.get('cache-control')).toBe('no-store')
    // The link lets nobody in a second time, and the password does.
    const again = await confirm(tokenOf(mail.link))
    expect([again.status, again.headers.getSetCookie()]).toEqual([200, []])
    expect((await signIn(place.site, email)).status).toBe(200)
  })

  it('sends the mail again when asked, in the language of the page', async () => {
    const email = 'noor@example.org'
    await signUp(email, { language: 'fr' })
    const first = await place.inbox.next({ to: email, template: 'confirm-address' })
    await ask('POST', '/api/auth/send-verification-email', { email })
    const second = await place.inbox.next({ to: email, template: 'confirm-address' })
    expect(second.messageId).not.toBe(first.messageId)
    expect((await confirm(tokenOf(second.link))).status).toBe(200)
    const person = await place.site.database.db
      .selectFrom('users')
      .select('language')
      .where('email', '=', email)
      .executeTakeFirst()
    expect(person).toEqual({ language: 'fr' })
  })

  it('takes no link that is too old, made up, or changed', async () => {
    const email = 'late@example.org'
    await signUp(email)
    const { link } = await place.inbox.next({ to: email, template: 'confirm-address' })
    const old = await signJWT({ email }, secretOfTests, -1)
    expect(await problem(confirm(old))).toEqual([401, 'token-expired'])
    const forged = await signJWT({ email }, 'of-somebody-else-0123456789abcdef0123456789', 3600)
    expect(await problem(confirm(forged))).toEqual([401, 'invalid-token'])
    const [head, , signature] = tokenOf(link).split('.')
    const changed = Buffer.from(JSON.stringify({ email: 'else@example.org' })).toString('base64url')
    expect(await problem(confirm(`${head}.${changed}.${signature}`))).toEqual([
      401,
      'invalid-token',
    ])
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${changed}.`
    expect(await problem(confirm(unsigned))).toEqual([401, 'invalid-token'])
    expect((await signIn(place.site, email)).status).toBe(403)
    // The link of the mail is good for a day.
    const claims = JSON.parse(
      Buffer.from(tokenOf(link).split('.')[1] ?? '', 'base64url').toString(),
    ) as { iat: number; exp: number }
    expect(claims.exp - claims.iat).toBe(86_400)
  })

  it('says of each field what is wrong with it', async () => {
    const fields = async (body: object) => {
      const [status, answer] = await said(ask('POST', '/api/auth/sign-up/email', body))
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      return (answer as { errors: { field: string }[] }).errors.map(({ field }) => field)
    }
    const right = { name: 'Mira', email: 'right@example.org', password }
    expect(await fields({ ...right, email: 'mira@' })).toEqual(['email'])
    expect(await fields({ ...right, password: 'short' })).toEqual(['password'])
    expect(await fields({ ...right, password: 'password1234' })).toEqual(['password'])
    expect(await fields({ ...right, password: right.email })).toEqual(['password'])
    expect(await fields({ ...right, name: 'Buy at evil.example' })).toEqual(['name'])
    expect(await fields({ ...right, name: '\u202eMira' })).toEqual(['name'])
    // Nobody gives themselves a role or a confirmed address.
    for (const more of [{ role: 'administrator' }, { emailVerified: true }]) {
      expect(await problem(signUp('sly@example.org', more))).toEqual([400, 'invalid-request'])
    }
  })

  it('makes one account where two ask at once', async () => {
    const answers = await Promise.all([signUp('twice@example.org'), signUp('twice@example.org')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(
      await place.site.database.db
        .selectFrom('users')
        .select('id')
        .where('email', '=', 'twice@example.org')
        .execute(),
    ).toHaveLength(1)
  })

  it('overwrites nothing of an account that is there', async () => {
    const person = await personAt(place.site, { name: 'Ines' })
    expect((await signUp(person.email, { password: 'another long password' })).status).toBe(200)
    const mail = await place.inbox.next({ to: person.email, template: 'already-registered' })
    expect(new URL(mail.link).pathname).toBe('/sign-in')
    expect((await signIn(place.site, person.email, 'another long password')).status).toBe(401)
    expect((await signIn(place.site, person.email)).status).toBe(200)
    expect(await isSignedIn(place.site, person.cookie)).toBe(true)
  })
})

it('has no account from the start', async () => {
  const fresh = await startedPlace()
  try {
    const { db } = fresh.site.database
    expect(await db.selectFrom('users').select('id').execute()).toEqual([])
    expect(await db.selectFrom('administrator_links').select('email').execute()).toEqual([])
  } finally {
    await fresh.stop()
  }
})
