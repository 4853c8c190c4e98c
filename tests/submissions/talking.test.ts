import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '@homeward/schema/entry.ts'
import type {
  Comment,
  CommentList,
  PresenceAnswer,
  Similar,
  Submission,
  SubmissionList,
} from '@homeward/schema/submission.ts'
import {
  answered,
  begun,
  complete,
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

describe('a comment', () => {
  it('stands on a field, is answered and resolved, and is told to the other side by mail', async () => {
    const draft = await submitted(place.owner, await complete(place.owner, { title: 'Talked of' }))
    await place.inbox.rest()
    const asked = await answered<Comment>(
      place.moderator.ask('POST', pathOf(draft, '/comments'), {
        text: 'Who trains the mentors?',
        field: 'sections.approach',
      }),
      201,
    )
    expect(asked).toMatchObject({ speaksAs: 'moderator', field: 'sections.approach', you: true })
    const told = await place.inbox.next({ to: place.editor.email, template: 'comment' })
    expect(told.text).toContain('Who trains the mentors?')
    expect(told.link).toContain(`/my/submissions/${draft.id}`)
    await place.inbox.rest()
    const counted = async () => {
      const { submissions } = await answered<SubmissionList>(
        place.owner.ask('GET', '/api/v1/submissions'),
      )
      return submissions.find(({ id }) => id === draft.id)?.comments
    }
    expect(await counted()).toBe(1)

    const answer = await answered<Comment>(
      place.editor.ask('POST', pathOf(draft, '/comments'), {
        text: 'The university does.',
        answerTo: asked.id,
      }),
      201,
    )
    expect(answer).toMatchObject({
      answerTo: asked.id,
      field: 'sections.approach',
      speaksAs: 'city',
    })
    const back = await place.inbox.next({ to: place.moderator.email, template: 'comment' })
    expect(back.text).toContain('The university does.')
    expect((await place.inbox.rest()).map(({ to }) => to)).toEqual([])

    const path = pathOf(draft, `/comments/${asked.id}`)
    const done = await answered<Comment>(place.owner.ask('PATCH', path, { resolved: true }))
    expect(done.resolvedAt).not.toBeNull()
    expect(await counted()).toBe(0)
    const { comments } = await answered<CommentList>(
      place.moderator.ask('GET', pathOf(draft, '/comments')),
    )
    expect(comments.map(({ id }) => id)).toEqual([asked.id, answer.id])
    expect(comments.every(({ resolvedAt }) => resolvedAt !== null)).toBe(true)
    const again = await answered<Comment>(place.moderator.ask('PATCH', path, { resolved: false }))
    expect(again.resolvedAt).toBeNull()
  })

  it('among moderators is never seen by the city, nor told to it', async () => {
    const draft = await submitted(place.owner, await complete(place.owner))
    await place.inbox.rest()
    const secret = await answered<Comment>(
      place.moderator.ask('POST', pathOf(draft, '/comments'), {
        text: 'Is this the one of last year?',
        seenBy: 'moderators',
      }),
      201,
    )
    const { comments } = await answered<CommentList>(
      place.owner.ask('GET', pathOf(draft, '/comments')),
    )
    expect(comments).toEqual([])
    for (const answer of [
      place.owner.ask('PATCH', pathOf(draft, `/comments/${secret.id}`), { resolved: true }),
      place.owner.ask('POST', pathOf(draft, '/comments'), { text: 'x', answerTo: secret.id }),
    ]) {
      expect(await problem(answer)).toMatchObject({ status: 404, type: 'unknown-comment' })
    }
    expect(
      await problem(
        place.owner.ask('POST', pathOf(draft, '/comments'), { text: 'x', seenBy: 'moderators' }),
      ),
    ).toMatchObject({ status: 403 })
    expect((await place.inbox.rest()).map(({ to }) => to)).toEqual([])
  })

  it('on a draft is the team’s own', async () => {
    const draft = await begun(place.owner)
    await answered(place.editor.ask('POST', pathOf(draft, '/comments'), { text: 'Wait.' }), 201)
    expect((await place.moderator.ask('GET', pathOf(draft, '/comments'))).status).toBe(404)
    expect((await place.inbox.rest()).filter(({ to }) => to === place.moderator.email)).toEqual([])
  })
})

describe('whoever has a draft open', () => {
  it('is told at once who else has, and which version is there', async () => {
    const draft = await begun(place.owner)
    const [mine, colleagues] = [randomUUID(), randomUUID()]
    const say = (person: Place['owner'], window: string, leaving = false) =>
      answered<PresenceAnswer>(person.ask('POST', pathOf(draft, '/presence'), { window, leaving }))
    expect((await say(place.owner, mine)).others).toEqual([])
    expect((await say(place.editor, colleagues)).others).toMatchObject([
      { name: place.owner.name, you: false },
    ])
    const after = await saved(place.editor, draft, { title: 'New' })
    expect(await say(place.owner, mine)).toMatchObject({
      version: after.version,
      saved: { by: place.editor.name, you: false },
      others: [{ name: place.editor.name }],
    })
    const read = await answered<Submission>(
      place.owner.ask('GET', `${pathOf(draft)}?window=${mine}`),
    )
    expect(read.others).toMatchObject([{ name: place.editor.name }])
    await say(place.editor, colleagues, true)
    expect((await say(place.owner, mine)).others).toEqual([])
    // A window that fell silent is forgotten.
    await say(place.editor, colleagues)
    await place.site.database.db
      .updateTable('draft_editors')
      .set({ seen_at: new Date(Date.now() - 31_000) })
      .where('window_id', '=', colleagues)
      .execute()
    expect((await say(place.owner, mine)).others).toEqual([])
  })
})

describe('the preview', () => {
  it('is what the page will show, with nothing of what is wrong or missing', async () => {
    const draft = await saved(place.owner, await begun(place.owner), {
      title: ' A   title ',
      sections: { approach: '# One\n\n<script>alert(1)</script>', results: '' },
      startYear: 'x',
      evidence: 'no-such',
      outcomes: [{ outcome: 'Work', finding: 'better', by: 'Us' }, { outcome: 'Half' }],
    })
    const entry = await answered<Entry>(place.owner.ask('GET', pathOf(draft, '/preview?labels=en')))
    expect(entry).toMatchObject({
      title: 'A title',
      summary: '',
      city: 'Aarhus',
      country: 'DK',
      startYear: null,
      evidence: null,
      outcomes: [{ outcome: 'Work' }],
      labels: { country: { DK: 'Denmark' } },
    })
    expect(entry.sections.map(({ id }) => id)).toEqual(['approach'])
    expect(entry.sections[0]?.html).toContain('<h3 id="approach-one">One</h3>')
    expect(entry.sections[0]?.html).not.toContain('<script>')
  })
})

describe('what looks like the same practice', () => {
  it('is shown before the work is done twice, the likest first', async () => {
    const live = await answered<Entry>(
      place.owner.ask('GET', '/api/v1/entries/dk-aarhus-info-house-exit-mentoring'),
    )
    const draft = await saved(place.owner, await begun(place.owner), {
      title: `${live.title}, described anew`,
      summary: live.summary,
    })
    const { entries } = await answered<Similar>(place.owner.ask('GET', pathOf(draft, '/similar')))
    expect(entries[0]?.card.slug).toBe(live.slug)
    expect(entries[0]?.why).toEqual(expect.arrayContaining(['similar-title', 'same-words']))
    const other = await saved(place.owner, await begun(place.owner), {
      title: 'Zebra crossing near a swimming pool',
      summary: 'Painted stripes on asphalt.',
    })
    const none = await answered<Similar>(place.owner.ask('GET', pathOf(other, '/similar')))
    expect(none.entries).toEqual([])
    const empty = await begun(place.owner)
    expect(await answered<Similar>(place.owner.ask('GET', pathOf(empty, '/similar')))).toEqual({
      entries: [],
    })
  })
})
