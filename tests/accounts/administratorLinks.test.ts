import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  administratorLink,
  firstAdministratorLink,
  grantAdministrator,
} from '../../server/accounts/administrators.ts'
import { problem, said } from '../cities/place.ts'
import { nobody, personAt } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

let site: Site
beforeAll(async () => {
  site = await startedSite({ content: 'empty' })
})
afterAll(() => site?.stop())

const tokenIn = (path: string | null) => path?.split('#')[1] ?? ''
const notValid = [403, 'link-not-valid']

it('the link for the first administrator works for one person, once, within one hour', async () => {
  const { db } = site.database
  const token = tokenIn(await firstAdministratorLink(db))
  expect(token).toMatch(/^[\w-]{43}$/)
  const { expires_at, token_hash } = await db
    .selectFrom('administrator_links')
    .selectAll()
    .executeTakeFirstOrThrow()
  const minutes = (expires_at.getTime() - Date.now()) / 60_000
  expect(minutes).toBeGreaterThan(59)
  expect(minutes).toBeLessThanOrEqual(60)
  // Whoever reads the database cannot use it.
  expect(token_hash.toString()).not.toContain(token)

  // Of an earlier start, within the same hour.
  const earlier = tokenIn(await firstAdministratorLink(db))
  const path = '/api/v1/me/administrator'
  expect(await problem(nobody(site).ask('POST', path, { token }))).toEqual([401, 'sign-in-needed'])
  const people = await Promise.all([personAt(site), personAt(site)])
  expect(await problem(people[0].ask('POST', path, { token: 'x'.repeat(43) }))).toEqual(notValid)
  const answers = await Promise.all(
    people.map((person) => said(person.ask('POST', path, { token }))),
  )
  expect(answers.map(([status]) => status).sort()).toEqual([200, 403])
  const first = people[answers[0]?.[0] === 200 ? 0 : 1]
  // The role has no effect yet: the session began with a password only.
  expect(await said(first.ask('GET', '/api/v1/me'))).toMatchObject([
    200,
    { role: 'administrator', factors: 1 },
  ])
  expect(await problem(first.ask('GET', '/api/v1/admin/users'))).toEqual([
    403,
    'second-factor-needed',
  ])
  expect(await firstAdministratorLink(db)).toBeNull()
  const late = await personAt(site)
  expect(await problem(late.ask('POST', path, { token: earlier }))).toEqual(notValid)
})

it('a link that is too old, or for somebody else, is of no use', async () => {
  const { db } = site.database
  const [person, other] = await Promise.all([personAt(site), personAt(site)])
  const use = (who: typeof person, token: string) =>
    who.ask('POST', '/api/v1/me/administrator', { token })
  const outcome = await grantAdministrator(db, 'NOT-YET@example.org')
  expect(outcome.granted).toBe(false)
  const theirs = tokenIn(await administratorLink(db, person.email.toUpperCase()))
  expect(await problem(use(other, theirs))).toEqual(notValid)
  const old = tokenIn(await administratorLink(db, person.email))
  await db
    .updateTable('administrator_links')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where('used_at', 'is', null)
    .execute()
  expect(await problem(use(person, old))).toEqual(notValid)
  expect(await problem(use(person, theirs))).toEqual(notValid)
})

it('the terminal gives the role to a confirmed address only, and the log says so', async () => {
  const { db } = site.database
  const { id } = await db
    .insertInto('users')
    .values({ name: 'New', email: 'unconfirmed@example.org' })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect(await grantAdministrator(db, 'unconfirmed@example.org')).toMatchObject({ granted: false })
  const person = await personAt(site)
  expect(await grantAdministrator(db, person.email.toUpperCase())).toEqual({ granted: true })
  const acts = await db
    .selectFrom('decisions')
    .select(['act', 'actor_id', 'details'])
    .where('subject_id', 'in', [id, person.id])
    .execute()
  expect(acts).toEqual([
    { act: 'set-role', actor_id: null, details: { from: 'member', to: 'administrator' } },
  ])
})
