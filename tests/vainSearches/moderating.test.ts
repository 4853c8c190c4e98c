import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import type { VainSearch, VainSearchList } from '@homeward/schema/vainSearches.ts'
import { bounds } from '../../server/vainSearches/setting.ts'
import { personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { answered } from '../submissions/place.ts'

let site: Site
let moderator: TestPerson
beforeAll(async () => {
  site = await startedSite()
  moderator = await personAt(site, { role: 'moderator' })
})
afterAll(() => site?.stop())

const search = async (query: string) => {
  const answer = await fetch(`${site.url}/api/v1/search?${query}`)
  return (await answer.json()) as { total: number }
}
const noted = async () =>
  (await site.database.db.selectFrom('vain_searches').selectAll().execute()).length
const list = (query = '') =>
  answered<VainSearchList>(moderator.ask('GET', `/api/v1/moderation/searches${query}`))

it('notes what found nothing, behind the answer, and nothing else', async () => {
  expect(await search('q=zeppelinbau')).toMatchObject({ total: 0 })
  await expect.poll(noted, { timeout: 20_000 }).toBe(1)
  await search('q=housing')
  await search('q=zeppelinhalle&country=DK')
  await search('q=zeppelinhalle&page=2')
  await search('q=zeppelinhalle&yearFrom=2020')
  await search('q=Samir%20Haddad')
  await search('q=zeppelinflug')
  await expect.poll(noted, { timeout: 20_000 }).toBe(2)
})

it('lets one visitor bring no more than a few, and answers all the same', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      search(`q=zeppelin${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${'xyz'[Math.floor(n / 26)]}q`),
    ),
  )
  expect(answers.every(({ total }) => total === 0)).toBe(true)
  await site.app.close()
  expect(await noted()).toBeLessThanOrEqual(bounds.ofOne)
  await site.stop()
  site = await startedSite()
  moderator = await personAt(site, { role: 'moderator' })
})

it('shows moderators what is looked for on most days, a page at a time, and what they dealt with apart', async () => {
  await sql`insert into missing_knowledge (hash, query, days, last_day)
    select sha256(n::text::bytea), 'thing ' || n, 3 + n % 4, '2026-03-01'::date + n % 3
    from generate_series(1, 25) n`.execute(site.database.db)
  const seen: VainSearch[] = []
  for (let after: string | null = ''; after !== null;) {
    const page: VainSearchList = await list(
      `?limit=10${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
    )
    expect(page.total).toBe(25)
    seen.push(...page.searches)
    after = page.next
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(25)
  expect(seen.map(({ days }) => days)).toEqual(
    seen.map(({ days }) => days).toSorted((a, b) => b - a),
  )

  const [first] = seen
  const path = `/api/v1/moderation/searches/${first?.id}`
  const done = await answered<VainSearch>(moderator.ask('POST', `${path}/done`))
  expect(done.doneAt).not.toBeNull()
  await answered(moderator.ask('POST', `${path}/done`))
  expect((await list()).total).toBe(24)
  expect(await list('?state=done')).toMatchObject({ total: 1, searches: [{ query: first?.query }] })
  await answered(moderator.ask('POST', `${path}/reopen`))
  expect((await list()).total).toBe(25)
  const log = await site.database.db
    .selectFrom('decisions')
    .select(['act', 'details'])
    .where('subject_kind', '=', 'search')
    .orderBy('number')
    .execute()
  // Pressed twice, it was done once; the log repeats no words.
  expect(log.map(({ act }) => act)).toEqual(['deal-with-search', 'reopen-search'])
  expect(JSON.stringify(log)).not.toContain('thing')
})

it('knows a cursor from something else', async () => {
  for (const after of ['x', '3 2026-02-31 ' + 'a'.repeat(64), "3 2026-03-01 '"]) {
    const answer = await moderator.ask(
      'GET',
      `/api/v1/moderation/searches?after=${encodeURIComponent(after)}`,
    )
    expect(answer.status).toBe(400)
  }
  const gone = await moderator.ask('POST', `/api/v1/moderation/searches/${'a'.repeat(64)}/done`)
  expect(gone.status).toBe(404)
})
