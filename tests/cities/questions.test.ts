import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Question, QuestionList } from '@homeward/schema/city.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { problem, said, startedPlace, type Place } from './place.ts'

const aarhus = 'dk-aarhus'
const entry = 'dk-aarhus-info-house-exit-mentoring'

let place: Place
let owner: TestPerson
let editor: TestPerson
beforeAll(async () => {
  place = await startedPlace()
  owner = await personAt(place.site, { name: 'Ole', email: 'ole@aarhus.example' })
  editor = await personAt(place.site, { name: 'Eva', email: 'eva@aarhus.example' })
  await teamOf(place.site, aarhus, [{ person: owner }, { person: editor, role: 'editor' }])
})
afterAll(() => place?.stop())

const newcomer = (options: { name?: string; email?: string } = {}) => personAt(place.site, options)
const ask = (person: TestPerson, body: object, slug = aarhus) =>
  person.ask('POST', `/api/v1/cities/${slug}/questions`, body)
const answer = (person: TestPerson, id: string, text: string) =>
  person.ask('POST', `/api/v1/questions/${id}/answer`, { text })
async function asked(person: TestPerson, text: string): Promise<Question> {
  const response = await ask(person, { text })
  expect(response.status).toBe(201)
  return (await response.json()) as Question
}

describe('a question to a city', () => {
  it('reaches its team, and the answer reaches who asked; neither sees an address', async () => {
    const asker = await newcomer({ name: 'Ana', email: 'ana@asker.example' })
    const [status, question] = await said(ask(asker, { text: 'How do you\nbegin?', entry }))
    expect([status, question]).toMatchObject([
      201,
      {
        city: { slug: aarhus },
        entry: { slug: entry, kind: 'practice' },
        askedBy: 'Ana',
        answer: null,
      },
    ])
    const { id } = question as Question
    const seenByTeam = [
      JSON.stringify(
        await said(editor.ask('GET', `/api/v1/cities/${aarhus}/questions?state=open`)),
      ),
    ]
    for (const { email } of [owner, editor]) {
      const mail = await place.inbox.next({ to: email, template: 'question' })
      expect(mail.link).toBe(`http://127.0.0.1/my/cities/${aarhus}/questions`)
      expect(mail.text).toContain('How do you')
      seenByTeam.push(mail.raw)
    }
    const [answered, body] = await said(answer(editor, id, 'With a cup of coffee.'))
    expect([answered, body]).toMatchObject([200, { id, answer: 'With a cup of coffee.' }])
    seenByTeam.push(JSON.stringify(body))

    const mail = await place.inbox.next({ to: asker.email, template: 'answer' })
    expect(mail.link).toBe('http://127.0.0.1/my/questions')
    expect(mail.text).toContain('With a cup of coffee.')
    const mine = JSON.stringify(await said(asker.ask('GET', '/api/v1/me/questions')))
    expect(mine).toContain('With a cup of coffee.')
    for (const seen of seenByTeam) expect(seen).not.toMatch(/asker\.example/)
    for (const seen of [mail.raw, mine]) expect(seen).not.toMatch(/aarhus\.example/)
    expect(seenByTeam.every((seen) => seen.includes('Ana'))).toBe(true)
  })

  it('is answered once, even by two at once', async () => {
    const { id } = await asked(await newcomer(), 'Who pays?')
    const answers = await Promise.all([
      problem(answer(owner, id, 'The city.')),
      problem(answer(editor, id, 'The state.')),
    ])
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1)
    expect(answers.filter(([, kind]) => kind === 'answered-already')).toHaveLength(1)
  })

  it('is for the team and who asked only', async () => {
    const asker = await newcomer()
    const { id } = await asked(asker, 'May I visit?')
    const stranger = await newcomer()
    expect(await problem(answer(stranger, id, 'Yes.'))).toEqual([404, 'unknown-question'])
    expect(await problem(answer(asker, id, 'Yes.'))).toEqual([404, 'unknown-question'])
    expect(await problem(stranger.ask('GET', `/api/v1/cities/${aarhus}/questions`))).toEqual([
      404,
      'unknown-city',
    ])
    expect(await said(stranger.ask('GET', '/api/v1/me/questions'))).toEqual([
      200,
      { questions: [], next: null },
    ])
  })

  it('cannot be put where nobody answers, or about what is not published', async () => {
    const asker = await newcomer()
    expect(await problem(ask(asker, { text: 'Anyone?' }, 'dk-copenhagen'))).toEqual([
      409,
      'city-does-not-answer',
    ])
    expect(await problem(ask(asker, { text: 'Anyone?' }, 'dk-nowhere'))).toEqual([
      404,
      'unknown-city',
    ])
    expect(await problem(ask(asker, { text: 'What?', entry: 'no-such-entry' }))).toEqual([
      400,
      'invalid-request',
    ])
    expect((await ask(asker, { text: '\u0000  ' })).status).toBe(400)
  })

  it('can be put ten times a day', async () => {
    const asker = await newcomer()
    for (let i = 0; i < 10; i += 1) await asked(asker, `Question ${i}`)
    const refused = await ask(asker, { text: 'One more' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('is listed page by page, the latest first', async () => {
    const seen: string[] = []
    let after = ''
    do {
      const response = await owner.ask('GET', `/api/v1/cities/${aarhus}/questions?limit=5${after}`)
      const page = (await response.json()) as QuestionList
      seen.push(...page.questions.map(({ id }) => id))
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after !== '')
    expect(seen.length).toBeGreaterThan(10)
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed())
  })

  it('goes with the account of who asked', async () => {
    const asker = await newcomer()
    const { id } = await asked(asker, 'Will you forget me?')
    await place.site.database.db.deleteFrom('users').where('id', '=', asker.id).execute()
    expect(await problem(answer(owner, id, 'Yes.'))).toEqual([404, 'unknown-question'])
  })
})
