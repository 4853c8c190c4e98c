import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ConsideredList } from '@homeward/schema/considered.ts'
import type { VerdictList } from '@homeward/schema/moderation.ts'
import { nobody } from '../people.ts'
import { answered } from '../submissions/place.ts'
import { decided, handedIn, startedPlace, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const at = (id: string, what: string) => `/api/v1/submissions/${id}/${what}`
const list = (query = '') =>
  answered<ConsideredList>(nobody(place.site).ask('GET', `/api/v1/considered${query}`))
const titles = async () => (await list()).considered.map(({ title }) => title)

async function rejected(title: string, reason = 'too-little'): Promise<string> {
  const { id } = await handedIn(place, { title })
  await decided(place.moderator, id, 'reject', { reason })
  return id
}

it('shows what was considered and not taken where an owner of its city agrees, and only so long', async () => {
  const id = await rejected('A bus to the prison')
  expect(await answered(place.owner.ask('GET', at(id, 'verdicts')))).toMatchObject({
    madeKnown: false,
    mayMakeKnown: true,
  })
  expect(await titles()).toEqual([])
  expect((await place.editor.ask('PUT', at(id, 'considered'))).status).toBe(403)
  expect((await place.moderator.ask('PUT', at(id, 'considered'))).status).toBe(403)
  expect((await place.neighbour.ask('PUT', at(id, 'considered'))).status).toBe(404)

  const agreed = await answered<VerdictList>(place.owner.ask('PUT', at(id, 'considered')))
  expect(agreed).toMatchObject({ madeKnown: true, mayMakeKnown: false })
  await answered(place.owner.ask('PUT', at(id, 'considered')))
  const { considered } = await list()
  expect(considered).toMatchObject([
    { title: 'A bus to the prison', reason: 'too-little', city: { slug: 'dk-aarhus' } },
  ])
  // What moderators wrote to the city is the city's.
  expect(JSON.stringify(considered)).not.toContain('mentors')

  await answered(place.owner.ask('DELETE', at(id, 'considered')))
  expect(await titles()).toEqual([])
})

it('never shows what was rejected because it may harm someone, or waits to be decided anew', async () => {
  const harmful = await rejected('Named a family', 'privacy')
  expect((await place.owner.ask('PUT', at(harmful, 'considered'))).status).toBe(409)
  expect(await answered(place.owner.ask('GET', at(harmful, 'verdicts')))).toMatchObject({
    mayMakeKnown: false,
  })

  const id = await rejected('A choir for fathers')
  await answered(place.owner.ask('POST', at(id, 'appeal'), { text: 'Please look again.' }))
  expect((await place.owner.ask('PUT', at(id, 'considered'))).status).toBe(409)
  const decision = { outcome: 'upheld', reason: 'It says too little still.' }
  await answered(place.colleague.ask('POST', at(id, 'appeal/decide'), decision))
  await answered(place.owner.ask('PUT', at(id, 'considered')))
  expect(await titles()).toEqual(['A choir for fathers'])
})

it('comes a page at a time', async () => {
  for (const title of ['One more', 'Another one']) {
    const id = await rejected(title)
    await answered(place.owner.ask('PUT', at(id, 'considered')))
  }
  const first = await list('?limit=2')
  expect(first.considered).toHaveLength(2)
  const rest = await list(`?limit=2&after=${encodeURIComponent(first.next ?? '')}`)
  expect(rest.considered.map(({ title }) => title)).toEqual(['A choir for fathers'])
  expect(rest.next).toBeNull()
})
