import { sql } from 'kysely'
import type { QueueQuery } from '@homeward/schema/moderation.ts'
import { countQueue } from '../../server/moderation/queueCounts.ts'
import { pageStatement } from '../../server/moderation/queueList.ts'
import { median, ms, report, timed } from './figures.ts'
import { makePerson } from './people.ts'
import { makePlace, type Place } from './place.ts'
import { fillQueue } from './waiting.ts'

/** So many submissions, and so many requests for each address. */
const sizes = { few: 10, many: 10_000 }
const rounds = 60
/** What is as fast: the rest is the noise of a machine. */
const mostRatio = 1.5

/** What moderators ask for, ten rows each: a page of fifty would be five pages of ten. */
const asked: Record<string, QueueQuery> = {
  'all of it': {},
  'one country': { country: ['DK'] },
  'two languages': { language: ['fr', 'ar'] },
  'a theme': { theme: ['employment'] },
  'a city': { city: ['dk-aarhus'] },
  'one state': { state: ['in-review'] },
  'what was decided': { state: ['published'] },
  'nobody’s': { holder: 'nobody' },
  'waits for a month': { minDays: 30 },
  'changed since': { changed: true },
  several: { language: ['en'], theme: ['employment'], holder: 'free', minDays: 7 },
}

async function medians(url: string, cookie: string): Promise<Map<string, number>> {
  const taken = new Map<string, number[]>(Object.keys(asked).map((name) => [name, []]))
  // In turns, so that what the machine does beside is spread over all of them.
  for (let round = 0; round < rounds; round++) {
    for (const [name, query] of Object.entries(asked)) {
      const search = new URLSearchParams(
        Object.entries({ ...query, limit: 10 }).map(([key, value]) => [key, String(value)]),
      )
      if (query.language) search.delete('language')
      for (const language of query.language ?? []) search.append('language', language)
      const took = await timed(async () => {
        const answer = await fetch(`${url}/api/v1/moderation/queue?${search}`, {
          headers: { cookie },
        })
        if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
        await answer.arrayBuffer()
      })
      // The first ones plan statements and fill caches.
      if (round >= 5) taken.get(name)?.push(took)
    }
  }
  return new Map([...taken].map(([name, times]) => [name, median(times)]))
}

async function medianOf(task: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 20; round++) times.push(await timed(task))
  return median(times)
}

/** Whether PostgreSQL reads the queue by an index. */
async function byIndex({ database: { db } }: Place, person: string, query: QueueQuery) {
  const { rows } = await sql<{ 'QUERY PLAN': unknown }>`
    explain (format json) ${pageStatement(person, { ...query, limit: 10 })}`.execute(db)
  const plan = JSON.stringify(rows[0]?.['QUERY PLAN'])
  const scans = [...plan.matchAll(/"Index Name":"(queue_[a-z_]+)"/g)].map(([, name]) => name)
  const whole = /"Node Type":"Seq Scan"[^{}]*"Relation Name":"queue"/.test(plan)
  return { scans, whole }
}

const place = await makePlace()
try {
  const { id, cookie } = await makePerson(place, 'moderator')
  const url = await place.serve(null)
  const { db } = place.database
  // Most of the many was looked at: it is passed over by who asks for what changed since.
  const lookAtAll = () =>
    sql`insert into looks (user_id, item_id, at) select ${id}, id, now() + interval '1 minute' from queue
      where id::text < 'e' on conflict do nothing`.execute(db)
  await fillQueue(db, 1, sizes.few)
  // All of the few answer to each filter, so that as many rows are compared with as many.
  await sql`
    update queue set country = 'DK', themes = '{employment}',
      city_id = (select id from cities where slug = 'dk-aarhus')`.execute(db)
  const few = await medians(url, cookie)
  const countedFew = await medianOf(() => countQueue(db))
  await fillQueue(db, sizes.few + 1, sizes.many - sizes.few)
  await lookAtAll()
  await sql`vacuum analyze`.execute(db)
  const many = await medians(url, cookie)
  const countedMany = await medianOf(() => countQueue(db))
  for (const [name, query] of Object.entries(asked)) {
    const [withFew = 0, withMany = 0] = [few.get(name), many.get(name)]
    const { scans, whole } = await byIndex(place, id, query)
    const ratio = withMany / withFew
    report(
      `GET /api/v1/moderation/queue, ${name}`,
      `${ms(withMany)} with ${sizes.many}, ${ms(withFew)} with ${sizes.few}: ratio ${ratio.toFixed(2)} (at most ${mostRatio}); ${scans.join(', ') || 'no index'}`,
      ratio <= mostRatio && scans.length > 0 && !whole,
    )
  }
  report(
    'its counts, read behind the answers, and before one only where nobody asked for ten seconds',
    `${ms(countedMany)} with ${sizes.many}, ${ms(countedFew)} with ${sizes.few}`,
    countedMany <= 30,
  )
} finally {
  await place.stop()
}
