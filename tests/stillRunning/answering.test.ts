import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunningReply } from '@homeward/schema/stillRunning.ts'
import { publishRevision } from '../../server/entries/goingLive.ts'
import { verifyLog } from '../../server/moderation/verifying.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { said } from '../cities/place.ts'
import { nobody } from '../people.ts'
import {
  asked,
  city,
  entryAt,
  other,
  practice,
  running,
  startedPlace,
  tokenFor,
  type Place,
} from './place.ts'

let place: Place
let token: string
beforeEach(async () => {
  place = await startedPlace()
  await asked(place)
  token = await tokenFor(place, place.editor)
})
afterEach(() => place?.stop())

const answer = (
  reply: Omit<RunningReply, 'token' | 'practice'>,
  more: Partial<RunningReply> = {},
) =>
  said(
    nobody(place.site).ask('POST', '/api/v1/still-running/answer', {
      token,
      practice,
      ...reply,
      ...more,
    }),
  )
const today = () => new Date().toISOString().slice(0, 10)
const thisYear = new Date().getUTCFullYear()

it('confirms with one press: the page, the filter and the count say so at once', async () => {
  const before = await entryAt(place, practice)
  const counts = await running(place)
  expect(before).toMatchObject({ running: 'unconfirmed', confirmed: null })
  expect(await answer({ answer: 'runs' })).toMatchObject([
    200,
    { answer: 'runs', confirmed: today() },
  ])
  const after = await entryAt(place, practice)
  expect(after).toMatchObject({ running: 'confirmed', confirmed: today() })
  expect(after.version).toBeGreaterThan(before.version)
  expect(await running(place)).toEqual({
    ...counts,
    confirmed: (counts['confirmed'] ?? 0) + 1,
    unconfirmed: (counts['unconfirmed'] ?? 0) - 1,
  })
  expect(await entryAt(place, other)).toMatchObject({ confirmed: null })
})

it('ends with a year and a reason, as a revision of whoever answered', async () => {
  expect(await answer({ answer: 'ended' })).toMatchObject([400, { errors: [{ field: 'because' }] }])
  for (const endYear of [2009, thisYear + 1]) {
    expect(await answer({ answer: 'ended', because: 'money', endYear })).toMatchObject([
      400,
      { errors: [{ field: 'endYear' }] },
    ])
  }
  expect(await entryAt(place, practice)).toMatchObject({ running: 'unconfirmed', endYear: null })
  await answer({ answer: 'ended', because: 'money' })
  expect(await entryAt(place, practice)).toMatchObject({
    running: 'ended',
    endYear: thisYear,
    endedBecause: 'money',
  })
  const revisions = await place.site.database.db
    .selectFrom('revisions as r')
    .innerJoin('entries as e', 'e.id', 'r.entry_id')
    .select(['r.state', 'r.author_id'])
    .where('e.slug', '=', practice)
    .orderBy('r.number')
    .execute()
  expect(revisions).toMatchObject([
    { state: 'superseded' },
    { state: 'published', author_id: place.editor.id },
  ])
  // Pressed twice, it makes no second one.
  await answer({ answer: 'ended', because: 'money' })
  expect(
    await place.site.database.db
      .selectFrom('revisions as r')
      .innerJoin('entries as e', 'e.id', 'r.entry_id')
      .select('r.id')
      .where('e.slug', '=', practice)
      .execute(),
  ).toHaveLength(2)
})

it('lets an answer be taken back', async () => {
  await answer({ answer: 'ended', because: 'need', endYear: 2020 })
  expect(await entryAt(place, practice)).toMatchObject({ running: 'ended', endYear: 2020 })
  await answer({ answer: 'changed' })
  expect(await entryAt(place, practice)).toMatchObject({
    running: 'unconfirmed',
    endYear: null,
    endedBecause: null,
  })
  await answer({ answer: 'ended', because: 'need', endYear: 2020 })
  await answer({ answer: 'runs' })
  expect(await entryAt(place, practice)).toMatchObject({
    running: 'confirmed',
    endYear: null,
    confirmed: today(),
  })
})

it('tells the moderators where one did harm, and puts it first', async () => {
  await answer({ answer: 'ended', because: 'did-harm', note: 'Families were named in the street.' })
  const mail = await place.inbox.next({ to: place.moderator.email, template: 'practice-did-harm' })
  expect(mail.subject).toContain('Aarhus')
  const { items } = (await (
    await place.moderator.ask('GET', '/api/v1/moderation/queue')
  ).json()) as { items: { kind: string; urgent: boolean }[] }
  expect(items[0]).toMatchObject({ kind: 'report', urgent: true })
  const [report] = await place.site.database.db.selectFrom('reports').selectAll().execute()
  expect(report?.text).toContain('Families were named in the street.')
  // What was said to moderators is theirs.
  expect(JSON.stringify(await entryAt(place, practice))).not.toContain('Families were named')
  expect(await verifyLog(place.site.database.db)).toMatchObject({ faults: [] })
})

it('promises a change without making one', async () => {
  const before = await entryAt(place, practice)
  expect(await answer({ answer: 'changed' })).toMatchObject([200, { answer: 'changed' }])
  expect(await entryAt(place, practice)).toEqual(before)
})

it('answers for nothing that the link is not about', async () => {
  expect((await answer({ answer: 'runs' }, { practice: 'no-such' }))[0]).toBe(404)
  expect((await answer({ answer: 'runs' }, { token: 'x'.repeat(43) }))[0]).toBe(404)
  const { db } = place.site.database
  // Another city's by now.
  await db
    .updateTable('revisions')
    .set((eb) => ({
      city_id: eb.selectFrom('cities').select('id').where('slug', '=', 'dk-copenhagen'),
    }))
    .where('state', '=', 'published')
    .where('entry_id', 'in', (eb) =>
      eb.selectFrom('entries').select('id').where('slug', '=', practice),
    )
    .execute()
  expect((await answer({ answer: 'ended', because: 'money' }))[0]).toBe(404)
  expect((await answer({ answer: 'runs' }, { practice: other }))[0]).toBe(200)
  await db.updateTable('cities').set({ status: 'asked' }).where('slug', '=', city).execute()
  expect((await answer({ answer: 'runs' }, { practice: other }))[0]).toBe(404)
})

it('keeps that it was confirmed while a revision was being written', async () => {
  const began = await place.owner.ask('POST', `/api/v1/entries/${practice}/revisions`, {})
  const { id } = (await began.json()) as { id: string }
  await answer({ answer: 'runs' })
  const { db } = place.site.database
  // As it was handed in, with what it said of the day before.
  await db
    .updateTable('revisions')
    .set({
      state: 'submitted',
      confirmed: null,
      title: 'x',
      summary: 'y',
      organisation: 'z',
      lead_type: 'local-government',
      evidence: 'described',
      country: 'DK',
      origin: 'city',
    })
    .where('id', '=', id)
    .execute()
  await inTransaction(place.site.database, place.site.database.jobs, (work) =>
    publishRevision(work, id),
  )
  expect(await entryAt(place, practice)).toMatchObject({ title: 'x', confirmed: today() })
})
