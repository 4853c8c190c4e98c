import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem, said } from '../cities/place.ts'
import { cookiesOf, nobody, personAt, type TestPerson } from '../people.ts'
import {
  isSignedIn,
  signIn,
  startedPlace,
  tokenOf,
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

const newPassword = 'quite another password'
const set = (token: string, typed = newPassword) =>
  ask('POST', '/api/auth/reset-password', { token, newPassword: typed })

async function askedLink(email: string): Promise<string> {
  await ask('POST', '/api/auth/request-password-reset', { email })
  const mail = await place.inbox.next({ to: email, template: 'reset-password' })
  expect(new URL(mail.link).pathname).toBe('/reset')
  return tokenOf(mail.link)
}

describe('a forgotten password', () => {
  it('is replaced with a link from a mail, which ends all sessions and tells the person', async () => {
    const person = await personAt(place.site)
    const elsewhere = cookiesOf(await signIn(place.site, person.email))
    const token = await askedLink(person.email)
    expect(await isSignedIn(place.site, elsewhere)).toBe(true)

    const answer = await set(token)
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []])
    expect(await place.inbox.next({ to: person.email, template: 'account-changed' })).toBeTruthy()
    expect(await isSignedIn(place.site, person.cookie)).toBe(false)
    expect(await isSignedIn(place.site, elsewhere)).toBe(false)
    expect((await signIn(place.site, person.email)).status).toBe(401)
    expect((await signIn(place.site, person.email, newPassword)).status).toBe(200)
  })

  it('is not replaced by a link that was used', async () => {
    const person = await personAt(place.site)
    const token = await askedLink(person.email)
    const other = await askedLink(person.email)
    const answers = await Promise.all([set(token), set(token), set(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
    expect(await problem(set(token, 'a third long password'))).toEqual([400, 'invalid-token'])
    // Others that were asked for before end with it.
    expect(await problem(set(other, 'a third long password'))).toEqual([400, 'invalid-token'])
    expect((await signIn(place.site, person.email, newPassword)).status).toBe(200)
  })

  it('is not replaced by a link that is older than an hour', async () => {
    const person = await personAt(place.site)
    const token = await askedLink(person.email)
    const link = place.site.database.db.updateTable('verifications').where('value', '=', person.id)
    const before = await place.site.database.db
      .selectFrom('verifications')
      .select('expires_at')
      .where('value', '=', person.id)
      .executeTakeFirstOrThrow()
    const minutes = (before.expires_at.getTime() - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(58)
    expect(minutes).toBeLessThanOrEqual(60)
    await link.set({ expires_at: new Date(Date.now() - 1000) }).execute()
    expect(await said(set(token))).toMatchObject([
      400,
      { title: 'This link was used already, or is too old', detail: 'Ask for a new one.' },
    ])
    expect((await signIn(place.site, person.email)).status).toBe(200)
  })

  it('is not replaced by one that is guessed at once; the link stays good', async () => {
    const person = await personAt(place.site)
    const token = await askedLink(person.email)
    for (const weak of ['short', person.email, 'password1234']) {
      expect(await said(set(token, weak))).toMatchObject([
        400,
        { errors: [{ field: 'newPassword' }] },
      ])
    }
    expect((await set(token)).status).toBe(200)
  })

  it('does not go around the second factor', async () => {
    const person = await personAt(place.site)
    await withAuthenticator(person)
    expect((await set(await askedLink(person.email))).status).toBe(200)
    const signedIn = await signIn(place.site, person.email, newPassword)
    expect(await signedIn.json()).toMatchObject({ twoFactorRedirect: true })
    expect(await isSignedIn(place.site, cookiesOf(signedIn))).toBe(false)
  })

  it('is known to nobody who reads the database', async () => {
    const person = await personAt(place.site)
    const token = await askedLink(person.email)
    const rows = await place.site.database.db.selectFrom('verifications').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('a password that one knows', () => {
  it('is changed with it, which ends all other sessions and tells the person', async () => {
    const person = await personAt(place.site)
    const elsewhere = cookiesOf(await signIn(place.site, person.email))
    const change = (currentPassword: string) =>
      person.ask('POST', '/api/auth/change-password', { currentPassword, newPassword })
    expect(await problem(change('not the password'))).toEqual([400, 'invalid-password'])
    expect(await isSignedIn(place.site, elsewhere)).toBe(true)

    const changed = await change(person.password)
    expect(changed.status).toBe(200)
    expect(await place.inbox.next({ to: person.email, template: 'account-changed' })).toBeTruthy()
    expect(await isSignedIn(place.site, elsewhere)).toBe(false)
    expect(await isSignedIn(place.site, cookiesOf(changed))).toBe(true)
    expect((await signIn(place.site, person.email, newPassword)).status).toBe(200)
  })
})
