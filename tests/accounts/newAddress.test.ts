import { signJWT } from 'better-auth/crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { problem, said } from '../cities/place.ts'
import { nobody, personAt, type TestPerson } from '../people.ts'
import { secretOfTests } from '../site.ts'
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

const confirm = (token: string) => ask('POST', '/api/auth/verify-email', { token })
const want = (person: TestPerson, newEmail: string) =>
  person.ask('POST', '/api/auth/change-email', { newEmail })
const emailOf = async ({ id }: TestPerson) =>
  (
    await place.site.database.db
      .selectFrom('users')
      .select('email')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).email

it('an address is changed when the old one and the new one agree, and the old one is told', async () => {
  const person = await personAt(place.site)
  const wanted = 'new-one@example.org'
  expect((await want(person, 'New-One@example.org')).status).toBe(200)

  const first = await place.inbox.next({ to: person.email, template: 'change-address' })
  expect(first.text).toContain(wanted)
  expect((await confirm(tokenOf(first.link))).status).toBe(200)
  expect(await emailOf(person)).toBe(person.email)

  const second = await place.inbox.next({ to: wanted, template: 'confirm-address' })
  const changed = await confirm(tokenOf(second.link))
  expect([changed.status, changed.headers.getSetCookie()]).toEqual([200, []])
  expect(await emailOf(person)).toBe(wanted)
  expect(await place.inbox.next({ to: person.email, template: 'account-changed' })).toBeTruthy()
  expect((await signIn(place.site, person.email)).status).toBe(401)
  expect((await signIn(place.site, wanted)).status).toBe(200)
  expect(await isSignedIn(place.site, person.cookie)).toBe(true)

  // Both links were for this once.
  for (const { link } of [first, second]) {
    expect(await problem(confirm(tokenOf(link)))).toEqual([401, 'invalid-token'])
  }
})

it('signs nobody in who confirms it: that would go around the second factor', async () => {
  const person = await personAt(place.site)
  await withAuthenticator(person)
  const sessions = () =>
    place.site.database.db
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', person.id)
      .where('expires_at', '>', new Date())
      .execute()
  const before = await sessions()
  const token = await signJWT(
    {
      email: person.email,
      updateTo: 'moved@example.org',
      requestType: 'change-email-verification',
    },
    secretOfTests,
    3600,
  )
  const confirmed = await confirm(token)
  expect([confirmed.status, confirmed.headers.getSetCookie()]).toEqual([200, []])
  expect(await confirmed.text()).not.toContain('token')
  expect(await sessions()).toEqual(before)
})

it('takes no link that is too old, nor one address in place of another', async () => {
  const person = await personAt(place.site)
  const claims = { email: person.email, updateTo: 'late@example.org' }
  for (const requestType of ['change-email-confirmation', 'change-email-verification']) {
    const old = await signJWT({ ...claims, requestType }, secretOfTests, -1)
    expect(await problem(confirm(old))).toEqual([401, 'token-expired'])
  }
  expect(await emailOf(person)).toBe(person.email)
  expect(await said(want(person, person.email))).toMatchObject([
    400,
    { errors: [{ field: 'newEmail', message: 'This is your address already' }] },
  ])
  expect(await said(want(person, 'no address'))).toMatchObject([
    400,
    { errors: [{ field: 'newEmail' }] },
  ])
})

it('keeps the old address where somebody else has taken the new one meanwhile', async () => {
  const person = await personAt(place.site)
  const wanted = 'contended@example.org'
  await want(person, wanted)
  const first = await place.inbox.next({ to: person.email, template: 'change-address' })
  await confirm(tokenOf(first.link))
  const second = await place.inbox.next({ to: wanted, template: 'confirm-address' })
  await personAt(place.site, { email: wanted })
  expect(await problem(confirm(tokenOf(second.link)))).toEqual([409, 'address-in-use'])
  expect(await emailOf(person)).toBe(person.email)
})
