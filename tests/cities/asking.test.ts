import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CityAnswer, CityRequestList, MyCityRequests } from '@homeward/schema/city.ts'
import { importCities } from '../../seeds/importCities.ts'
import { nobody, personAt, type TestPerson } from '../people.ts'
import { problem, said, startedPlace, wish, type Place } from './place.ts'

let place: Place
let administrator: TestPerson
let second: TestPerson
beforeAll(async () => {
  place = await startedPlace()
  administrator = await personAt(place.site, { role: 'administrator', email: 'admin@example.org' })
  second = await personAt(place.site, { role: 'administrator', email: 'admin2@example.org' })
})
afterAll(() => place?.stop())

const newcomer = (options: { name?: string; email?: string } = {}) => personAt(place.site, options)
const ask = (person: TestPerson, body: object) => said(person.ask('POST', '/api/v1/cities', body))

async function requestsFor(slug: string, state = 'asked') {
  const response = await administrator.ask(
    'GET',
    `/api/v1/admin/city-requests?state=${state}&limit=100`,
  )
  const { requests } = (await response.json()) as CityRequestList
  return requests.filter(({ city }) => city.slug === slug)
}

async function requestOf(slug: string, by: TestPerson) {
  const request = (await requestsFor(slug)).find(({ askedBy }) => askedBy?.email === by.email)
  if (!request) throw new Error(`${by.email} has not asked for ${slug}`)
  return request
}

const verify = (id: string, by = administrator) =>
  by.ask('POST', `/api/v1/admin/city-requests/${id}/verify`)
const refuse = (id: string, reason = 'The website is not that of the city.') =>
  administrator.ask('POST', `/api/v1/admin/city-requests/${id}/refuse`, { reason })

async function citiesOf(person: TestPerson) {
  const me = (await (await person.ask('GET', '/api/v1/me')).json()) as {
    cities: { slug: string; status: string; role: string }[]
  }
  return me.cities.map(({ slug, status, role }) => `${slug} ${status} ${role}`)
}

async function actsOn(slug: string) {
  const { db } = place.site.database
  const { id } = await db
    .selectFrom('cities')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('decisions')
    .select(['act', 'actor_id'])
    .where('subject_id', '=', id)
    .orderBy('number')
    .execute()
  return rows.map(({ act, actor_id }) => [act, actor_id])
}

/** Begins a draft, as the form does. */
async function writeDraft(person: TestPerson, slug: string): Promise<string> {
  const { db } = place.site.database
  const city = await db
    .selectFrom('cities')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow()
  const entry = await db
    .insertInto('entries')
    .values({
      slug: `draft-${person.id}`,
      kind: 'practice',
      original_language: 'en',
      first_published_at: null,
      changed_at: null,
      taken_down_at: null,
      taken_down_reason: null,
      seeded_hash: null,
      seeded_revision: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const revision = await db
    .insertInto('revisions')
    .values({
      entry_id: entry.id,
      original_of: entry.id,
      kind: 'practice',
      language: 'en',
      number: 1,
      state: 'draft',
      author_id: person.id,
      sections: '{}',
      sources: '[]',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('drafts')
    .values({ revision_id: revision.id, city_id: city.id, content: '{"title":"What we do"}' })
    .execute()
  return revision.id
}

describe('asking for a city', () => {
  it('gives the place of one that the content names to who asks first, and tells the administrators', async () => {
    const mira = await newcomer({ name: 'Mira' })
    const [status, answer] = await ask(mira, wish('  AARHUS ', 'DK'))
    expect([status, answer]).toEqual([
      201,
      {
        city: { slug: 'dk-aarhus', name: 'Aarhus', country: 'DK', status: 'asked' },
        place: 'yours',
      },
    ])
    expect(await citiesOf(mira)).toEqual(['dk-aarhus asked owner'])
    for (const { email } of [administrator, second]) {
      const mail = await place.inbox.next({ to: email, template: 'city-asked' })
      expect(mail.link).toBe('http://127.0.0.1/admin/cities')
      expect(mail.text).toContain('Mira')
      expect(mail.text).toContain('https://www.example.org')
    }
    const [request] = await requestsFor('dk-aarhus')
    expect(request).toMatchObject({
      askedBy: { name: 'Mira', email: mira.email, domainMatches: true },
      state: 'asked',
      work: 'I run the office for social affairs.',
      latitude: null,
      longitude: null,
    })
  })

  it.each([
    ['durrës', 'AL', 'al-durres'],
    ['DURRES', 'AL', 'al-durres'],
    ['Ndjamena', 'TD', 'td-ndjamena'],
    ['St. Gallen', 'CH', 'ch-st-gallen'],
    ['st gallen', 'CH', 'ch-st-gallen'],
    ['القاهرة', 'EG', 'eg-city'],
    ['الجيزة', 'EG', 'eg-city-2'],
  ])(
    'finds %s (%s) whatever its accents, or gives it a name of its own',
    async (name, country, slug) => {
      const [, answer] = await ask(await newcomer(), wish(name, country))
      expect(answer).toMatchObject({ city: { slug } })
    },
  )

  it('gives two who ask for a new city at once the same one, and its place to one of them', async () => {
    const people = await Promise.all([newcomer(), newcomer(), newcomer()])
    const answers = await Promise.all(people.map((person) => ask(person, wish('Viborg', 'DK'))))
    expect(answers.map(([status]) => status).sort()).toEqual([201, 202, 202])
    expect(new Set(answers.map(([, answer]) => (answer as CityAnswer).city.slug))).toEqual(
      new Set(['dk-viborg']),
    )
    expect(await requestsFor('dk-viborg')).toHaveLength(3)
  })

  it('says nothing of who asked before', async () => {
    const first = await newcomer({ name: 'Zebedee', email: 'zebedee@example.org' })
    await ask(first, wish('Randers', 'DK'))
    const later = await newcomer()
    const [status, answer] = await ask(later, wish('Randers', 'DK'))
    expect([status, answer]).toMatchObject([202, { place: 'waiting' }])
    expect(JSON.stringify(answer)).not.toMatch(/zebedee/i)
    expect(await citiesOf(later)).toEqual([])
    expect(await problem(later.ask('GET', '/api/v1/cities/dk-randers/team'))).toEqual([
      404,
      'unknown-city',
    ])
  })

  it('replaces what was said when it is sent again', async () => {
    const person = await newcomer()
    await ask(person, wish('Horsens', 'DK'))
    await ask(person, wish('Horsens', 'DK', { work: 'I am the mayor.' }))
    const requests = await requestsFor('dk-horsens')
    expect(requests.map(({ work }) => work)).toEqual(['I am the mayor.'])
  })

  it('shows a city that nobody has verified to nobody else', async () => {
    await ask(await newcomer(), wish('Rudeville', 'DK'))
    const { ask: anyone } = nobody(place.site)
    expect(await problem(anyone('GET', '/api/v1/cities/dk-rudeville'))).toEqual([
      404,
      'unknown-city',
    ])
    expect(await said(anyone('GET', '/api/v1/cities?q=rudeville'))).toEqual([
      200,
      { cities: [], more: false },
    ])
  })

  it('shows it to all once the content names it', async () => {
    const { db } = place.site.database
    await ask(await newcomer(), wish('hadsten', 'DK'))
    const filtered = () => fetch(`${place.site.url}/api/v1/search?city=dk-hadsten`)
    expect((await filtered()).status).toBe(400)
    const city = { slug: 'dk-hadsten', name: 'Hadsten', country: 'DK' }
    const where = { latitude: 56.33, longitude: 10.05, population: 8600 }
    await db.transaction().execute((trx) => importCities(trx, [{ ...city, ...where }]))
    const { ask: anyone } = nobody(place.site)
    expect(await said(anyone('GET', '/api/v1/cities/dk-hadsten'))).toMatchObject([
      200,
      { ...city, status: 'asked' },
    ])
    expect((await filtered()).status).toBe(200)
  })

  it('names each fault', async () => {
    const person = await newcomer()
    expect(await problem(person.ask('POST', '/api/v1/cities', wish('Aalborg', 'ZZ')))).toEqual([
      400,
      'invalid-request',
    ])
    for (const body of [
      wish('...', 'DK'),
      wish('Aalborg', 'DK', { latitude: 57 }),
      wish('Aalborg', 'DK', { website: 'javascript:alert(1)' }),
      wish('Aalborg', 'DK', { emailDomain: 'mayor@aalborg.dk' }),
      wish('Aalborg', 'DK', { work: '\u0000 ' }),
    ]) {
      expect((await said(person.ask('POST', '/api/v1/cities', body)))[0]).toBe(400)
    }
  })

  it('ends for the day after five', async () => {
    const person = await newcomer()
    const statuses = []
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six']) {
      statuses.push((await ask(person, wish(`Place ${name}`, 'NO')))[0])
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429])
  })
})

describe('an administrator', () => {
  it('verifies a city: its place and website are as they were said, its asker owns it, others are told', async () => {
    const [owner, other] = await Promise.all([newcomer({ name: 'Ola' }), newcomer()])
    const body = wish('Kolding', 'DK', {
      latitude: 55.49,
      longitude: 9.47,
      website: 'https://kolding.dk',
    })
    await ask(owner, body)
    await ask(other, wish('Kolding', 'DK'))
    const { id } = await requestOf('dk-kolding', owner)
    expect(await said(verify(id))).toMatchObject([
      200,
      { state: 'verified', city: { status: 'verified' } },
    ])
    expect(await said(nobody(place.site).ask('GET', '/api/v1/cities/dk-kolding'))).toMatchObject([
      200,
      {
        status: 'verified',
        latitude: 55.49,
        website: 'https://kolding.dk',
        answersQuestions: true,
        count: 0,
      },
    ])
    expect(await citiesOf(owner)).toEqual(['dk-kolding verified owner'])
    const yes = await place.inbox.next({ to: owner.email, template: 'city-verified' })
    expect(yes.link).toBe('http://127.0.0.1/my/cities/dk-kolding')
    const no = await place.inbox.next({ to: other.email, template: 'city-refused' })
    expect(no.text).toContain('invitation')
    expect(await requestsFor('dk-kolding')).toEqual([])
    expect(await actsOn('dk-kolding')).toEqual([['verify-city', administrator.id]])
    expect(await problem(other.ask('POST', '/api/v1/cities', wish('Kolding', 'DK')))).toEqual([
      409,
      'city-verified',
    ])
    expect(await problem(owner.ask('POST', '/api/v1/cities', wish('Kolding', 'DK')))).toEqual([
      409,
      'already-in-team',
    ])
  })

  it('verifies who asked second: who was first is not in the team any more', async () => {
    const [first, real] = await Promise.all([newcomer(), newcomer()])
    await ask(first, wish('Vejle', 'DK'))
    await ask(real, wish('Vejle', 'DK'))
    await writeDraft(first, 'dk-vejle')
    await verify((await requestOf('dk-vejle', real)).id)
    expect(await citiesOf(first)).toEqual([])
    expect(await citiesOf(real)).toEqual(['dk-vejle verified owner'])
    await place.inbox.next({ to: first.email, template: 'city-refused' })
  })

  it('refuses in words that are mailed; the next who asked has the place', async () => {
    const [first, next] = await Promise.all([newcomer(), newcomer()])
    await ask(first, wish('Esbjerg', 'DK'))
    await ask(next, wish('Esbjerg', 'DK'))
    const { id } = await requestOf('dk-esbjerg', first)
    expect(await said(refuse(id, 'We could not reach you.'))).toMatchObject([
      200,
      { state: 'refused', reason: 'We could not reach you.' },
    ])
    const mail = await place.inbox.next({ to: first.email, template: 'city-refused' })
    expect(mail.text).toContain('We could not reach you.')
    expect(await citiesOf(first)).toEqual([])
    expect(await citiesOf(next)).toEqual(['dk-esbjerg asked owner'])
    expect(await actsOn('dk-esbjerg')).toEqual([['refuse-city', administrator.id]])
  })

  it('leaves a refused person their drafts, and lets no stranger in to read them', async () => {
    const [first, stranger] = await Promise.all([newcomer(), newcomer()])
    await ask(first, wish('Odense', 'DK'))
    await writeDraft(first, 'dk-odense')
    await refuse((await requestOf('dk-odense', first)).id)
    expect(await citiesOf(first)).toEqual(['dk-odense unclaimed owner'])
    expect(await ask(stranger, wish('Odense', 'DK'))).toMatchObject([202, { place: 'waiting' }])
    expect(await citiesOf(stranger)).toEqual([])
    expect(await ask(first, wish('Odense', 'DK'))).toMatchObject([201, { place: 'yours' }])
  })

  it('gives a city to the next only when who leaves has left no drafts there', async () => {
    const [first, stranger] = await Promise.all([newcomer(), newcomer()])
    await ask(first, wish('Ribe', 'DK'))
    await writeDraft(first, 'dk-ribe')
    const left = await first.ask('DELETE', `/api/v1/cities/dk-ribe/members/${first.id}`)
    expect(left.status).toBe(204)
    expect(await requestsFor('dk-ribe')).toEqual([])
    expect(await ask(stranger, wish('Ribe', 'DK'))).toMatchObject([
      202,
      { place: 'waiting', city: { status: 'asked' } },
    ])
    await verify((await requestOf('dk-ribe', stranger)).id)
    expect(await citiesOf(stranger)).toEqual(['dk-ribe verified owner'])
  })

  it('of two at once, one decides; the other is told', async () => {
    const person = await newcomer()
    await ask(person, wish('Skive', 'DK'))
    const { id } = await requestOf('dk-skive', person)
    const answers = await Promise.all([
      problem(verify(id)),
      problem(verify(id, second)),
      problem(refuse(id)),
    ])
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1)
    expect(answers.filter(([, kind]) => kind === 'decided-already')).toHaveLength(2)
    expect(await actsOn('dk-skive')).toHaveLength(1)
  })

  it('must give a reason, and finds only what is there', async () => {
    const person = await newcomer()
    await ask(person, wish('Nyborg', 'DK'))
    const { id } = await requestOf('dk-nyborg', person)
    expect((await refuse(id, '  ')).status).toBe(400)
    expect(await problem(verify('0190a6c5-0000-7000-8000-000000000000'))).toEqual([
      404,
      'unknown-request',
    ])
  })

  it('cannot verify somebody whose account is gone', async () => {
    const person = await newcomer()
    await ask(person, wish('Middelfart', 'DK'))
    const { id } = await requestOf('dk-middelfart', person)
    await place.site.database.db.deleteFrom('users').where('id', '=', person.id).execute()
    expect(await problem(verify(id))).toEqual([409, 'asker-gone'])
    expect((await refuse(id)).status).toBe(200)
  })

  it('reads requests page by page', async () => {
    const slugs: string[] = []
    let after = ''
    do {
      const response = await administrator.ask('GET', `/api/v1/admin/city-requests?limit=2${after}`)
      const page = (await response.json()) as CityRequestList
      expect(page.requests.length).toBeLessThanOrEqual(2)
      slugs.push(...page.requests.map(({ id }) => id))
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after !== '')
    expect(slugs.length).toBeGreaterThan(4)
    expect(new Set(slugs).size).toBe(slugs.length)
    expect(slugs).toEqual([...slugs].sort())
  })
})

describe('what one asked for', () => {
  const mine = async (person: TestPerson) => {
    const { requests } = (await (
      await person.ask('GET', '/api/v1/me/city-requests')
    ).json()) as MyCityRequests
    return requests
  }

  it('says where it stands, to whoever asked and nobody else', async () => {
    const [first, second] = [await newcomer(), await newcomer()]
    await ask(first, wish('Billund', 'DK'))
    await ask(second, wish('Billund', 'DK'))
    expect(await mine(first)).toMatchObject([{ state: 'asked', place: 'yours' }])
    const [waiting] = await mine(second)
    expect(waiting).toMatchObject({ state: 'asked', place: 'waiting' })
    expect(JSON.stringify(waiting)).not.toContain(first.email)
    await refuse(waiting?.id ?? '', 'Nobody of the city knows of this.')
    expect(await mine(second)).toMatchObject([
      { state: 'refused', reason: 'Nobody of the city knows of this.' },
    ])
    const gone = await problem(second.ask('DELETE', `/api/v1/me/city-requests/${waiting?.id}`))
    expect(gone).toEqual([409, 'decided-already'])
  })

  it('is taken back by whoever asked, and the next in line comes in', async () => {
    const [first, second] = [await newcomer(), await newcomer()]
    await ask(first, wish('Ringsted', 'DK'))
    await ask(second, wish('Ringsted', 'DK'))
    const [own] = await mine(first)
    const path = `/api/v1/me/city-requests/${own?.id}`
    expect(await problem(second.ask('DELETE', path))).toEqual([404, 'unknown-request'])
    expect(await said(first.ask('DELETE', path))).toEqual([204, null])
    expect(await mine(first)).toMatchObject([{ state: 'withdrawn' }])
    expect(await citiesOf(first)).toEqual([])
    expect(await citiesOf(second)).toEqual(['dk-ringsted asked owner'])
  })
})
