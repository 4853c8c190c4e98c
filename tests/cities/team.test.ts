import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CityTeam } from '@homeward/schema/city.ts'
import { nobody, personAt, teamOf, type TestPerson } from '../people.ts'
import { problem, said, startedPlace, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const newcomer = (options: { name?: string; email?: string } = {}) => personAt(place.site, options)

/** A verified city of its own for each test. */
async function cityWith(...roles: ('owner' | 'editor')[]) {
  const { db } = place.site.database
  const { slug } = await db
    .selectFrom('cities')
    .select('slug')
    .where('status', '=', 'unclaimed')
    .orderBy('slug')
    .limit(1)
    .executeTakeFirstOrThrow()
  const people = await Promise.all(roles.map(() => newcomer()))
  await teamOf(
    place.site,
    slug,
    people.map((person, at) => ({ person, role: roles[at] ?? 'editor' })),
  )
  return { slug, people }
}

const at = <T>(list: T[], index: number): T => {
  const item = list[index]
  if (item === undefined) throw new Error(`There is no ${index}`)
  return item
}

const inviteTo = (owner: TestPerson, slug: string, email: string, role = 'editor') =>
  owner.ask('POST', `/api/v1/cities/${slug}/invitations`, { email, role })
const tokenOf = (link: string) => new URL(link).hash.slice(1)
const accept = (person: Pick<TestPerson, 'ask'>, token: string) =>
  person.ask('POST', '/api/v1/cities/invitations/accept', { token })
const read = (token: string) =>
  nobody(place.site).ask('POST', '/api/v1/cities/invitations/read', { token })
const teamSeenBy = async (person: TestPerson, slug: string) =>
  (await (await person.ask('GET', `/api/v1/cities/${slug}/team`)).json()) as CityTeam

async function invited(owner: TestPerson, slug: string, email: string, role = 'editor') {
  expect((await inviteTo(owner, slug, email, role)).status).toBe(201)
  const mail = await place.inbox.next({ to: email.toLowerCase(), template: 'city-invitation' })
  return { mail, token: tokenOf(mail.link) }
}

describe('an invitation', () => {
  it('comes by mail, says what it is, and lets in whose address it is for: once', async () => {
    const { slug, people } = await cityWith('owner')
    const owner = at(people, 0)
    const guest = await newcomer({ email: 'guest@example.org' })
    const { mail, token } = await invited(owner, slug, 'Guest@Example.org')
    expect(mail.link).toMatch(/^http:\/\/127\.0\.0\.1\/join#[\w-]{43}$/)
    expect(await said(read(token))).toMatchObject([
      200,
      { city: { slug }, role: 'editor', by: owner.name, email: 'guest@example.org' },
    ])
    expect(await said(accept(guest, token))).toMatchObject([
      200,
      { city: { slug }, role: 'editor' },
    ])
    const team = await teamSeenBy(guest, slug)
    expect(team.invitations).toEqual([])
    expect(team.members.map(({ email, role, you }) => [email, role, you])).toEqual([
      [owner.email, 'owner', false],
      ['guest@example.org', 'editor', true],
    ])
    expect(await problem(accept(guest, token))).toEqual([410, 'invitation-used'])
    expect(await problem(read(token))).toEqual([410, 'invitation-used'])
  })

  it('is kept as a hash only', async () => {
    const { slug, people } = await cityWith('owner')
    const { token } = await invited(at(people, 0), slug, 'hashed@example.org')
    const rows = await place.site.database.db.selectFrom('city_invitations').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(rows.some(({ token_hash }) => token_hash.toString('base64url') === token)).toBe(false)
  })

  it('lets nobody else in', async () => {
    const { slug, people } = await cityWith('owner')
    const { token } = await invited(at(people, 0), slug, 'meant@example.org')
    const thief = await newcomer()
    expect(await problem(accept(thief, token))).toEqual([403, 'invitation-for-another'])
    expect(await problem(accept(nobody(place.site), token))).toEqual([401, 'sign-in-needed'])
    const meant = await newcomer({ email: 'meant@example.org' })
    expect((await accept(meant, token)).status).toBe(200)
  })

  it('accepted twice at once lets in once', async () => {
    const { slug, people } = await cityWith('owner')
    const guest = await newcomer()
    const { token } = await invited(at(people, 0), slug, guest.email)
    const answers = await Promise.all([1, 2, 3].map(() => problem(accept(guest, token))))
    expect(answers.map(([status]) => status).sort()).toEqual([200, 410, 410])
  })

  it('lasts for fourteen days', async () => {
    const { slug, people } = await cityWith('owner')
    const guest = await newcomer()
    const { token } = await invited(at(people, 0), slug, guest.email)
    const sent = at((await teamSeenBy(at(people, 0), slug)).invitations, 0)
    expect(Date.parse(sent.expiresAt) - Date.parse(sent.sentAt)).toBeCloseTo(14 * 86_400_000, -4)
    await place.site.database.db
      .updateTable('city_invitations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('email', '=', guest.email)
      .execute()
    expect(await problem(accept(guest, token))).toEqual([410, 'invitation-expired'])
  })

  it('sent again ends the one before', async () => {
    const { slug, people } = await cityWith('owner')
    const guest = await newcomer()
    const first = await invited(at(people, 0), slug, guest.email)
    const again = await invited(at(people, 0), slug, guest.email, 'owner')
    expect((await teamSeenBy(at(people, 0), slug)).invitations).toHaveLength(1)
    expect(await problem(accept(guest, first.token))).toEqual([404, 'unknown-invitation'])
    expect(await said(accept(guest, again.token))).toMatchObject([200, { role: 'owner' }])
  })

  it('can be withdrawn', async () => {
    const { slug, people } = await cityWith('owner')
    const owner = at(people, 0)
    const guest = await newcomer()
    const { token } = await invited(owner, slug, guest.email)
    const { id } = at((await teamSeenBy(owner, slug)).invitations, 0)
    const path = `/api/v1/cities/${slug}/invitations/${id}`
    expect((await owner.ask('DELETE', path)).status).toBe(204)
    expect(await problem(owner.ask('DELETE', path))).toEqual([404, 'unknown-invitation'])
    expect(await problem(accept(guest, token))).toEqual([404, 'unknown-invitation'])
  })

  it('needs a verified city, and someone who is not in the team', async () => {
    const { slug, people } = await cityWith('owner', 'editor')
    expect(await problem(inviteTo(at(people, 0), slug, at(people, 1).email.toUpperCase()))).toEqual(
      [409, 'already-in-team'],
    )
    const asker = await newcomer()
    const unclaimed = 'ly-tripoli'
    await teamOf(place.site, unclaimed, [{ person: asker }], 'asked')
    expect(await problem(inviteTo(asker, unclaimed, 'x@example.org'))).toEqual([
      409,
      'city-not-verified',
    ])
  })

  it('is answered alike, whether there is an account or not', async () => {
    const { slug, people } = await cityWith('owner')
    const known = await newcomer()
    const answers = await Promise.all(
      [known.email, 'unheard-of@example.org'].map(async (email) => {
        const [status, body] = await said(inviteTo(at(people, 0), slug, email))
        return [status, Object.keys(Object(body)).sort()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
  })
})

/** Answers as soon as a transaction of this database waits for another. */
async function someoneWaits(): Promise<string> {
  const waiting = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  while ((await place.site.database.pool.query(waiting)).rowCount === 0);
  return 'waits'
}

describe('a team', () => {
  const member = (slug: string, { id }: TestPerson) => `/api/v1/cities/${slug}/members/${id}`

  it('is changed by its owners only', async () => {
    const { slug, people } = await cityWith('owner', 'editor', 'editor')
    const [owner, editor, other] = [at(people, 0), at(people, 1), at(people, 2)]
    expect(await problem(editor.ask('PATCH', member(slug, editor), { role: 'owner' }))).toEqual([
      403,
      'owners-only',
    ])
    expect(await problem(editor.ask('DELETE', member(slug, other)))).toEqual([403, 'owners-only'])
    const [status, team] = await said(owner.ask('PATCH', member(slug, editor), { role: 'owner' }))
    expect(status).toBe(200)
    expect((team as CityTeam).members.filter(({ role }) => role === 'owner')).toHaveLength(2)
    expect((await owner.ask('DELETE', member(slug, other))).status).toBe(204)
    expect(await problem(other.ask('GET', `/api/v1/cities/${slug}/team`))).toEqual([
      404,
      'unknown-city',
    ])
    expect(await problem(owner.ask('DELETE', member(slug, other)))).toEqual([404, 'unknown-member'])
  })

  it('can be left by an editor, never by its last owner', async () => {
    const { slug, people } = await cityWith('owner', 'editor')
    const [owner, editor] = [at(people, 0), at(people, 1)]
    expect(await problem(owner.ask('DELETE', member(slug, owner)))).toEqual([409, 'last-owner'])
    expect(await problem(owner.ask('PATCH', member(slug, owner), { role: 'editor' }))).toEqual([
      409,
      'last-owner',
    ])
    expect((await editor.ask('DELETE', member(slug, editor))).status).toBe(204)
    expect(await problem(owner.ask('DELETE', member(slug, owner)))).toEqual([409, 'last-owner'])
    expect((await teamSeenBy(owner, slug)).members).toHaveLength(1)
  })

  it('keeps one of two owners who leave at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { slug, people } = await cityWith(
        'owner',
        'owner',
        ...(round === 0 ? (['editor'] as const) : []),
      )
      const [one, two] = [at(people, 0), at(people, 1)]
      const answers = await Promise.all([
        problem(one.ask('DELETE', member(slug, one))),
        problem(two.ask('DELETE', member(slug, two))),
      ])
      expect(answers.map(([status]) => status).sort()).toEqual([204, 409])
      expect(answers.find(([status]) => status === 409)?.[1]).toBe('last-owner')
    }
  })

  it('keeps an owner in the database itself, whoever changes it', async () => {
    const { slug, people } = await cityWith('owner', 'owner')
    const { db, pool } = place.site.database
    const first = await pool.connect()
    const second = await pool.connect()
    try {
      const remove = 'delete from city_members where user_id = $1'
      await first.query('begin')
      await second.query('begin')
      await first.query(remove, [at(people, 0).id])
      await second.query(remove, [at(people, 1).id])
      // Each looks whether an owner is left before the other has committed.
      await first.query('set constraints all immediate')
      const looking = second.query('set constraints all immediate').then(
        () => 'found one',
        (error: unknown) => String(error),
      )
      await Promise.race([looking, someoneWaits()])
      await first.query('commit')
      expect(await looking).toContain('The last owner of a city cannot leave')
      await second.query('rollback')
    } finally {
      first.release()
      second.release()
    }
    const left = await db
      .selectFrom('city_members as m')
      .innerJoin('cities as c', 'c.id', 'm.city_id')
      .select('m.role')
      .where('c.slug', '=', slug)
      .execute()
    expect(left).toEqual([{ role: 'owner' }])
  })

  it('that goes with its last account leaves the city open again', async () => {
    const { slug, people } = await cityWith('owner')
    await place.site.database.db.deleteFrom('users').where('id', '=', at(people, 0).id).execute()
    expect(await said(nobody(place.site).ask('GET', `/api/v1/cities/${slug}`))).toMatchObject([
      200,
      { status: 'unclaimed', answersQuestions: false },
    ])
  })
})

describe('what a city says of itself', () => {
  it('is changed by an owner, never over what somebody else changed', async () => {
    const { slug, people } = await cityWith('owner', 'editor')
    const [owner, editor] = [at(people, 0), at(people, 1)]
    const path = `/api/v1/cities/${slug}`
    const before = (await (await owner.ask('GET', path)).json()) as { version: number }
    const change = { about: 'We look after everyone who comes home.', languages: ['da', 'en'] }
    const match = { 'if-match': `"${before.version}"` }
    expect(await problem(owner.ask('PATCH', path, change))).toEqual([428, 'version-needed'])
    expect(await problem(editor.ask('PATCH', path, change, match))).toEqual([403, 'owners-only'])
    expect(await said(owner.ask('PATCH', path, change, match))).toMatchObject([
      200,
      { ...change, version: before.version + 1 },
    ])
    expect(await said(owner.ask('PATCH', path, { about: 'Other' }, match))).toMatchObject([
      412,
      { currentCity: { about: change.about, version: before.version + 1 } },
    ])
    const now = { 'if-match': `"${before.version + 1}"` }
    expect(await said(owner.ask('PATCH', path, { website: null, about: null }, now))).toMatchObject(
      [200, { website: null, about: null, languages: ['da', 'en'] }],
    )
    for (const wrong of [{ website: 'ftp://x' }, { about: 'x'.repeat(2001) }, { name: 'Other' }]) {
      expect((await owner.ask('PATCH', path, wrong, match)).status).toBe(400)
    }
  })
})

describe('cities by name', () => {
  it.each([
    ['q=durres', 'al-durres'],
    ['q=DURRËS&country=al', 'al-durres'],
    ['q=aarh', 'dk-aarhus'],
  ])('%s finds %s first', async (query, slug) => {
    const [status, answer] = await said(nobody(place.site).ask('GET', `/api/v1/cities?${query}`))
    expect(status).toBe(200)
    expect(answer).toMatchObject({ cities: [{ slug }] })
  })

  it('says where there are more', async () => {
    const [, answer] = await said(nobody(place.site).ask('GET', '/api/v1/cities?limit=3'))
    expect(answer).toMatchObject({ more: true })
    expect((await nobody(place.site).ask('GET', '/api/v1/cities?q=%00&country=DK')).status).toBe(
      200,
    )
  })
})
