import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EntryRequest, EntryRequestList } from '@homeward/schema/city.ts'
import type { Entry } from '@homeward/schema/entry.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { problem, said, startedPlace, type Place } from './place.ts'

let place: Place
let aarhus: TestPerson
let copenhagen: TestPerson
let brussels: TestPerson
let moderator: TestPerson
let second: TestPerson
beforeAll(async () => {
  place = await startedPlace()
  const at = (email: string) => personAt(place.site, { email })
  aarhus = await at('owner@aarhus.example')
  copenhagen = await at('owner@copenhagen.example')
  brussels = await at('owner@vilvoorde.example')
  moderator = await personAt(place.site, { role: 'moderator', email: 'mod@example.org' })
  second = await personAt(place.site, { role: 'moderator', email: 'mod2@example.org' })
  await teamOf(place.site, 'dk-aarhus', [{ person: aarhus }])
  await teamOf(place.site, 'dk-copenhagen', [{ person: copenhagen }])
  await teamOf(place.site, 'be-vilvoorde', [{ person: brussels }])
})
afterAll(() => place?.stop())

const infoHouse = 'dk-aarhus-info-house-exit-mentoring'
const vink = 'dk-copenhagen-vink-coordination-unit'
const network = 'dk-info-house-network-and-mentor-corps'
const prison = 'dk-prison-mentoring-back-on-track'

const ask = (person: TestPerson, slug: string, body: object) =>
  person.ask('POST', `/api/v1/entries/${slug}/requests`, body)
const claim = { city: 'dk-aarhus', kind: 'claim', text: 'This is our info-house.' }
const reply = {
  city: 'dk-aarhus',
  kind: 'reply',
  text: 'It is **not** quite so.\n\n<script>alert(1)</script>',
  signed: 'Office of the mayor',
}
const takeDown = { city: 'dk-aarhus', kind: 'take-down', text: 'It names a street.' }

async function asked(person: TestPerson, slug: string, body: object): Promise<EntryRequest> {
  const response = await ask(person, slug, body)
  expect(response.status).toBe(201)
  return (await response.json()) as EntryRequest
}
const accept = (id: string, by = moderator) =>
  by.ask('POST', `/api/v1/moderation/entry-requests/${id}/accept`)
const decline = (id: string, reason = 'The sources say otherwise.', by = moderator) =>
  by.ask('POST', `/api/v1/moderation/entry-requests/${id}/decline`, { reason })
const withdraw = (person: TestPerson, city: string, id: string) =>
  person.ask('POST', `/api/v1/cities/${city}/requests/${id}/withdraw`)

const entryAt = async (slug: string) =>
  (await (await fetch(`${place.site.url}/api/v1/entries/${slug}`)).json()) as Entry
async function found(query: string): Promise<string[]> {
  const answer = await fetch(`${place.site.url}/api/v1/search?pageSize=100&${query}`)
  return ((await answer.json()) as { hits: { slug: string }[] }).hits.map(({ slug }) => slug)
}
async function logged(id: string) {
  const rows = await place.site.database.db
    .selectFrom('decisions')
    .select(['act', 'actor_id'])
    .where((eb) => eb.or([eb('subject_id', '=', id), eb('details', '@>', { request: id })]))
    .orderBy('number')
    .execute()
  return rows.map(({ act, actor_id }) => [act, actor_id])
}

describe('a city that claims an entry', () => {
  it('has it as its own account when a moderator agrees, with the text as it was', async () => {
    const before = await entryAt(infoHouse)
    expect(before).toMatchObject({ origin: 'editors', version: 1, replies: [] })
    const { id } = await asked(aarhus, infoHouse, claim)
    for (const { email } of [moderator, second]) {
      const mail = await place.inbox.next({ to: email, template: 'entry-request' })
      expect(mail.link).toBe('http://127.0.0.1/moderation/requests')
    }
    expect(await said(moderator.ask('GET', '/api/v1/moderation/entry-requests'))).toMatchObject([
      200,
      {
        requests: [{ id, kind: 'claim', entry: { slug: infoHouse, title: before.title } }],
        next: null,
      },
    ])
    expect(await said(accept(id))).toMatchObject([200, { id, state: 'accepted' }])
    const after = await entryAt(infoHouse)
    expect(after).toMatchObject({
      origin: 'city',
      citySlug: 'dk-aarhus',
      checked: null,
      version: 2,
    })
    const same = ({
      sections,
      outcomes,
      themes,
      stages,
      targetGroups,
      sources,
      summary,
    }: Entry) => ({
      sections,
      outcomes,
      themes,
      stages,
      targetGroups,
      sources,
      summary,
    })
    expect(same(after)).toEqual(same(before))
    expect(await found('origin=city')).toContain(infoHouse)
    expect(await found('origin=editors&country=DK')).not.toContain(infoHouse)
    const mail = await place.inbox.next({ to: aarhus.email, template: 'entry-request-decided' })
    expect(mail.link).toBe(`http://127.0.0.1/practices/${infoHouse}`)
    expect(await logged(id)).toEqual([
      ['accept-entry-request', moderator.id],
      ['hand-over', moderator.id],
    ])
    const revisions = await place.site.database.db
      .selectFrom('revisions as r')
      .innerJoin('entries as e', 'e.id', 'r.entry_id')
      .select(['r.number', 'r.state', 'r.author_id'])
      .where('e.slug', '=', infoHouse)
      .orderBy('r.number')
      .execute()
    expect(revisions).toEqual([
      { number: 1, state: 'superseded', author_id: null },
      { number: 2, state: 'published', author_id: moderator.id },
    ])
    // It is a city's own account now.
    expect(await problem(ask(copenhagen, infoHouse, { ...claim, city: 'dk-copenhagen' }))).toEqual([
      409,
      'not-claimable',
    ])
  })

  it('is told why where a moderator does not', async () => {
    const { id } = await asked(aarhus, vink, claim)
    expect((await decline(id, ' ')).status).toBe(400)
    expect(await said(decline(id))).toMatchObject([
      200,
      { state: 'declined', reason: 'The sources say otherwise.' },
    ])
    const mail = await place.inbox.next({ to: aarhus.email, template: 'entry-request-decided' })
    expect(mail.text).toContain('The sources say otherwise.')
    expect(await entryAt(vink)).toMatchObject({ origin: 'editors', version: 1 })
    expect(await logged(id)).toEqual([['decline-entry-request', moderator.id]])
  })
})

describe('a reply', () => {
  it('stands beside the entry, signed and safe', async () => {
    const etag = (await fetch(`${place.site.url}/api/v1/entries/${network}`)).headers.get('etag')
    const { id, createdAt } = await asked(aarhus, network, reply)
    expect((await entryAt(network)).replies).toEqual([])
    expect((await accept(id)).status).toBe(200)
    const { replies, version, ...entry } = await entryAt(network)
    expect(version).toBe(2)
    expect(entry.origin).toBe('editors')
    expect(replies).toEqual([
      {
        city: 'Aarhus',
        citySlug: 'dk-aarhus',
        html: expect.stringContaining('<strong>not</strong>'),
        signed: 'Office of the mayor',
        at: createdAt,
      },
    ])
    expect(JSON.stringify(replies)).not.toContain('<script')
    const again = await fetch(`${place.site.url}/api/v1/entries/${network}`, {
      headers: { 'if-none-match': etag ?? '' },
    })
    expect(again.status).toBe(200)
    expect(await logged(id)).toEqual([
      ['accept-entry-request', moderator.id],
      ['attach-reply', moderator.id],
    ])
  })

  it('is signed, and nothing else is', async () => {
    const { signed: _, ...unsigned } = reply
    expect(await problem(ask(aarhus, prison, unsigned))).toEqual([400, 'invalid-request'])
    expect(await problem(ask(aarhus, prison, { ...claim, signed: 'Me' }))).toEqual([
      400,
      'invalid-request',
    ])
  })
})

describe('a city that asks for an entry to be taken down', () => {
  it('sees it go everywhere when a moderator agrees, and its address say why', async () => {
    // It is Copenhagen's own account by now.
    const claimed = await asked(copenhagen, vink, { ...claim, city: 'dk-copenhagen' })
    expect((await accept(claimed.id)).status).toBe(200)
    await place.inbox.next({ to: copenhagen.email, template: 'entry-request-decided' })
    expect(await found('q=vink&country=DK')).toContain(vink)
    const { id } = await asked(aarhus, vink, takeDown)
    expect((await accept(id)).status).toBe(200)
    const [status, gone] = await said(fetch(`${place.site.url}/api/v1/entries/${vink}`))
    expect([status, gone]).toMatchObject([410, { gone: { slug: vink, reason: 'asked-by-city' } }])
    expect(await found('q=vink&country=DK')).not.toContain(vink)
    expect(await found('city=dk-copenhagen')).not.toContain(vink)
    expect(await logged(id)).toEqual([
      ['accept-entry-request', moderator.id],
      ['take-down', moderator.id],
    ])
    const told = await place.inbox.next({ to: copenhagen.email, template: 'taken-down' })
    expect(told.link).toBe(`http://127.0.0.1/practices/${vink}`)
    const { version, taken_down_at } = await place.site.database.db
      .selectFrom('entries')
      .select(['version', 'taken_down_at'])
      .where('slug', '=', vink)
      .executeTakeFirstOrThrow()
    expect(version).toBe(3)
    expect(taken_down_at).not.toBeNull()
    expect(await problem(ask(aarhus, vink, reply))).toEqual([410, 'entry-taken-down'])
  })

  it('is found in the jobs of the index', async () => {
    const { rows } = await place.site.database.pool.query<{ count: string }>(
      `select count(*) from pgboss.job j join entries e on e.slug = $1
       where j.data::text like '%' || e.id || '%'`,
      [vink],
    )
    expect(Number(rows[0]?.count)).toBeGreaterThan(0)
  })
})

describe('a request', () => {
  it('is about an entry of the city’s own country, by a verified city’s team', async () => {
    expect(await problem(ask(brussels, prison, { ...claim, city: 'be-vilvoorde' }))).toEqual([
      409,
      'not-about-city',
    ])
    expect(await problem(ask(brussels, prison, claim))).toEqual([403, 'not-your-city'])
    expect(await problem(ask(aarhus, 'no-such-entry', claim))).toEqual([404, 'unknown-entry'])
    const early = await personAt(place.site)
    await teamOf(place.site, 'de-berlin', [{ person: early }], 'asked')
    const german = { ...claim, city: 'de-berlin' }
    expect(await problem(ask(early, 'de-hamburg-legato', german))).toEqual([
      409,
      'city-not-verified',
    ])
  })

  it('is asked once at a time, and can be taken back until it is decided', async () => {
    const { id } = await asked(aarhus, prison, takeDown)
    expect(await problem(ask(aarhus, prison, takeDown))).toEqual([409, 'asked-already'])
    expect(await problem(withdraw(copenhagen, 'dk-aarhus', id))).toEqual([404, 'unknown-city'])
    expect(await problem(withdraw(copenhagen, 'dk-copenhagen', id))).toEqual([
      404,
      'unknown-request',
    ])
    expect(await said(withdraw(aarhus, 'dk-aarhus', id))).toMatchObject([
      200,
      { state: 'withdrawn' },
    ])
    expect(await problem(withdraw(aarhus, 'dk-aarhus', id))).toEqual([409, 'decided-already'])
    expect(await problem(accept(id))).toEqual([409, 'decided-already'])
    expect((await entryAt(prison)).version).toBe(1)
    const { id: again } = await asked(aarhus, prison, takeDown)
    expect((await decline(again)).status).toBe(200)
  })

  it('is decided by one of two moderators at once', async () => {
    const { id } = await asked(aarhus, prison, reply)
    const answers = await Promise.all([
      problem(accept(id)),
      problem(accept(id, second)),
      problem(decline(id, 'No.', second)),
      problem(withdraw(aarhus, 'dk-aarhus', id)),
    ])
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1)
    expect(answers.filter(([, kind]) => kind === 'decided-already')).toHaveLength(3)
    expect((await entryAt(prison)).replies.length).toBeLessThanOrEqual(1)
  })

  it('is not decided by whoever is of that city', async () => {
    await teamOf(place.site, 'dk-aarhus', [{ person: second, role: 'editor' }])
    const { id } = await asked(aarhus, prison, claim)
    expect(await problem(accept(id, second))).toEqual([403, 'own-city'])
    expect(await problem(decline(id, 'No.', second))).toEqual([403, 'own-city'])
    await withdraw(aarhus, 'dk-aarhus', id)
  })

  it('whose mail cannot be written leaves nothing behind', async () => {
    const { id } = await asked(aarhus, prison, claim)
    const before = await entryAt(prison)
    const { pool } = place.site.database
    // The last step of all fails.
    await pool.query(`
      create function refuse_mail() returns trigger language plpgsql
        as $$ begin raise exception 'no mail today'; end $$;
      create trigger refuse_mail before insert on pgboss.job_common
        for each row when (new.name = 'mail') execute function refuse_mail();`)
    try {
      expect((await accept(id)).status).toBe(500)
    } finally {
      await pool.query('drop function refuse_mail cascade')
    }
    expect(await entryAt(prison)).toEqual(before)
    expect(await logged(id)).toEqual([])
    expect((await accept(id)).status).toBe(200)
  })

  it('is seen by its city, with what was said, and by no other', async () => {
    const response = await aarhus.ask('GET', '/api/v1/cities/dk-aarhus/requests?limit=2')
    const page = (await response.json()) as EntryRequestList
    expect(page.requests).toHaveLength(2)
    expect(page.next).not.toBeNull()
    expect(page.requests.every(({ city }) => city.slug === 'dk-aarhus')).toBe(true)
    expect(await problem(copenhagen.ask('GET', '/api/v1/cities/dk-aarhus/requests'))).toEqual([
      404,
      'unknown-city',
    ])
  })
})
