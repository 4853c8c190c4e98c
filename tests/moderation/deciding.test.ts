import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BulkOutcome, Standing, VerdictList } from '@homeward/schema/moderation.ts'
import type { Entry } from '@homeward/schema/entry.ts'
import type { Submission } from '@homeward/schema/submission.ts'
import { teamOf } from '../people.ts'
import { answered, match, problem, saved, submitted } from '../submissions/place.ts'
import { decided, handedIn, logged, queueOf, seenBy, standingOf, startedPlace } from './place.ts'
import type { Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const at = (id: string, act: string) => `/api/v1/submissions/${id}/${act}`
const entryAt = (slug: string) => fetch(`${place.site.url}/api/v1/entries/${slug}`)

describe('a submission that is approved', () => {
  it('is live with all that follows: address, search, log, verdict, mail, queue', async () => {
    const { id } = await handedIn(place, { title: 'Bicycles for the first week' })
    const standing = await decided(place.moderator, id, 'approve')
    expect(standing).toMatchObject({
      state: 'published',
      entry: { slug: 'dk-bicycles-for-the-first-week' },
      decidedBy: { name: place.moderator.name },
    })
    const entry = await answered<Entry>(entryAt('dk-bicycles-for-the-first-week'))
    expect(entry).toMatchObject({ origin: 'city', citySlug: 'dk-aarhus', version: 1 })
    const found = await (await fetch(`${place.site.url}/api/v1/search?q=bicycles`)).json()
    expect(found).toMatchObject({ hits: [{ slug: 'dk-bicycles-for-the-first-week' }] })
    expect(await logged(place, id)).toEqual([['approve', place.moderator.id]])
    const mail = await place.inbox.next({ to: place.owner.email, template: 'approved' })
    expect(mail.link).toBe('http://127.0.0.1/practices/dk-bicycles-for-the-first-week')
    expect((await queueOf(place.moderator)).map((item) => item.id)).not.toContain(id)
    expect((await queueOf(place.moderator, '&state=published')).map((item) => item.id)).toContain(
      id,
    )
    const read = await answered<Submission>(place.owner.ask('GET', `/api/v1/submissions/${id}`))
    expect(read.state).toBe('published')
  })

  it('is published as its preview showed it', async () => {
    const { id } = await handedIn(place, { title: 'Tea with the neighbours' })
    const shown = await answered<Entry>(
      place.moderator.ask('GET', `/api/v1/submissions/${id}/preview`),
    )
    const { entry } = await decided(place.moderator, id, 'approve')
    const live = await answered<Entry>(entryAt(entry?.slug ?? ''))
    expect(shown).toMatchObject({ running: 'confirmed', evidence: 'described' })
    const { slug, citySlug, version, publishedAt, updatedAt, ...page } = live
    expect(shown).toMatchObject(page)
  })

  it('takes the place of what was live, and of nothing that the moderator did not see', async () => {
    const first = await handedIn(place, { title: 'A house near the station' })
    const { entry } = await decided(place.moderator, first.id, 'approve')
    const slug = entry?.slug ?? ''
    const again = await answered<Submission>(
      place.owner.ask('POST', `/api/v1/entries/${slug}/revisions`, {}),
      201,
    )
    const { id } = await submitted(
      place.owner,
      await saved(place.owner, again, {
        title: 'A house by the sea',
        licence: true,
        notKnown: ['stages'],
      }),
    )
    const seen = await seenBy(place.moderator, id)
    expect(seen.live).toBe(first.id)
    expect(
      await problem(
        place.moderator.ask('POST', at(id, 'approve'), { seen: { ...seen, live: null } }),
      ),
    ).toMatchObject({ status: 409, type: 'changed-since' })
    await decided(place.moderator, id, 'approve')
    expect(await answered(entryAt(slug))).toMatchObject({ title: 'A house by the sea', version: 2 })
    expect((await standingOf(place.moderator, first.id)).state).toBe('superseded')
  })

  it('gets an address of its own where two have the same title', async () => {
    const [one, other] = [
      await handedIn(place, { title: 'The same name' }),
      await handedIn(place, { title: 'The same name' }),
    ]
    const slugs = await Promise.all([
      decided(place.moderator, one.id, 'approve'),
      decided(place.colleague, other.id, 'approve'),
    ])
    expect(slugs.map(({ entry }) => entry?.slug).toSorted()).toEqual([
      'dk-the-same-name',
      'dk-the-same-name-2',
    ])
  })

  it('stays out while its city is not verified', async () => {
    const { id } = await handedIn(place, { title: 'Not verified any more' })
    const { db } = place.site.database
    const set = (status: 'asked' | 'verified') =>
      db.updateTable('cities').set({ status }).where('slug', '=', 'dk-aarhus').execute()
    await set('asked')
    const seen = await seenBy(place.moderator, id)
    expect(await problem(place.moderator.ask('POST', at(id, 'approve'), { seen }))).toMatchObject({
      status: 409,
      type: 'cannot-go-live',
    })
    await set('verified')
    expect(await seenBy(place.moderator, id)).toEqual(seen)
    await decided(place.moderator, id, 'approve')
  })
})

describe('changes that are asked for', () => {
  it('open the same revision again, with the words, and it comes back as another version', async () => {
    const submission = await handedIn(place, { title: 'Come back with more' })
    const { id } = submission
    const before = await seenBy(place.moderator, id)
    await decided(place.moderator, id, 'request-changes')
    const mail = await place.inbox.next({ to: place.owner.email, template: 'changes-requested' })
    expect(mail.text).toContain('Please say who the mentors are.')
    const open = await answered<Submission>(place.owner.ask('GET', `/api/v1/submissions/${id}`))
    expect(open).toMatchObject({ state: 'changes-requested' })
    expect(open.may).toContain('submit')
    await submitted(place.owner, open)
    // The same text handed in again is still another version: what was seen before does not decide it.
    expect(
      await problem(
        place.moderator.ask('POST', at(id, 'reject'), { seen: before, text: 'x', reason: 'other' }),
      ),
    ).toMatchObject({ status: 409, type: 'changed-since' })
    const verdicts = await answered<VerdictList>(place.owner.ask('GET', at(id, 'verdicts')))
    expect(verdicts).toMatchObject({
      verdicts: [{ verdict: 'changes-requested', by: null }],
      mayAppeal: false,
    })
  })

  it('need words', async () => {
    const { id } = await handedIn(place)
    const seen = await seenBy(place.moderator, id)
    for (const [act, body] of [
      ['request-changes', { text: ' \n ' }],
      ['request-changes', {}],
      ['reject', { text: 'Because.' }],
      ['reject', { reason: 'other' }],
      ['reject', { reason: 'because', text: 'x' }],
    ] as const) {
      const said = await problem(place.moderator.ask('POST', at(id, act), { seen, ...body }))
      expect({ act, body, status: said.status }).toEqual({ act, body, status: 400 })
    }
  })
})

describe('two moderators at once', () => {
  it('one decides, the other is shown what and by whom', async () => {
    const { id } = await handedIn(place, { title: 'Two at once' })
    const seen = await seenBy(place.moderator, id)
    const answers = await Promise.all([
      place.moderator.ask('POST', at(id, 'approve'), { seen }),
      place.colleague.ask('POST', at(id, 'reject'), { seen, text: 'No.', reason: 'other' }),
    ])
    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 409])
    const lost = answers[statuses.indexOf(409)]
    const said = (await lost?.json()) as { standing: Standing }
    const winner = statuses[0] === 200 ? place.moderator : place.colleague
    expect(said.standing.decidedBy).toEqual({ id: winner.id, name: winner.name })
    expect(await logged(place, id)).toHaveLength(1)
  })

  it('a city that takes its text back meanwhile is not overruled', async () => {
    const { id } = await handedIn(place, { title: 'Taken back' })
    const seen = await seenBy(place.moderator, id)
    await answered(place.owner.ask('POST', at(id, 'withdraw'), undefined))
    expect(await problem(place.moderator.ask('POST', at(id, 'approve'), { seen }))).toMatchObject({
      status: 404,
    })
    expect((await queueOf(place.moderator)).map((item) => item.id)).not.toContain(id)
  })
})

describe('a claim', () => {
  it('keeps colleagues from deciding, until it is handed back or lapses', async () => {
    const { id } = await handedIn(place, { title: 'Claimed' })
    const claimed = await answered<Standing>(place.moderator.ask('POST', at(id, 'claim')))
    expect(claimed).toMatchObject({ state: 'in-review', claim: { you: true } })
    for (const [act, body] of [
      ['claim', undefined],
      ['release', undefined],
      ['approve', { seen: await seenBy(place.colleague, id) }],
    ] as const) {
      expect(await problem(place.colleague.ask('POST', at(id, act), body))).toMatchObject({
        status: 409,
        type: 'claimed-by-another',
      })
    }
    const released = await answered<Standing>(place.moderator.ask('POST', at(id, 'release')))
    expect(released).toMatchObject({ state: 'submitted', claim: null })
    await answered(place.moderator.ask('POST', at(id, 'claim')))
    await place.site.database.db
      .updateTable('queue')
      .set({ claimed_until: new Date(Date.now() - 1000) })
      .where('id', '=', id)
      .execute()
    expect(await queueOf(place.colleague, '&holder=nobody')).toContainEqual(
      expect.objectContaining({ id, claim: null }),
    )
    await decided(place.colleague, id, 'approve')
  })
})

describe('one’s own text', () => {
  it('is decided by somebody else: a moderator’s by another, or by an administrator', async () => {
    const draft = await answered<Submission>(
      place.moderator.ask('POST', '/api/v1/submissions', { kind: 'guidance', language: 'en' }),
      201,
    )
    const text = {
      title: 'How to read what one is told',
      summary: 'What is told of people who come home is read with care. '.repeat(4).trim(),
      organisation: 'The editors',
      leadType: 'local-government',
      themes: ['employment'],
      year: 2024,
      checked: '2026-01-05',
      sections: { audience: 'Those who write.' },
      sources: [
        { title: 'A source', publisher: 'A publisher', year: 2024, url: 'https://example.org/' },
      ],
      licence: true,
    }
    const ready = await saved(place.moderator, draft, text)
    const { id } = await submitted(place.moderator, ready)
    const own = await standingOf(place.colleague, id)
    expect(own.mayDecide).toBe(true)
    const { state, version, live } = own
    expect(
      await problem(
        place.moderator.ask('POST', at(id, 'approve'), { seen: { state, version, live } }),
      ),
    ).toMatchObject({ status: 403, type: 'own-text' })
    expect((await queueOf(place.moderator)).find((item) => item.id === id)?.mayDecide).toBe(false)
    await decided(place.administrator, id, 'approve')
  })

  it('is also what somebody else of the team handed in', async () => {
    await teamOf(place.site, 'be-vilvoorde', [{ person: place.colleague }])
    const city = { city: 'be-vilvoorde', language: 'en' }
    const draft = await answered<Submission>(
      place.colleague.ask('POST', '/api/v1/submissions', city),
      201,
    )
    expect(
      await problem(place.colleague.ask('POST', at(draft.id, 'approve'), { seen: draft })),
    ).toMatchObject({ status: 400 })
    const seen = { state: 'draft', version: draft.version }
    expect(
      await problem(place.colleague.ask('POST', at(draft.id, 'approve'), { seen })),
    ).toMatchObject({ status: 409 })
  })

  it('cannot be decided on by a member of the city, nor by anyone who is no moderator', async () => {
    const { id, version } = await handedIn(place)
    const seen = { state: 'submitted', version, live: null }
    for (const person of [place.owner, place.neighbour, place.member]) {
      expect(await problem(person.ask('POST', at(id, 'approve'), { seen }))).toMatchObject({
        status: 403,
      })
    }
  })
})

describe('several at once', () => {
  it('are each decided and reported by themselves', async () => {
    const [one, other, gone] = [await handedIn(place), await handedIn(place), await handedIn(place)]
    const seen = await Promise.all([one, other, gone].map(({ id }) => seenBy(place.moderator, id)))
    await answered(place.owner.ask('POST', at(gone.id, 'withdraw'), undefined))
    await answered(place.colleague.ask('POST', at(other.id, 'claim')))
    const { outcomes } = await answered<BulkOutcome>(
      place.moderator.ask('POST', '/api/v1/moderation/decisions', {
        act: 'reject',
        reason: 'duplicate',
        text: 'It is here already.',
        items: [one, other, gone].map(({ id }, i) => ({ id, seen: seen[i] })),
      }),
    )
    expect(outcomes.map(({ done, problem: wrong }) => [done, wrong?.status ?? null])).toEqual([
      [true, null],
      [false, 409],
      [false, 404],
    ])
    expect((await standingOf(place.moderator, one.id)).state).toBe('rejected')
    expect((await standingOf(place.moderator, other.id)).state).toBe('in-review')
  })
})

describe('an appeal', () => {
  it('is made once, and decided by somebody else', async () => {
    const { id } = await handedIn(place, { title: 'Appealed' })
    await decided(place.moderator, id, 'reject')
    const body = { text: 'You have not read the second half.' }
    const verdicts = await answered<VerdictList>(place.owner.ask('POST', at(id, 'appeal'), body))
    expect(verdicts).toMatchObject({ mayAppeal: false, appeal: { outcome: null } })
    expect(await problem(place.owner.ask('POST', at(id, 'appeal'), body))).toMatchObject({
      status: 409,
      type: 'appealed-before',
    })
    await place.inbox.next({ to: place.colleague.email, template: 'appealed' })
    expect(await queueOf(place.colleague, '&kind=appeal')).toContainEqual(
      expect.objectContaining({ id, kind: 'appeal', state: 'open' }),
    )
    const decision = { outcome: 'overturned', reason: 'It was there indeed.' }
    expect(
      await problem(place.moderator.ask('POST', at(id, 'appeal/decide'), decision)),
    ).toMatchObject({ status: 403, type: 'decided-before' })
    const standing = await answered<Standing>(
      place.colleague.ask('POST', at(id, 'appeal/decide'), decision),
    )
    expect(standing).toMatchObject({ state: 'submitted', appeal: { outcome: 'overturned' } })
    const mail = await place.inbox.next({ to: place.owner.email, template: 'appeal-decided' })
    expect(mail.text).toContain('It was there indeed.')
    expect(
      await problem(
        place.moderator.ask('POST', at(id, 'reject'), {
          seen: await seenBy(place.moderator, id),
          text: 'No.',
          reason: 'other',
        }),
      ),
    ).toMatchObject({ status: 403, type: 'decided-before' })
    await decided(place.colleague, id, 'reject')
    expect(await problem(place.owner.ask('POST', at(id, 'appeal'), body))).toMatchObject({
      status: 409,
    })
  })

  it('leaves no second open text of an entry', async () => {
    const { id } = await handedIn(place, { title: 'Begun anew' })
    await decided(place.moderator, id, 'reject')
    await answered(place.owner.ask('POST', at(id, 'appeal'), { text: 'Please look again.' }))
    await answered(
      place.owner.ask('POST', '/api/v1/submissions', { city: 'dk-aarhus', from: id }),
      201,
    )
    expect(
      await problem(
        place.colleague.ask('POST', at(id, 'appeal/decide'), {
          outcome: 'overturned',
          reason: 'Yes.',
        }),
      ),
    ).toMatchObject({ status: 409, type: 'revision-open' })
    const upheld = { outcome: 'upheld', reason: 'It says too little still.' }
    expect(
      await answered<Standing>(place.colleague.ask('POST', at(id, 'appeal/decide'), upheld)),
    ).toMatchObject({ state: 'rejected' })
  })
})

describe('a draft', () => {
  it('is not decided on', async () => {
    const draft = await answered<Submission>(
      place.owner.ask('POST', '/api/v1/submissions', { city: 'dk-aarhus', language: 'en' }),
      201,
    )
    expect(
      await problem(
        place.moderator.ask(
          'POST',
          at(draft.id, 'approve'),
          { seen: { state: 'draft', version: 1 } },
          match(draft),
        ),
      ),
    ).toMatchObject({ status: 404 })
  })
})
