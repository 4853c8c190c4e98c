import diagnostics from 'node:diagnostics_channel'
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { IncomingMessage } from 'node:http'
import { Worker } from 'node:worker_threads'
import { temporarySlug } from '../../server/submissions/slug.ts'
import { median, ms, report } from './figures.ts'
import { makePlace, secretOfBenches, type Place } from './place.ts'
import type { Lost, Writer } from './autosaveWriters.ts'

/** So many write at once; so many of them in pairs, each pair into two fields of one draft. */
const people = { all: 200, inPairs: 40 }
const longEnough = 'What the town does, week by week, and with whom. '.repeat(60)

/** People of one team, signed in. */
async function makeTeam({ database: { db } }: Place, count: number): Promise<string[]> {
  const { id: cityId } = await db
    .updateTable('cities')
    .set({ status: 'verified', verified_at: new Date() })
    .where('slug', '=', 'dk-aarhus')
    .returning('id')
    .executeTakeFirstOrThrow()
  const cookies: string[] = []
  for (let i = 0; i < count; i++) {
    const { id } = await db
      .insertInto('users')
      .values({ name: `Writer ${i}`, email: `writer${i}@example.org`, email_verified: true })
      .returning('id')
      .executeTakeFirstOrThrow()
    const token = randomBytes(24).toString('base64url')
    await db
      .insertInto('sessions')
      .values({ user_id: id, token, expires_at: new Date(Date.now() + 3_600_000) })
      .execute()
    await db
      .insertInto('city_members')
      .values({ city_id: cityId, user_id: id, role: 'owner' })
      .execute()
    const signature = createHmac('sha256', secretOfBenches).update(token).digest('base64')
    cookies.push(`homeward.session_token=${encodeURIComponent(`${token}.${signature}`)}`)
  }
  return cookies
}

/** A draft that is half written. */
async function makeDraft({ database: { db } }: Place): Promise<string> {
  const id = randomUUID()
  const { id: entryId } = await db
    .insertInto('entries')
    .values({ slug: temporarySlug(id), kind: 'practice', original_language: 'en' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('revisions')
    .values({
      id,
      entry_id: entryId,
      kind: 'practice',
      language: 'en',
      original_of: entryId,
      number: 1,
      state: 'draft',
      sections: '{}',
      sources: '[]',
    })
    .execute()
  const city = await db
    .selectFrom('cities')
    .select('id')
    .where('slug', '=', 'dk-aarhus')
    .executeTakeFirstOrThrow()
  const sections = { context: longEnough, approach: longEnough, results: longEnough }
  await db
    .insertInto('drafts')
    .values({
      revision_id: id,
      city_id: city.id,
      content: JSON.stringify({ language: 'en', title: 'Half written', sections }),
    })
    .execute()
  return id
}

async function makeWriters(place: Place): Promise<Writer[]> {
  const cookies = await makeTeam(place, people.all)
  const writers: Writer[] = []
  let shared = ''
  for (const [i, cookie] of cookies.entries()) {
    const second = i < people.inPairs && i % 2 === 1
    if (!second) shared = await makeDraft(place)
    writers.push({ cookie, draft: shared, section: second ? 'adapting' : 'lessons' })
  }
  return writers
}

/** Milliseconds from a save's first byte to the last of its answer, as the server sees them. */
function measureSaves(): number[] {
  const began = new WeakMap<IncomingMessage, number>()
  const took: number[] = []
  const requestOf = (message: unknown) =>
    typeof message === 'object' && message !== null && 'request' in message ? message.request : null
  diagnostics.subscribe('http.server.request.start', (message) => {
    const request = requestOf(message)
    if (request instanceof IncomingMessage) began.set(request, performance.now())
  })
  diagnostics.subscribe('http.server.response.finish', (message) => {
    const request = requestOf(message)
    if (!(request instanceof IncomingMessage) || request.method !== 'PATCH') return
    took.push(performance.now() - (began.get(request) ?? Number.NaN))
  })
  return took
}

const place = await makePlace()
try {
  const url = await place.serve(null)
  const writers = await makeWriters(place)
  const took = measureSaves()
  const worker = new Worker(new URL('autosaveWriters.ts', import.meta.url), {
    workerData: { url, writers },
  })
  const [lost]: Lost[] = await once(worker, 'message')
  await worker.terminate()
  const sorted = took.toSorted((one, other) => one - other)
  const middle = median(took)
  report(
    `PATCH /api/v1/submissions/:id, ${people.all} people, ${took.length} saves`,
    `median ${ms(middle)} of server time (at most 15 ms), 95 of 100 within ${ms(sorted[Math.floor(took.length * 0.95)] ?? 0)}`,
    middle <= 15,
  )
  report(
    'what they typed',
    `${lost?.keystrokes} keystrokes, ${lost?.texts} of ${people.all} texts differ from what was typed, ${lost?.conflicts} met a colleague’s save`,
    lost?.texts === 0,
  )
} finally {
  await place.stop()
}
