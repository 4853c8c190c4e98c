import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Submission, SubmissionList } from '@homeward/schema/submission.ts'
import { answered, begun, city, match, problem, saved, startedPlace, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

describe('a draft', () => {
  it('begins with its city’s place, and is listed to the whole team and nobody else', async () => {
    const draft = await begun(place.owner)
    expect(draft).toMatchObject({
      kind: 'practice',
      state: 'draft',
      version: 1,
      content: { language: 'en', country: 'DK', citySlug: city },
      city: { slug: city, status: 'verified' },
      may: ['edit', 'submit', 'delete', 'comment'],
    })
    const listOf = async (person: Place['owner']) =>
      (
        await answered<SubmissionList>(person.ask('GET', '/api/v1/submissions?limit=100'))
      ).submissions.map(({ id }) => id)
    expect(await listOf(place.owner)).toContain(draft.id)
    expect(await listOf(place.editor)).toContain(draft.id)
    for (const other of [place.neighbour, place.member, place.moderator]) {
      expect(await listOf(other)).not.toContain(draft.id)
      expect(await problem(other.ask('GET', `/api/v1/submissions/${draft.id}`))).toMatchObject({
        status: 404,
        type: 'unknown-submission',
      })
    }
  })

  it('begins once where the same request is sent twice', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const [one, other] = await Promise.all(
      [1, 2].map(() =>
        answered<Submission>(place.owner.ask('POST', '/api/v1/submissions', { city }, key), 201),
      ),
    )
    expect(one?.id).toBe(key['idempotency-key'])
    expect(other?.id).toBe(one?.id)
    expect(
      await problem(
        place.neighbour.ask('POST', '/api/v1/submissions', { city: 'ly-tripoli' }, key),
      ),
    ).toMatchObject({ status: 404 })
  })

  it('keeps what is typed, however wrong or long, and says what is missing', async () => {
    const draft = await begun(place.owner)
    const long = 'ß'.repeat(40_000)
    const content = {
      title: long.slice(0, 500),
      sections: { approach: `a\u0000b${long}`, results: '**r' },
      startYear: 'about 1990?',
      outcomes: [{ outcome: 'x' }],
      means: { money: '12' },
    }
    const after = await saved(place.owner, draft, content)
    expect(after.version).toBe(2)
    expect(after.content).toMatchObject({
      ...content,
      sections: { approach: `ab${long}`, results: '**r' },
    })
    const more = await saved(place.editor, after, { sections: { lessons: 'L' }, means: {} })
    expect(more.content.sections).toMatchObject({ results: '**r', lessons: 'L' })
    expect(more.content.means).toEqual({ money: '12' })
    expect(more.saved).toMatchObject({ by: place.editor.name, you: true })
    const faults = more.lacks.map(({ field, fault }) => `${field} ${fault}`)
    expect(faults).toEqual(
      expect.arrayContaining([
        'title too-long',
        'summary missing',
        'sections.approach too-long',
        'startYear not-a-year',
        'outcomes.0.finding missing',
        'licence not-agreed',
      ]),
    )
    const read = await answered<Submission>(
      place.owner.ask('GET', `/api/v1/submissions/${draft.id}`),
    )
    expect(read).toEqual({ ...more, saved: { ...more.saved, you: false } })
  })

  it('is never overwritten unseen: the second who saves is shown what the first saved', async () => {
    const draft = await saved(place.owner, await begun(place.owner), { title: 'One' })
    const path = `/api/v1/submissions/${draft.id}`
    const titles = Array.from({ length: 12 }, (_, i) => `Title ${i}`)
    const answers = await Promise.all(
      titles.map((title) => place.owner.ask('PATCH', path, { title }, match(draft))),
    )
    const late = answers.filter(({ status }) => status === 412)
    expect(late).toHaveLength(titles.length - 1)
    const { current, type } = await problem(Promise.resolve(late[0] ?? new Response()))
    expect(type).toBe('changed-since')
    expect(titles).toContain(current?.content.title)
    expect(current?.version).toBe(draft.version + 1)
    // The same once more is no conflict with oneself: the answer may have been lost.
    const same = await place.owner.ask(
      'PATCH',
      path,
      { title: current?.content.title },
      match(draft),
    )
    expect(same.status).toBe(200)
    expect(same.headers.get('etag')).toBe(`"${current?.version}"`)
    expect(await problem(place.owner.ask('PATCH', path, { title: 'Four' }))).toMatchObject({
      status: 428,
    })
  })

  it('goes with its entry when it is deleted', async () => {
    const draft = await begun(place.owner)
    const path = `/api/v1/submissions/${draft.id}`
    expect((await place.neighbour.ask('DELETE', path)).status).toBe(404)
    expect((await place.editor.ask('DELETE', path)).status).toBe(204)
    expect((await place.owner.ask('GET', path)).status).toBe(404)
    const left = await place.site.database.db
      .selectFrom('entries')
      .select('id')
      .where('slug', '=', `draft-${draft.id}`)
      .execute()
    expect(left).toEqual([])
  })
})
