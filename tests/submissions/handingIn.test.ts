import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Screening, Submission } from '@homeward/schema/submission.ts'
import { sql } from 'kysely'
import { teamOf, personAt } from '../people.ts'
import {
  answered,
  begun,
  city,
  complete,
  core,
  match,
  meeting,
  problem,
  saved,
  startedPlace,
  submitted,
  type Place,
} from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const pathOf = ({ id }: Pick<Submission, 'id'>, rest = '') => `/api/v1/submissions/${id}${rest}`
const snapshotsOf = ({ id }: Submission) =>
  place.site.database.db.selectFrom('snapshots').selectAll().where('revision_id', '=', id).execute()

describe('handing in', () => {
  it('names every fault at once, and keeps the text', async () => {
    const draft = await saved(place.owner, await begun(place.owner), {
      title: 'x'.repeat(121),
      summary: 'Short.',
      themes: ['no-such-theme'],
      outcomes: [{ outcome: 'Work', finding: 'better', by: 'Us', year: '20x0' }],
      sections: { approach: 'Call Anna Lindqvist on +46 70 174 06 58.' },
    })
    const said = await problem(
      place.owner.ask('POST', pathOf(draft, '/submit'), undefined, match(draft)),
    )
    expect(said).toMatchObject({ status: 422, type: 'not-ready' })
    const faults = said.lacks?.map(({ field, fault }) => `${field} ${fault}`)
    expect(faults).toEqual(
      expect.arrayContaining([
        'title too-long',
        'summary too-short',
        'organisation missing',
        'leadType missing',
        'targetGroups missing',
        'stages missing',
        'themes unknown',
        'outcomes.0.year not-a-year',
        'sections.results missing',
        'licence not-agreed',
      ]),
    )
    expect(said.passages?.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['person', 'phone']),
    )
    const after = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
    expect(after).toMatchObject({ state: 'draft', version: draft.version, content: draft.content })
    expect(await snapshotsOf(draft)).toEqual([])
  })

  it('happens once where the same is sent twice, and tells the team by mail', async () => {
    const draft = await complete(place.owner, { title: 'Handed in once' })
    const both = await Promise.all([submitted(place.owner, draft), submitted(place.owner, draft)])
    expect(both.map(({ state }) => state)).toEqual(['submitted', 'submitted'])
    expect(both[0]?.submittedAt).toBe(both[1]?.submittedAt)
    const snapshots = await snapshotsOf(draft)
    expect(snapshots).toHaveLength(1)
    expect(snapshots[0]).toMatchObject({
      content: draft.content,
      version: draft.version,
      taken_by: place.owner.id,
    })
    for (const { email } of [place.owner, place.editor]) {
      const mail = await place.inbox.next({ to: email, template: 'submission-received' })
      expect(mail.subject).toContain('Handed in once')
      expect(mail.link).toContain(`/my/submissions/${draft.id}`)
    }
    const more = (await place.inbox.rest()).filter(
      ({ template }) => template === 'submission-received',
    )
    expect(more).toEqual([])
    const { rows } = await sql<{ state: string }>`
      select state from queue where revision_id = ${draft.id}`.execute(place.site.database.db)
    expect(rows).toEqual([{ state: 'submitted' }])
    expect(
      await problem(place.owner.ask('PATCH', pathOf(draft), { title: 'y' }, match(draft))),
    ).toMatchObject({ status: 409, type: 'state-changed', current: { state: 'submitted' } })
  })

  it('is of the version that the person saw', async () => {
    const draft = await complete(place.owner)
    await saved(place.editor, draft, { title: 'Changed by a colleague' })
    expect(
      await problem(place.owner.ask('POST', pathOf(draft, '/submit'), undefined, match(draft))),
    ).toMatchObject({ status: 412, current: { content: { title: 'Changed by a colleague' } } })
    expect(await problem(place.owner.ask('POST', pathOf(draft, '/submit')))).toMatchObject({
      status: 428,
    })
  })

  it('writes the revision as it will be read: tidy, with its terms and outcomes', async () => {
    const draft = await complete(place.owner, {
      title: '  Two   words  ',
      outcomes: [{}, { outcome: 'Work', finding: 'better', by: 'The town hall', year: '2021' }],
      partners: ['', ' Red  Cross '],
    })
    await submitted(place.owner, draft)
    const row = await place.site.database.db
      .selectFrom('revisions')
      .selectAll()
      .where('id', '=', draft.id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      title: 'Two words',
      partners: ['Red Cross'],
      country: 'DK',
      origin: 'city',
      evidence: 'described',
      state: 'submitted',
      lead_type: core.leadType,
    })
    expect(row.licence_agreed_at).not.toBeNull()
    const outcomes = await place.site.database.db
      .selectFrom('outcomes')
      .select(['outcome', 'finding', 'year'])
      .where('revision_id', '=', draft.id)
      .execute()
    expect(outcomes).toEqual([{ outcome: 'Work', finding: 'better', year: 2021 }])
  })

  it('waits until the city is verified', async () => {
    const asker = await personAt(place.site)
    await teamOf(place.site, 'de-berlin', [{ person: asker }], 'asked')
    const draft = await saved(asker, await begun(asker, { city: 'de-berlin' }), core)
    const said = await problem(asker.ask('POST', pathOf(draft, '/submit'), undefined, match(draft)))
    expect(said.lacks).toEqual([{ field: 'city', fault: 'city-not-verified' }])
    await place.site.database.db
      .updateTable('cities')
      .set({ status: 'verified' })
      .where('slug', '=', 'de-berlin')
      .execute()
    expect((await submitted(asker, draft)).state).toBe('submitted')
  })
})

describe('what may tell who somebody is', () => {
  it('is answered passage by passage; an answer holds while the passage stands', async () => {
    const draft = await complete(place.owner, {
      sections: { ...core.sections, context: 'Write to karin.holm@example.com for the plan.' },
    })
    const screening = () => answered<Screening>(place.owner.ask('GET', pathOf(draft, '/screening')))
    const { passages, unanswered, note } = await screening()
    expect(note).toContain('can miss')
    expect(unanswered).toBe(passages.length)
    const found = passages.find(({ reason }) => reason === 'email')
    expect(found).toMatchObject({ part: 'sections.context', text: 'karin.holm@example.com' })
    for (const { key } of passages) {
      const why = { answer: 'public-role', why: 'The press officer of the town.' }
      await answered(place.owner.ask('PUT', pathOf(draft, `/screening/${key}`), why))
    }
    expect((await screening()).unanswered).toBe(0)
    const answeredOne = (await screening()).passages[0]?.answer
    expect(answeredOne).toMatchObject({ answer: 'public-role', by: place.owner.name })

    const moved = await saved(place.owner, draft, {
      sections: { context: 'For the plan, write to karin.holm@example.com today.' },
    })
    expect((await screening()).unanswered).toBe(0)
    const more = await saved(place.owner, moved, { title: 'Mentors, or per.dahl@example.com' })
    expect((await screening()).unanswered).toBeGreaterThan(0)
    expect(
      await problem(
        place.owner.ask('PUT', pathOf(draft, '/screening/none'), { answer: 'safe', why: 'x' }),
      ),
    ).toMatchObject({ status: 404, type: 'unknown-passage' })
    const back = await saved(place.owner, more, { title: 'Mentors' })
    expect((await submitted(place.owner, back)).state).toBe('submitted')
    // Whoever moderates sees the passage and what was said to it.
    const seen = await answered<Screening>(place.moderator.ask('GET', pathOf(draft, '/screening')))
    expect(seen.passages.map(({ answer }) => answer?.why)).toContain(
      'The press officer of the town.',
    )
    const [snapshot] = await snapshotsOf(draft)
    expect(snapshot?.passages).toContainEqual(
      expect.objectContaining({ reason: 'email', why: 'The press officer of the town.' }),
    )
  })
})

describe('taking back', () => {
  it('is possible until a decision; begun anew from, it has the same text and needs a new yes', async () => {
    const draft = await submitted(place.owner, await complete(place.owner, { title: 'Taken back' }))
    expect(await problem(place.moderator.ask('POST', pathOf(draft, '/withdraw')))).toMatchObject({
      status: 409,
    })
    await place.site.database.db
      .updateTable('revisions')
      .set({ state: 'in-review' })
      .where('id', '=', draft.id)
      .execute()
    const back = await answered<Submission>(place.editor.ask('POST', pathOf(draft, '/withdraw')))
    expect(back).toMatchObject({ state: 'withdrawn', may: ['delete', 'copy'] })
    expect(
      (await answered<Submission>(place.editor.ask('POST', pathOf(draft, '/withdraw')))).state,
    ).toBe('withdrawn')
    expect((await place.moderator.ask('GET', pathOf(draft))).status).toBe(404)
    const copy = await begun(place.owner, { city, from: draft.id })
    expect(copy).toMatchObject({
      state: 'draft',
      content: { title: 'Taken back', licence: false },
      lacks: [{ field: 'licence', fault: 'not-agreed' }],
    })
    expect(
      await problem(place.owner.ask('POST', '/api/v1/submissions', { city, from: draft.id })),
    ).toMatchObject({ status: 409, type: 'revision-open', open: copy.id })
    expect((await place.owner.ask('DELETE', pathOf(draft))).status).toBe(204)
    expect(await snapshotsOf(draft)).toHaveLength(1)
    expect((await place.owner.ask('GET', pathOf(draft))).status).toBe(404)
    expect((await answered<Submission>(place.owner.ask('GET', pathOf(copy)))).id).toBe(copy.id)
  })

  it.each(['rejected', 'published', 'superseded'])(
    'is not possible once it is %s',
    async (state) => {
      const draft = await submitted(place.owner, await complete(place.owner))
      await place.site.database.db
        .updateTable('revisions')
        .set({ state, published_at: new Date() })
        .where('id', '=', draft.id)
        .execute()
      expect(await problem(place.owner.ask('POST', pathOf(draft, '/withdraw')))).toMatchObject({
        status: 409,
        current: { state },
      })
    },
  )
})

describe('who was of the team', () => {
  it('reads and saves nothing any more, from the moment on', async () => {
    const leaver = await personAt(place.site)
    await teamOf(place.site, city, [{ person: leaver, role: 'editor' }])
    const draft = await complete(leaver, { title: 'Begun by one who left' })
    await place.site.database.db
      .deleteFrom('city_members')
      .where('user_id', '=', leaver.id)
      .execute()
    const submit = leaver.ask('POST', pathOf(draft, '/submit'), undefined, match(draft))
    for (const answer of [
      leaver.ask('GET', pathOf(draft)),
      leaver.ask('PATCH', pathOf(draft), { title: 'y' }, match(draft)),
      leaver.ask('DELETE', pathOf(draft)),
      leaver.ask('GET', pathOf(draft, '/comments')),
      leaver.ask('GET', pathOf(draft, '/preview')),
      submit,
    ]) {
      expect(await problem(answer)).toMatchObject({ status: 404, type: 'unknown-submission' })
    }
    expect(await problem(leaver.ask('POST', '/api/v1/submissions', { city }))).toMatchObject({
      status: 404,
      type: 'unknown-city',
    })
    // What they wrote stays with the city.
    const kept = await answered<Submission>(place.owner.ask('GET', pathOf(draft)))
    expect(kept.content.title).toBe('Begun by one who left')
  })
})

describe('what moderators write', () => {
  it('has no city, may be guidance or an event, and is theirs alone', async () => {
    const event = await begun(place.moderator, { kind: 'event', language: 'en' })
    expect(event).toMatchObject({ kind: 'event', city: null, origin: 'editors' })
    expect(event.lacks).toContainEqual({ field: 'checked', fault: 'missing' })
    for (const body of [{ kind: 'event' }, { kind: 'guidance', city }, {}]) {
      expect(await problem(place.owner.ask('POST', '/api/v1/submissions', body))).toMatchObject({
        status: 403,
      })
    }
    expect((await place.owner.ask('GET', pathOf(event))).status).toBe(404)
    const done = await saved(place.moderator, event, meeting)
    expect(done.lacks).toEqual([])
    expect((await submitted(place.moderator, done)).state).toBe('submitted')
  })

  it('is not decided on by whoever wrote a word of it, be it the language alone', async () => {
    const [helper, chooser, other] = [
      await personAt(place.site, { role: 'moderator' }),
      await personAt(place.site, { role: 'moderator' }),
      await personAt(place.site, { role: 'moderator' }),
    ]
    const event = await begun(place.moderator, { kind: 'event', language: 'en' })
    const helped = await saved(helper, event, { title: 'Helped' })
    const chosen = await saved(chooser, helped, { language: 'fr' })
    const { id } = await submitted(
      place.moderator,
      await saved(place.moderator, chosen, { ...meeting, language: 'fr' }),
    )
    const mayDecide = async (person: Place['owner']) =>
      (await answered<Submission>(person.ask('GET', pathOf({ id })))).may.includes('approve')
    expect(await mayDecide(helper)).toBe(false)
    expect(await mayDecide(chooser)).toBe(false)
    expect(await mayDecide(place.moderator)).toBe(false)
    expect(await mayDecide(other)).toBe(true)
  })
})
