import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem, said } from '../cities/place.ts'
import { cookiesOf, nobody, personAt, type TestPerson } from '../people.ts'
import {
  authenticatorCode,
  isSignedIn,
  signIn,
  startedPlace,
  withAuthenticator,
  type Place,
} from './place.ts'

let place: Place
let ask: TestPerson['ask']
beforeAll(async () => {
  place = await startedPlace()
  ask = nobody(place.site).ask
})
afterAll(() => place?.stop())

/** Gives a code after the password was right. */
const give = (cookie: string, code: string, kind: 'totp' | 'backup-code' = 'totp') =>
  ask('POST', `/api/auth/two-factor/verify-${kind}`, { code }, { cookie })

/** Begins to sign in. @returns the cookies that the code is given with */
async function begun(person: TestPerson): Promise<string> {
  const answer = await signIn(place.site, person.email)
  expect(answer.status).toBe(200)
  expect(await answer.clone().json()).toMatchObject({ twoFactorRedirect: true })
  expect(await isSignedIn(place.site, cookiesOf(answer))).toBe(false)
  return cookiesOf(answer)
}

const me = async (cookie: string): Promise<object> =>
  (await ask('GET', '/api/v1/me', undefined, { cookie })).json()

describe('an authenticator app', () => {
  it('is on once its first code was right, and is asked for from then on', async () => {
    const person = await personAt(place.site)
    const began = await person.ask('POST', '/api/auth/two-factor/enable', {
      password: person.password,
    })
    const { totpURI } = (await began.json()) as { totpURI: string }
    expect(totpURI).toMatch(/^otpauth:\/\/totp\/Homeward:/)
    expect(
      await problem(person.ask('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })),
    ).toEqual([401, 'invalid-code'])
    // Not before: whoever stops in the middle is not locked out.
    expect(await isSignedIn(place.site, cookiesOf(await signIn(place.site, person.email)))).toBe(
      true,
    )

    const confirmed = await person.ask('POST', '/api/auth/two-factor/verify-totp', {
      code: authenticatorCode(totpURI),
    })
    expect(await me(cookiesOf(confirmed))).toMatchObject({ twoFactor: true, factors: 2 })
    expect(await place.inbox.next({ to: person.email, template: 'account-changed' })).toBeTruthy()

    const cookie = await begun(person)
    expect(await problem(give(cookie, '000000'))).toEqual([401, 'invalid-code'])
    const signedIn = await give(cookie, authenticatorCode(totpURI))
    expect(signedIn.status).toBe(200)
    expect(await me(cookiesOf(signedIn))).toMatchObject({ factors: 2 })
  })

  it('is asked for its code within minutes, and not for ever', async () => {
    const person = await personAt(place.site)
    const { totpURI } = await withAuthenticator(person)
    const cookie = await begun(person)
    expect(await problem(give('', authenticatorCode(totpURI)))).toEqual([
      401,
      'invalid-two-factor-cookie',
    ])
    await place.site.database.db
      .updateTable('verifications')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .execute()
    expect(await problem(give(cookie, authenticatorCode(totpURI)))).toEqual([
      401,
      'invalid-two-factor-cookie',
    ])
    // A code of an hour ago is none.
    const again = await begun(person)
    const old = authenticatorCode(totpURI, Date.now() - 3_600_000)
    expect(await problem(give(again, old))).toEqual([401, 'invalid-code'])
  })

  it('locks out whoever guesses, by account and not by browser', async () => {
    const person = await personAt(place.site)
    const { totpURI } = await withAuthenticator(person)
    const answers: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const cookie = await begun(person)
      for (let guess = 0; guess < 6; guess += 1) {
        const [, kind] = await problem(give(cookie, String(100_000 + guess)))
        answers.push(kind)
      }
    }
    expect(answers.filter((kind) => kind === 'invalid-code').length).toBeLessThanOrEqual(10)
    expect(answers.at(-1)).toMatch(/locked|too-many/)
    const [status, kind] = await problem(give(await begun(person), authenticatorCode(totpURI)))
    expect([status, kind]).toEqual([429, 'account-temporarily-locked'])
  })

  it('is set up, renewed and taken away with the password only, of which a mail tells', async () => {
    const person = await personAt(place.site)
    const password = 'not the password'
    expect(await problem(person.ask('POST', '/api/auth/two-factor/enable', { password }))).toEqual([
      400,
      'invalid-password',
    ])
    const { cookie, backupCodes, totpURI } = await withAuthenticator(person)
    const asNow = (path: string, typed: string) =>
      ask('POST', `/api/auth/two-factor/${path}`, { password: typed }, { cookie })
    for (const path of ['disable', 'generate-backup-codes']) {
      expect(await problem(asNow(path, password))).toEqual([400, 'invalid-password'])
    }
    const [, renewed] = await said(asNow('generate-backup-codes', person.password))
    const fresh = (renewed as { backupCodes: string[] }).backupCodes
    expect(fresh.some((code) => backupCodes.includes(code))).toBe(false)
    expect(await problem(give(await begun(person), backupCodes[0] ?? '', 'backup-code'))).toEqual([
      401,
      'invalid-backup-code',
    ])
    const elsewhere = cookiesOf(await give(await begun(person), authenticatorCode(totpURI)))
    expect(await me(elsewhere)).toMatchObject({ factors: 2 })
    await place.inbox.rest()
    expect((await asNow('disable', person.password)).status).toBe(200)
    expect(await place.inbox.next({ to: person.email, template: 'account-changed' })).toBeTruthy()
    expect(await isSignedIn(place.site, cookiesOf(await signIn(place.site, person.email)))).toBe(
      true,
    )
    // What began with it, elsewhere, counts as one factor again.
    expect(await me(elsewhere)).toMatchObject({ factors: 1 })
  })
})

describe('recovery codes', () => {
  it('sign in once each', async () => {
    const person = await personAt(place.site)
    const { backupCodes } = await withAuthenticator(person)
    expect(new Set(backupCodes).size).toBe(10)
    const [first = '', second = ''] = backupCodes
    const signedIn = await give(await begun(person), first, 'backup-code')
    expect(await me(cookiesOf(signedIn))).toMatchObject({ factors: 2 })
    expect(await problem(give(await begun(person), first, 'backup-code'))).toEqual([
      401,
      'invalid-backup-code',
    ])
    // Not even when two use one at the same moment.
    const cookies = [await begun(person), await begun(person)]
    const both = await Promise.all(cookies.map((cookie) => give(cookie, second, 'backup-code')))
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('are read by nobody in the database', async () => {
    const person = await personAt(place.site)
    const { backupCodes, totpURI } = await withAuthenticator(person)
    const rows = await place.site.database.db.selectFrom('two_factors').selectAll().execute()
    const text = JSON.stringify(rows)
    for (const code of backupCodes) expect(text).not.toContain(code)
    expect(text).not.toContain(new URL(totpURI).searchParams.get('secret'))
  })
})

describe('moderators and administrators', () => {
  it.each([
    ['moderator', '/api/v1/moderation/entry-requests'],
    ['administrator', '/api/v1/admin/users'],
  ] as const)('a %s may do no more than others without a second factor', async (role, path) => {
    const person = await personAt(place.site, { role, factors: 1 })
    expect(await problem(person.ask('GET', path))).toEqual([403, 'second-factor-needed'])
    const { cookie, totpURI } = await withAuthenticator(person)
    expect((await ask('GET', path, undefined, { cookie })).status).toBe(200)

    // A session of before has one factor still.
    expect((await person.ask('GET', path)).status).not.toBe(200)
    const later = await give(await begun(person), authenticatorCode(totpURI))
    const headers = { cookie: cookiesOf(later) }
    expect((await ask('GET', path, undefined, headers)).status).toBe(200)
    const { password } = person
    const off = await ask('POST', '/api/auth/two-factor/disable', { password }, headers)
    const without = { cookie: cookiesOf(off) }
    expect(await problem(ask('GET', path, undefined, without))).toEqual([
      403,
      'second-factor-needed',
    ])
  })

  it('lose their role at once where it is taken', async () => {
    const person = await personAt(place.site, { role: 'moderator' })
    const first = await personAt(place.site, { role: 'administrator' })
    const path = '/api/v1/moderation/entry-requests'
    expect((await person.ask('GET', path)).status).toBe(200)
    await first.ask('PATCH', `/api/v1/admin/users/${person.id}/role`, { role: 'member' })
    expect(await problem(person.ask('GET', path))).toEqual([403, 'not-allowed'])
  })
})
