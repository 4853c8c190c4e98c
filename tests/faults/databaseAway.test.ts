import { expect, onTestFinished, test } from 'vitest'
import { startJobs } from '../../server/platform/jobs.ts'
import { queues } from '../../server/queues.ts'
import { administer, freshDatabase } from '../database.ts'
import { startedSite } from '../site.ts'

const addresses = ['/', '/search?q=mentor', '/countries', '/api/v1/search?q=mentor', '/sitemap.xml']

test('while PostgreSQL is away every address says so and when to come again; then all is as it was', async () => {
  const database = await freshDatabase()
  // Those of a test take a lost connection for a fault.
  await database.jobs.stop()
  const jobs = await startJobs(database.url, queues, () => {})
  const site = await startedSite({ database: { ...database, jobs }, rateLimit: 0 })
  onTestFinished(async () => {
    await site.stop()
    await jobs.stop()
    await database.drop()
  })
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  const name = rows[0]?.name ?? ''
  const statuses = async () =>
    Promise.all(addresses.map(async (path) => (await fetch(site.url + path)).status))
  expect(await statuses()).toEqual(addresses.map(() => 200))

  await administer(
    `alter database ${name} allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  )
  for (const path of addresses) {
    const answer = await fetch(site.url + path)
    expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '5'])
  }
  expect((await fetch(`${site.url}/health/live`)).status).toBe(200)
  expect(await (await fetch(`${site.url}/health/ready`)).json()).toMatchObject({
    status: 'unavailable',
    parts: { postgres: 'down' },
  })

  await administer(`alter database ${name} allow_connections true`)
  expect(await statuses()).toEqual(addresses.map(() => 200))
})
