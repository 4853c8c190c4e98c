import { afterEach, describe, expect, inject, it } from 'vitest'
import type { SearchAnswer } from '@homeward/schema/search.ts'
import { refreshPublished } from '../../server/entries/published.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { meilisearchIndexer } from '../../server/search/indexer.ts'
import { meilisearchClient, meilisearchEngine } from '../../server/search/meilisearch.ts'
import { freshDatabase } from '../database.ts'
import { engines, isPresent, startedSite, type Site } from '../site.ts'

const slug = 'ke-kwale-amnesty-returnees'
let site: Site | null = null
afterEach(async () => {
  await site?.stop()
  site = null
})

async function search(query: string): Promise<SearchAnswer> {
  const response = await fetch(`${site?.url}/api/v1/search?${query}`)
  return (await response.json()) as SearchAnswer
}

/** Changes the live text of an entry as a decision would, index job and all. */
async function change(title: string | null, takenDown: boolean): Promise<void> {
  const { database } = site ?? {}
  if (!database) throw new Error('There is no site')
  await inTransaction(database, database.jobs, async (work) => {
    const { id } = await work.trx
      .updateTable('entries')
      .set((eb) => ({
        version: eb('version', '+', 1),
        taken_down_at: takenDown ? new Date() : null,
        taken_down_reason: takenDown ? 'other' : null,
      }))
      .where('slug', '=', slug)
      .returning('id')
      .executeTakeFirstOrThrow()
    if (title !== null) {
      await work.trx.updateTable('revisions').set({ title }).where('entry_id', '=', id).execute()
    }
    await refreshPublished(work, [id])
  })
}

describe.each(engines)('what changes, on %s', (engine) => {
  it.runIf(isPresent(engine))('is found soon: a new title, a take-down, a return', async () => {
    site = await startedSite({ engine })
    // Tests beside this one keep the same Meilisearch busy.
    const within = { timeout: 30_000, interval: 50 }
    await change('Zanzibarian lanterns for the coast', false)
    await expect
      .poll(async () => (await search('q=zanzibarian+lanterns')).hits[0]?.slug, within)
      .toBe(slug)
    await change(null, true)
    await expect
      .poll(async () => {
        const { total, hits, facets } = await search('q=zanzibarian+lanterns')
        return { total, hits: hits.length, kenya: facets.country.length }
      }, within)
      .toEqual({ total: 0, hits: 0, kenya: 0 })
    await change(null, false)
    await expect.poll(async () => (await search('q=zanzibarian+lanterns')).total, within).toBe(1)
  })
})

const meilisearch = 'meilisearch' as const

describe('an index outside', () => {
  it.runIf(isPresent(meilisearch))(
    'is built once, and anew when it is lost or its settings are old',
    async () => {
      const server = inject('meilisearch')
      if (server === null) return
      const database = await freshDatabase()
      const name = new URL(database.url).pathname.slice(1)
      const client = meilisearchClient(server)
      const indexer = meilisearchIndexer(database, database.jobs, client, name)
      try {
        expect(await indexer.ensure()).toBe('built')
        expect(await indexer.ensure()).toBe('current')
        await client.deleteIndex(name).waitTask()
        expect(await indexer.ensure()).toBe('built')
        await database.db.updateTable('search_indexes').set({ settings_version: 'old' }).execute()
        expect(await indexer.ensure()).toBe('built')
        const { numberOfDocuments } = await client.index(name).getStats()
        expect(numberOfDocuments).toBe(216)
      } finally {
        await client.deleteIndexIfExists(name)
        await database.drop()
      }
    },
  )

  it.runIf(isPresent(meilisearch))('learns of a new synonym without being built anew', async () => {
    const server = inject('meilisearch')
    if (server === null) return
    const database = await freshDatabase()
    const name = new URL(database.url).pathname.slice(1)
    const client = meilisearchClient(server)
    const indexer = meilisearchIndexer(database, database.jobs, client, name)
    try {
      await indexer.ensure()
      await database.db
        .insertInto('synonyms')
        .values({
          direction: 'one-way',
          sources: ['flurbish'],
          targets: ['Aarhus'],
          seeded_hash: null,
        })
        .execute()
      expect(await indexer.ensure()).toBe('current')
      site = await startedSite({ database, engineGiven: meilisearchEngine(server, indexer) })
      expect((await search('q=flurbish')).hits[0]?.slug).toBe('dk-aarhus-info-house-exit-mentoring')
      await site.stop()
      site = null
    } finally {
      await client.deleteIndexIfExists(name)
      await database.drop()
    }
  })
})

describe('while Meilisearch does not answer', () => {
  const away = (url: string, key: string | null) =>
    meilisearchEngine(
      { url, key },
      {
        name: 'no-such-index',
        languages: () => ['en'],
        anchors: () => new Map(),
      },
    )

  it('PostgreSQL does, and says that results are simpler for now', async () => {
    // Nothing listens on port 1.
    site = await startedSite({ engineGiven: away('http://127.0.0.1:1', null) })
    const answer = await search('q=aarhus')
    expect(answer).toMatchObject({ engine: 'postgres', degraded: true, total: 1 })
    expect(await (await fetch(`${site.url}/search?q=aarhus`)).text()).toContain('simpler')
    const ready = await fetch(`${site.url}/health/ready`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({
      status: 'degraded',
      parts: { search: 'down', postgres: 'up' },
    })
  })

  it.runIf(isPresent(meilisearch)).each([
    ['has no index yet', (key: string) => key],
    ['refuses the key', () => 'not-the-key'],
  ])('so too while it %s', async (_why, keyFor) => {
    const server = inject('meilisearch')
    if (server === null) return
    site = await startedSite({ engineGiven: away(server.url, keyFor(server.key)) })
    expect(await search('q=aarhus')).toMatchObject({ engine: 'postgres', degraded: true, total: 1 })
    expect(await (await fetch(`${site.url}/health/ready`)).json()).toMatchObject({
      parts: { search: 'down' },
    })
  })

  it('nothing is called simpler where PostgreSQL is what should answer', async () => {
    site = await startedSite()
    expect(await search('q=aarhus')).toMatchObject({ engine: 'postgres', degraded: false })
  })
})
