import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry, EntryList, Related } from '@homeward/schema/entry.ts'
import type { Problem } from '@homeward/schema/problem.ts'
import { refreshPublished } from '../../server/entries/published.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { startedSite, type Site } from '../site.ts'

const aarhus = 'dk-aarhus-info-house-exit-mentoring'
let site: Site
const get = (path: string, init?: RequestInit) => fetch(`${site.url}/api/v1${path}`, init)

/** Changes an entry as a moderator's decision would. */
async function decide(slug: string, change: Record<string, unknown>): Promise<void> {
  await inTransaction(site.database, site.database.jobs, async (work) => {
    const { id } = await work.trx
      .updateTable('entries')
      .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
      .where('slug', '=', slug)
      .returning('id')
      .executeTakeFirstOrThrow()
    await refreshPublished(work, [id])
  })
}

beforeAll(async () => {
  site = await startedSite()
})
afterAll(() => site?.stop())

describe('one entry', () => {
  it('comes whole, with its fields, sections and outcomes', async () => {
    const response = await get(`/entries/${aarhus}`)
    expect(response.status).toBe(200)
    const entry = (await response.json()) as Entry
    expect(entry).toMatchObject({
      slug: aarhus,
      kind: 'practice',
      country: 'DK',
      city: 'Aarhus',
      citySlug: 'dk-aarhus',
      evidence: 'monitored',
      startYear: 2010,
      endYear: null,
      running: 'unconfirmed',
      origin: 'editors',
      confirmed: null,
    })
    expect(entry.sections.map(({ id }) => id)).toEqual([
      'context',
      'approach',
      'results',
      'lessons',
      'adapting',
    ])
    expect(entry.sections[1]?.html).toContain('<strong>A joint working group</strong>')
    expect(entry.outcomes[0]).toMatchObject({ finding: 'better', year: 2019 })
    expect(entry.findings).toEqual([
      { finding: 'better', count: 2 },
      { finding: 'not-known', count: 2 },
    ])
    expect(entry.sources[0]?.url).toMatch(/^https:/)
  })

  it('is dated by the day its sources were read, never by that of an import', async () => {
    const entry = (await (await get(`/entries/${aarhus}`)).json()) as Entry
    expect(entry.updatedAt.slice(0, 10)).toBe(entry.checked)
    expect(entry.publishedAt.slice(0, 10)).toBe(entry.checked)
  })

  it('is not sent again to who has it', async () => {
    const first = await get(`/entries/${aarhus}`)
    const etag = first.headers.get('etag') ?? ''
    const again = await get(`/entries/${aarhus}`, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    const other = await get(`/entries/${aarhus}`, { headers: { 'if-none-match': '"another"' } })
    expect(other.status).toBe(200)
  })

  it.each([
    ['one of several', (etag: string) => `"another", W/${etag}`, 304],
    ['whatever there is', () => '*', 304],
    ['a part of it', (etag: string) => `${etag.slice(0, -3)}"`, 200],
    ['no tag at all', () => 'nonsense', 200],
  ])('is sent to who has %s only where it is another', async (_, known, status) => {
    const etag = (await get(`/entries/${aarhus}`)).headers.get('etag') ?? ''
    const headers = { 'if-none-match': known(etag) }
    expect((await get(`/entries/${aarhus}`, { headers })).status).toBe(status)
    expect((await get('/vocabulary', { headers: { 'if-none-match': '*' } })).status).toBe(304)
    expect((await get('/entries/no-such-practice', { headers })).status).toBe(404)
  })

  it('gives labels in the language asked for', async () => {
    const { labels } = (await (await get(`/entries/${aarhus}?labels=fr`)).json()) as Entry
    expect(labels?.['country']).toEqual({ DK: 'Danemark' })
    expect(labels?.['theme']?.['family']).toBe('Family support')
  })

  it('that never was is a 404 with what to do', async () => {
    const response = await get('/entries/no-such-practice')
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(((await response.json()) as Problem).detail).toContain('/search')
  })

  it.each(['%00', "x'; drop table entries;--", '<script>', '..%2f..%2fetc', '💥', 'A'.repeat(199)])(
    'at a strange address (%s) is a 404 and breaks nothing',
    async (slug) => {
      const response = await get(
        `/entries/${slug.startsWith('%') || slug.includes('%2f') ? slug : encodeURIComponent(slug)}`,
      )
      expect([400, 404]).toContain(response.status)
      expect((await get(`/entries/${aarhus}`)).status).toBe(200)
    },
  )

  it('leads on from an address that it had before', async () => {
    const { id } = await site.database.db
      .selectFrom('entries')
      .select('id')
      .where('slug', '=', aarhus)
      .executeTakeFirstOrThrow()
    await site.database.db
      .insertInto('old_slugs')
      .values({ slug: 'dk-aarhus-old', entry_id: id })
      .execute()
    const response = await get('/entries/dk-aarhus-old', { redirect: 'manual' })
    expect(response.status).toBe(301)
    expect(response.headers.get('location')).toBe(`/api/v1/entries/${aarhus}`)
  })

  it('that was taken down is gone everywhere at once, and comes back when it is restored', async () => {
    const slug = 'ke-kwale-amnesty-returnees'
    const seen = async () => ({
      search: (await (await get('/search?q=kwale')).text()).includes(slug),
      suggest: (await (await get('/suggest?q=kwale')).text()).includes('Kwale'),
      list: (await (await get('/entries?country=KE')).text()).includes(slug),
      related: (
        await (await get('/entries/ke-mombasa-county-engagement-forum/related')).text()
      ).includes(slug),
      kenya: (await (await get('/countries')).text()).match(/"code":"KE".*?"count":(\d+)/)?.[1],
    })
    expect(await seen()).toEqual({
      search: true,
      suggest: true,
      list: true,
      related: true,
      kenya: '2',
    })
    await decide(slug, { taken_down_at: new Date(), taken_down_reason: 'asked-by-city' })
    expect(await seen()).toEqual({
      search: false,
      suggest: false,
      list: false,
      related: false,
      kenya: '1',
    })
    const gone = await get(`/entries/${slug}`)
    expect(gone.status).toBe(410)
    expect(((await gone.json()) as Problem).gone).toMatchObject({ slug, reason: 'asked-by-city' })

    await decide(slug, { title_hidden: true })
    expect(((await (await get(`/entries/${slug}`)).json()) as Problem).gone?.title).toBeNull()

    await decide(slug, { taken_down_at: null, taken_down_reason: null, title_hidden: false })
    expect(await seen()).toEqual({
      search: true,
      suggest: true,
      list: true,
      related: true,
      kenya: '2',
    })
  })
})

describe('the list of entries', () => {
  it('shows each once, page by page, newest change first', async () => {
    const slugs: string[] = []
    let next: string | null = null
    let total = 0
    do {
      const page = (await (
        await get(`/entries?limit=50${next ? `&after=${next}` : ''}`)
      ).json()) as EntryList
      slugs.push(...page.entries.map(({ slug }) => slug))
      next = page.next
      total = page.total
    } while (next)
    expect(slugs).toHaveLength(total)
    expect(new Set(slugs).size).toBe(total)
  })

  it('takes the same filters as a search', async () => {
    const { entries, total } = (await (
      await get('/entries?country=DK&country=XK&kind=practice&limit=100')
    ).json()) as EntryList
    expect(total).toBe(entries.length)
    expect(new Set(entries.map(({ country }) => country))).toEqual(new Set(['DK', 'XK']))
  })

  it.each(['nonsense', 'W10', Buffer.from('["x",1]').toString('base64url')])(
    'says what is wrong with a cursor that is none: %s',
    async (after) => {
      const response = await get(`/entries?after=${after}`)
      expect(response.status).toBe(400)
      expect(((await response.json()) as Problem).errors?.[0]?.field).toBe('after')
    },
  )
})

describe('related entries', () => {
  it('are near, and never the entry itself', async () => {
    const { entries } = (await (await get(`/entries/${aarhus}/related`)).json()) as Related
    expect(entries).toHaveLength(4)
    expect(entries.map(({ slug }) => slug)).not.toContain(aarhus)
    expect(
      entries.some(
        ({ country, themes }) => country === 'DK' || themes.includes('disengagement-mentoring'),
      ),
    ).toBe(true)
  })
})
