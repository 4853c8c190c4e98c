import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserList } from '@homeward/schema/account.ts'
import { personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

let site: Site
let first: TestPerson
let second: TestPerson
beforeAll(async () => {
  site = await startedSite({ content: 'empty' })
  first = await personAt(site, { role: 'administrator', name: 'Ada' })
  second = await personAt(site, { role: 'administrator', name: 'Béla' })
})
afterAll(() => site?.stop())

const give = (by: TestPerson, to: { id: string }, role: string) =>
  by.ask('PATCH', `/api/v1/admin/users/${to.id}/role`, { role })
const find = async (query: string) =>
  (await (await first.ask('GET', `/api/v1/admin/users?${query}`)).json()) as UserList

describe('an administrator', () => {
  it('finds people by name or address, those with a role first', async () => {
    const person = await personAt(site, { name: 'Béatrice', email: 'bea@example.org' })
    expect((await find('q=BÉ')).users.map(({ name, role }) => [name, role])).toEqual([
      ['Béla', 'administrator'],
      ['Béatrice', 'member'],
    ])
    expect((await find('q=bea%40')).users).toMatchObject([
      {
        id: person.id,
        email: 'bea@example.org',
        emailVerified: true,
        secondFactor: false,
        cities: [],
      },
    ])
    expect((await find('role=administrator')).users).toHaveLength(2)
    expect(await find('limit=1')).toMatchObject({ users: [{}], more: true })
    expect((await find('q=%00%25')).users).toEqual([])
  })

  it('gives and takes roles, which the log shows', async () => {
    const person = await personAt(site)
    const given = await give(first, person, 'moderator')
    expect([given.status, await given.json()]).toMatchObject([200, { role: 'moderator' }])
    // It works with a second factor only.
    const tried = await person.ask('GET', '/api/v1/moderation/entry-requests')
    expect([tried.status, await tried.json()]).toMatchObject([
      403,
      { type: 'urn:homeward:problem:second-factor-needed' },
    ])
    expect((await give(first, person, 'member')).status).toBe(200)
    const rows = await site.database.db
      .selectFrom('decisions')
      .select(['act', 'actor_id', 'details'])
      .where('subject_id', '=', person.id)
      .orderBy('number')
      .execute()
    expect(rows).toEqual([
      { act: 'set-role', actor_id: first.id, details: { from: 'member', to: 'moderator' } },
      { act: 'set-role', actor_id: first.id, details: { from: 'moderator', to: 'member' } },
    ])
  })

  it('gives no role to an address that nobody has confirmed', async () => {
    const { id } = await site.database.db
      .insertInto('users')
      .values({ name: 'New', email: 'new@example.org' })
      .returning('id')
      .executeTakeFirstOrThrow()
    expect((await give(first, { id }, 'moderator')).status).toBe(409)
    expect((await give(first, { id: crypto.randomUUID() }, 'moderator')).status).toBe(404)
  })

  it('is always there: of two who step down at once, one stays', async () => {
    const statuses = await Promise.all([
      give(first, first, 'member').then(({ status }) => status),
      give(second, second, 'member').then(({ status }) => status),
    ])
    expect(statuses.sort()).toEqual([200, 409])
    const left = await site.database.db
      .selectFrom('users')
      .select('id')
      .where('role', '=', 'administrator')
      .execute()
    expect(left).toHaveLength(1)
  })
})
