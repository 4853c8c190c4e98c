import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UnreadNews } from '@homeward/schema/news.ts'
import { clearNews } from '../../server/news/clearing.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { answered } from '../submissions/place.ts'
import { listOf, mailTo, told } from './place.ts'

let site: Site
beforeAll(async () => {
  site = await startedSite()
})
afterAll(() => site?.stop())

async function withNews(person: TestPerson, titles: string[], link?: string): Promise<void> {
  // One after the other, so that each is newer than the one before.
  for (const title of titles) {
    const more = link === undefined ? {} : { link: `http://127.0.0.1${link}` }
    await told(site.database, mailTo(person.email, 'approved', { values: { title }, ...more }))
  }
}

const titlesOf = async (person: TestPerson, query = '') =>
  (await listOf(person, query)).news.map(({ title }) => title.replace(/^“(.*)” is .*$/, '$1'))
const mark = (person: TestPerson, id: string, read: boolean) =>
  person.ask('PATCH', `/api/v1/me/news/${id}`, { read })
const unreadOf = async (person: TestPerson) =>
  (await answered<UnreadNews>(person.ask('GET', '/api/v1/me/news/unread'))).unread

describe('the list', () => {
  it('comes part by part, newest first', async () => {
    const person = await personAt(site)
    await withNews(person, ['one', 'two', 'three', 'four', 'five'])
    const first = await listOf(person, '?limit=2')
    expect(first.news.map(({ title }) => title)).toEqual([
      '“five” is published',
      '“four” is published',
    ])
    expect(first.unread).toBe(5)
    expect(await titlesOf(person, `?limit=2&after=${first.next}`)).toEqual(['three', 'two'])
    const last = await listOf(person, `?limit=4&after=${first.next}`)
    expect([last.news.length, last.next]).toEqual([3, null])
    expect((await person.ask('GET', '/api/v1/me/news?after=x')).status).toBe(400)
  })

  it('knows what was read', async () => {
    const person = await personAt(site)
    await withNews(person, ['one', 'two', 'three'])
    const [three, two] = (await listOf(person)).news
    expect(await answered(mark(person, two?.id ?? '', true))).toEqual({ unread: 2 })
    expect(await titlesOf(person, '?unread=true')).toEqual(['three', 'one'])
    expect(await answered(mark(person, two?.id ?? '', false))).toEqual({ unread: 3 })

    await withNews(person, ['four'])
    const upTo = three?.id
    const all = person.ask('POST', '/api/v1/me/news/read', { upTo })
    // What came since was not seen.
    expect(await answered(all)).toEqual({ unread: 1 })
    expect(await titlesOf(person, '?unread=true')).toEqual(['four'])
    expect(await unreadOf(person)).toBe(1)
  })

  it('counts so far and no further', async () => {
    const person = await personAt(site)
    await sql`insert into news (user_id, template, details, path)
      select ${person.id}, 'approved', '{"title": "x"}', '/my' from generate_series(1, 120)`.execute(
      site.database.db,
    )
    expect(await unreadOf(person)).toBe(100)
  })

  it('is for nobody else', async () => {
    const [person, other] = [await personAt(site), await personAt(site)]
    await withNews(person, ['mine'])
    const { id = '' } = (await listOf(person)).news[0] ?? {}
    expect(await titlesOf(other)).toEqual([])
    expect((await mark(other, id, true)).status).toBe(404)
    await answered(other.ask('POST', '/api/v1/me/news/read', { upTo: id }))
    expect(await unreadOf(person)).toBe(1)
  })
})

describe('what is not published', () => {
  it('shows to a moderator only while they act as one', async () => {
    const person = await personAt(site, { role: 'administrator' })
    await withNews(person, ['own'])
    await withNews(person, ['desk'], '/moderation/submissions/x')
    await withNews(person, ['city'], '/admin/cities')
    const { db } = site.database
    const become = (role: 'member' | 'moderator' | 'administrator', factors = 2) =>
      Promise.all([
        db.updateTable('users').set({ role }).where('id', '=', person.id).execute(),
        db.updateTable('sessions').set({ factors }).where('user_id', '=', person.id).execute(),
      ])
    expect(await titlesOf(person)).toEqual(['city', 'desk', 'own'])
    await become('moderator')
    expect(await titlesOf(person)).toEqual(['desk', 'own'])
    for (const [role, factors] of [
      ['administrator', 1],
      ['member', 2],
    ] as const) {
      await become(role, factors)
      expect(await titlesOf(person)).toEqual(['own'])
      expect(await unreadOf(person)).toBe(1)
    }
  })

  it('leaves the list of whoever leaves the team', async () => {
    const [stays, leaves] = [await personAt(site), await personAt(site)]
    await teamOf(site, 'dk-aarhus', [{ person: stays }, { person: leaves, role: 'editor' }])
    await teamOf(site, 'dk-copenhagen', [{ person: leaves }])
    const { id } = await answered<{ id: string }>(
      leaves.ask('POST', '/api/v1/submissions', { city: 'dk-aarhus', language: 'en' }),
      201,
    )
    for (const person of [stays, leaves]) {
      await withNews(person, ['draft'], `/my/submissions/${id}`)
      await withNews(person, ['team'], '/my/cities/dk-aarhus')
      await withNews(person, ['questions'], '/my/cities/dk-aarhus/questions')
      await withNews(person, ['other'], '/my/cities/dk-aarhus-like')
      await withNews(person, ['published'], '/practices/x')
    }
    const gone = await leaves.ask('DELETE', `/api/v1/cities/dk-aarhus/members/${leaves.id}`)
    expect(gone.status).toBe(204)
    expect(await titlesOf(leaves)).toEqual(['published', 'other'])
    expect(await titlesOf(stays)).toEqual(['published', 'other', 'questions', 'team', 'draft'])
  })
})

it('goes with the account', async () => {
  const person = await personAt(site)
  await withNews(person, ['mine'])
  const gone = person.ask('POST', '/api/auth/delete-user', { password: person.password })
  expect((await gone).status).toBe(200)
  const left = site.database.db.selectFrom('news').select('id').where('user_id', '=', person.id)
  expect(await left.execute()).toEqual([])
})

it('loses what is old and what is too much, and nothing that waits for a mail', async () => {
  const { db } = site.database
  const [old, much] = [await personAt(site), await personAt(site)]
  await sql`insert into news (user_id, template, details, path, at, for_digest) values
    (${old.id}, 'approved', '{"title": "old"}', '/my', now() - interval '181 days', false),
    (${old.id}, 'approved', '{"title": "waits"}', '/my', now() - interval '181 days', true),
    (${old.id}, 'approved', '{"title": "newer"}', '/my', now() - interval '179 days', false)`.execute(
    db,
  )
  await sql`insert into news (user_id, template, details, path, for_digest)
    select ${much.id}, 'approved', jsonb_build_object('title', n), '/my', n = 1
    from generate_series(1, 503) n order by n`.execute(db)
  await clearNews(db)
  expect((await titlesOf(old)).sort()).toEqual(['newer', 'waits'])
  const kept = await db
    .selectFrom('news')
    .select('details')
    .where('user_id', '=', much.id)
    .orderBy('id')
    .execute()
  expect(kept.length).toBe(501)
  expect(kept.slice(0, 2).map(({ details }) => String(details['title']))).toEqual(['1', '4'])
})
