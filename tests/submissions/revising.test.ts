import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Entry } from '@homeward/schema/entry.ts'
import type { Screening, Submission } from '@homeward/schema/submission.ts'
import { png } from '../documents/made.ts'
import { answered, problem, saved, sent, startedPlace, submitted, type Place } from './place.ts'

const slug = 'dk-aarhus-info-house-exit-mentoring'
let place: Place
let live: Entry
beforeAll(async () => {
  place = await startedPlace()
  live = await answered<Entry>(place.owner.ask('GET', `/api/v1/entries/${slug}`))
})
afterAll(() => place?.stop())

const revise = (person: Place['owner'], body: object = {}) =>
  person.ask('POST', `/api/v1/entries/${slug}/revisions`, body)

async function makeOwn(origin: 'city' | 'editors') {
  const { db } = place.site.database
  const city = await db
    .selectFrom('cities')
    .select('id')
    .where('slug', '=', 'dk-aarhus')
    .executeTakeFirstOrThrow()
  await db
    .updateTable('revisions')
    .set({ origin, city_id: city.id })
    .where('state', '=', 'published')
    .where('entry_id', 'in', (eb) => eb.selectFrom('entries').select('id').where('slug', '=', slug))
    .execute()
}

it('what the editors wrote is revised by moderators, not by the city that it is about', async () => {
  expect(await problem(revise(place.owner))).toMatchObject({ status: 404, type: 'unknown-entry' })
  const draft = await answered<Submission>(revise(place.moderator), 201)
  expect(draft).toMatchObject({ city: null, origin: 'editors', entry: { slug } })
  expect((await place.moderator.ask('DELETE', `/api/v1/submissions/${draft.id}`)).status).toBe(204)
  expect((await place.owner.ask('GET', `/api/v1/entries/${slug}`)).status).toBe(200)
})

it('a revision begins from what is live; one is open in a language, and whoever comes second is led to it', async () => {
  await makeOwn('city')
  const draft = await answered<Submission>(revise(place.owner), 201)
  expect(draft).toMatchObject({
    state: 'draft',
    translation: false,
    entry: { slug, title: live.title },
    content: {
      title: live.title,
      summary: live.summary,
      language: live.language,
      themes: live.themes,
      outcomes: live.outcomes,
      sections: Object.fromEntries(live.sections.map(({ id, markdown }) => [id, markdown])),
    },
  })
  expect(await problem(revise(place.editor))).toMatchObject({
    status: 409,
    type: 'revision-open',
    open: draft.id,
  })
  // To another city there is nothing to be led to.
  expect(await problem(revise(place.neighbour))).toMatchObject({ status: 404 })
  const changed = await saved(place.owner, draft, { title: 'A new title' })
  const same = await answered<Entry>(place.owner.ask('GET', `/api/v1/entries/${slug}`))
  expect(same).toEqual(live)
  // The language of what was published stays.
  const other = await saved(place.owner, changed, { language: 'da' })
  expect(other.lacks).toContainEqual({ field: 'language', fault: 'unknown' })
})

it('another language is a translation: text only, of the original or of what is live in it', async () => {
  const draft = await answered<Submission>(revise(place.owner, { language: 'fr' }), 201)
  expect(draft).toMatchObject({ translation: true, documents: [] })
  expect(Object.keys(draft.content).toSorted()).toEqual([
    'language',
    'sections',
    'summary',
    'title',
  ])
  expect(await problem(sent(place.owner, place.site, draft, 'a.png', png()))).toMatchObject({
    status: 409,
    type: 'no-documents-here',
  })
  const preview = await answered<Entry>(
    place.owner.ask('GET', `/api/v1/submissions/${draft.id}/preview`),
  )
  expect(preview).toMatchObject({ language: 'fr', themes: live.themes, outcomes: live.outcomes })
  const done = await saved(place.owner, draft, { title: 'Mentorat de sortie', licence: true })
  const { passages } = await answered<Screening>(
    place.owner.ask('GET', `/api/v1/submissions/${done.id}/screening`),
  )
  for (const { key } of passages) {
    await answered(
      place.owner.ask('PUT', `/api/v1/submissions/${done.id}/screening/${key}`, {
        answer: 'public-role',
        why: 'An institution.',
      }),
    )
  }
  expect((await submitted(place.owner, done)).lacks).toEqual([])
  const row = await place.site.database.db
    .selectFrom('revisions')
    .select(['title', 'original_of', 'organisation', 'language', 'state'])
    .where('id', '=', done.id)
    .executeTakeFirstOrThrow()
  expect(row).toEqual({
    title: 'Mentorat de sortie',
    original_of: null,
    organisation: null,
    language: 'fr',
    state: 'submitted',
  })
  expect(await problem(revise(place.owner, { language: 'not a tag' }))).toMatchObject({
    status: 400,
  })
})
