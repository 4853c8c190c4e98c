import { afterEach, beforeEach, expect, it } from 'vitest'
import { said } from '../cities/place.ts'
import { nobody, personAt, teamOf } from '../people.ts'
import {
  asked,
  city,
  madeOwn,
  other,
  practice,
  startedPlace,
  tokenFor,
  years,
  type Place,
} from './place.ts'

let place: Place
beforeEach(async () => {
  place = await startedPlace()
})
afterEach(() => place?.stop())

const read = (token: string) =>
  said(nobody(place.site).ask('POST', '/api/v1/still-running/read', { token }))

it('asks each person of a team once about all that is due, by one mail', async () => {
  expect(await asked(place)).toBe(1)
  const mails = await place.inbox.rest()
  expect(mails.map(({ to, template }) => `${template} ${to}`).toSorted()).toEqual([
    `still-running ${place.owner.email}`,
    `still-running ${place.editor.email}`,
  ])
  const [mail, another] = mails
  expect(mail?.text).toContain('Aarhus')
  expect(mail?.text.match(/^> /gm)).toHaveLength(2)
  // Each has a link of their own, whose token no log sees.
  expect(mail?.link).toMatch(/^http:\/\/127\.0\.0\.1\/still-running#[\w-]{43}$/)
  expect(mail?.link).not.toBe(another?.link)
  // The token is kept nowhere.
  const links = await place.site.database.db.selectFrom('running_links').selectAll().execute()
  expect(JSON.stringify(links)).not.toContain(mail?.link.split('#')[1])
})

it('asks once, however often and by however many it is looked', async () => {
  const counts = await Promise.all([asked(place), asked(place), asked(place)])
  expect(counts.toSorted()).toEqual([0, 0, 1])
  expect(await asked(place)).toBe(0)
  expect(await asked(place, years(1))).toBe(1)
  expect(await place.inbox.rest()).toHaveLength(4)
})

it('lets what would be due soon come along, and leaves alone what was heard of lately', async () => {
  const elevenMonths = new Date(Date.now() - 335 * 86_400_000)
  await madeOwn(place.site, [other], elevenMonths)
  expect(await asked(place)).toBe(1)
  expect(await read(await tokenFor(place, place.owner))).toMatchObject([
    200,
    { practices: [{ slug: other }, { slug: practice }] },
  ])
  await place.inbox.rest()
  await place.site.database.db.deleteFrom('confirmations').execute()
  await madeOwn(place.site, [practice, other], elevenMonths)
  expect(await asked(place)).toBe(0)
})

it('does not ask about what ended, was taken down, is the editors’ account, or of a city without a team', async () => {
  const { db } = place.site.database
  await db.updateTable('cities').set({ status: 'asked' }).where('slug', '=', city).execute()
  expect(await asked(place)).toBe(0)
  await db.updateTable('cities').set({ status: 'verified' }).where('slug', '=', city).execute()
  const change = (set: { end_year?: number; origin?: 'editors'; checked?: string }) =>
    db
      .updateTable('revisions')
      .set(set)
      .where('state', '=', 'published')
      .where('entry_id', 'in', (eb) =>
        eb.selectFrom('entries').select('id').where('slug', '=', practice),
      )
      .execute()
  await change({ end_year: 2020 })
  await db
    .updateTable('entries')
    .set({ taken_down_at: new Date(), taken_down_reason: 'safety' })
    .where('slug', '=', other)
    .execute()
  expect(await asked(place)).toBe(0)
  await change({ end_year: 2100, origin: 'editors', checked: '2026-01-01' })
  expect(await asked(place)).toBe(0)
})

it('opens nothing with a link that is too old, of nobody, or of someone who left', async () => {
  await asked(place)
  const token = await tokenFor(place, place.editor)
  const changesNothing = async () =>
    (await place.site.database.db.selectFrom('confirmations').select('answer').execute()).map(
      ({ answer }) => answer,
    )
  expect((await read(token))[0]).toBe(200)
  expect((await read(token))[0]).toBe(200)
  expect(await changesNothing()).toEqual([null, null])
  expect((await read('x'.repeat(43)))[0]).toBe(404)
  expect((await read('x'))[0]).toBe(400)
  const { db } = place.site.database
  await db.deleteFrom('city_members').where('user_id', '=', place.editor.id).execute()
  expect((await read(token))[0]).toBe(404)
  const owners = await tokenFor(place, place.owner)
  await db.updateTable('running_askings').set({ expires_at: new Date() }).execute()
  expect((await read(owners))[0]).toBe(410)
  expect(
    (
      await nobody(place.site).ask('POST', '/api/v1/still-running/answer', {
        token: owners,
        practice,
        answer: 'runs',
      })
    ).status,
  ).toBe(410)
})

it('asks each of several cities, a batch at a time', async () => {
  const another = await personAt(place.site)
  await teamOf(place.site, 'dk-copenhagen', [{ person: another }])
  const { db } = place.site.database
  await db
    .updateTable('revisions')
    .set((eb) => ({
      city_id: eb.selectFrom('cities').select('id').where('slug', '=', 'dk-copenhagen'),
    }))
    .where('entry_id', 'in', (eb) =>
      eb.selectFrom('entries').select('id').where('slug', '=', other),
    )
    .execute()
  expect(await asked(place)).toBe(2)
  expect((await place.inbox.rest()).map(({ to }) => to).toSorted()).toEqual(
    [place.owner, place.editor, another].map(({ email }) => email).toSorted(),
  )
})
