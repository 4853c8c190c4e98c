import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Figures, Stats } from '@homeward/schema/figures.ts'
import { refreshPublished } from '../../server/entries/published.ts'
import { decisionFigures } from '../../server/figures/decisions.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { decided, handedIn, startedPlace, type Place } from '../moderation/place.ts'
import { nobody } from '../people.ts'
import { answered } from '../submissions/place.ts'
import { manyDecisions, waitedFor } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const stats = () => answered<Stats>(nobody(place.site).ask('GET', '/api/v1/stats'))
const figures = () => answered<Figures>(place.moderator.ask('GET', '/api/v1/moderation/figures'))
const thisMonth = () => new Date().toISOString().slice(0, 7)

it('counts what is published, and forgets at once what was taken down', async () => {
  const before = await stats()
  expect(before.entries).toBe(before.byKind.reduce((sum, { count }) => sum + count, 0))
  expect(before.entries).toBe(before.byCountry.reduce((sum, { count }) => sum + count, 0))
  expect(before.published).toHaveLength(24)
  expect(before.published.at(-1)?.month).toBe(thisMonth())
  const { database } = place.site
  const entry = await database.db
    .selectFrom('published_entries')
    .select(['entry_id', 'kind', 'country'])
    .where('country', 'is not', null)
    .executeTakeFirstOrThrow()
  await inTransaction(database, database.jobs, async (work) => {
    await work.trx
      .updateTable('entries')
      .set({ taken_down_at: new Date(), taken_down_reason: 'safety' })
      .where('id', '=', entry.entry_id)
      .execute()
    await refreshPublished(work, [entry.entry_id])
  })
  const after = await stats()
  expect(after.entries).toBe(before.entries - 1)
  const of = ({ byCountry }: Stats) =>
    byCountry.find(({ country }) => country === entry.country)?.count ?? 0
  expect(of(after)).toBe(of(before) - 1)
})

it('says what waits and how long decisions took, by kind and country, for moderators', async () => {
  const waiting = await handedIn(place)
  const approved = await handedIn(place, { title: 'Approved after a day' })
  const rejected = await handedIn(place, { title: 'Rejected after three' })
  await decided(place.moderator, approved.id, 'approve')
  await decided(place.moderator, rejected.id, 'reject')
  await waitedFor(place, approved.id, 1)
  await waitedFor(place, rejected.id, 4)
  const { waiting: queue, decisions, published } = await figures()
  expect(queue).toMatchObject({
    total: 1,
    urgent: 0,
    byCountry: [{ country: 'DK', count: 1 }],
  })
  expect(queue.oldest).not.toBeNull()
  expect(queue.byKind).toContainEqual({ kind: 'practice', count: 1 })
  expect(queue.byWhat).toContainEqual({ what: 'submission', count: 1 })
  expect(decisions).toMatchObject({
    count: 2,
    medianDays: 2.5,
    byKind: [{ kind: 'practice', count: 2, medianDays: 2.5 }],
    byCountry: [{ country: 'DK', count: 2, medianDays: 2.5 }],
  })
  expect(decisions.byVerdict).toContainEqual({ verdict: 'rejected', count: 1, medianDays: 4 })
  expect(published.at(-1)).toMatchObject({ month: thisMonth() })
  expect(published.at(-1)?.count).toBeGreaterThan(0)
  // What waits, and single decisions, are nobody else's to know.
  expect(await stats()).toMatchObject({ decisions: null })
  expect(JSON.stringify(await stats())).not.toContain('waiting')
  expect(waiting.state).toBe('submitted')
})

it('gives the same as CSV', async () => {
  const answer = await place.moderator.ask('GET', '/api/v1/moderation/figures.csv')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/csv')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="figures-/)
  const lines = (await answer.text()).split('\r\n')
  expect(lines[0]).toBe('figure,by,value,name,count,median_days')
  expect(lines).toContain('waiting,all,,,1,')
  expect(lines).toContain('waiting,country,DK,Denmark,1,')
  expect(lines).toContain('decided,all,,,2,2.5')
  expect(lines.filter((line) => line.startsWith('published,month,'))).toHaveLength(24)
})

it('says to everyone the share accepted and why not, once there are enough', async () => {
  for (const reason of ['too-little', 'too-little', 'evidence']) {
    const { id } = await handedIn(place, { title: `Rejected for ${reason}` })
    await decided(place.moderator, id, 'reject', { reason })
  }
  // Decisions may be ten seconds old.
  await expect
    .poll(async () => (await stats()).decisions, { timeout: 15_000, interval: 500 })
    .toMatchObject({
      decided: 5,
      accepted: 1,
      reasons: [
        { reason: 'too-little', count: 3 },
        { reason: 'evidence', count: 1 },
      ],
    })
})

it('answers as fast with ten thousand decisions', async () => {
  await manyDecisions(place, 10_000)
  const began = performance.now()
  const { count } = await decisionFigures(place.site.database.db, new Date())
  expect(count).toBeGreaterThan(10_000)
  expect(performance.now() - began).toBeLessThan(1_500)
})
