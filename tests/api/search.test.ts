import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Countries } from '@homeward/schema/places.ts'
import type { Problem } from '@homeward/schema/problem.ts'
import type { SearchAnswer, Suggestions } from '@homeward/schema/search.ts'
import type { Vocabulary } from '@homeward/schema/vocabulary.ts'
import { startedSite, type Site } from '../site.ts'

let site: Site
const get = (path: string, init?: RequestInit) => fetch(`${site.url}/api/v1${path}`, init)
const problem = async (path: string): Promise<Problem> => {
  const response = await get(path)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const body = (await response.json()) as Problem
  expect(body.status).toBe(response.status)
  return body
}

beforeAll(async () => {
  site = await startedSite()
})
afterAll(() => site?.stop())

describe('a search with a fault in it', () => {
  it.each([
    ['theme=famly', 'theme', "Did you mean 'family'"],
    ['theme=family&theme=nonsense', 'theme', "'nonsense' is not known"],
    ['country=ZZ', 'country', "'ZZ' is not known"],
    ['country=Denmark', 'country', "Did you mean 'DK'"],
    ['city=dk-atlantis', 'city', '/api/v1/cities'],
    ['city=tripoli', 'city', "Did you mean 'lb-tripoli'"],
    ['region=999', 'region', '/api/v1/countries'],
    ['region=39', 'region', "Did you mean '039'"],
    ['theme=Education', 'theme', "Did you mean 'education'"],
    ['language=%F0%9F%98%80', 'language', "such as 'en'"],
    ['labels=%E2%80%AE', 'labels', "such as 'en'"],
    ['q=school&q=prison', 'q', 'give it once'],
    ['page=0', 'page', '1 or more'],
    ['page=two', 'page', 'whole number'],
    ['page=99999999', 'page', '10000 or less'],
    ['pageSize=1000', 'pageSize', '100 or less'],
    ['sort=best', 'sort', 'relevance, newest, updated, title'],
    ['kind=recipe', 'kind', 'practice, guidance, event'],
    ['yearFrom=2020&yearTo=2010', 'yearTo', '2020 or later'],
    ['contry=DK', 'contry', "Did you mean 'country'"],
    [`q=${'x'.repeat(10_000)}`, 'q', 'at most 500'],
    [`theme=${encodeURIComponent("'; drop table terms; --")}`, 'theme', 'not known'],
    ['theme=%00', 'theme', 'not known'],
    [`city=${encodeURIComponent('<script>alert(1)</script>')}`, 'city', 'not known'],
    [Array.from({ length: 70 }, () => 'theme=family').join('&'), 'theme', 'at most 60'],
  ])('%s names the field and the remedy', async (query, field, message) => {
    const { status, errors } = await problem(`/search?${query}`)
    expect(status).toBe(400)
    expect(errors?.[0]).toMatchObject({
      field,
      message: expect.stringContaining(message) as string,
    })
  })

  it('never tells more than it must', async () => {
    const { detail = '', title } = await problem('/search?theme=nonsense')
    expect(`${title} ${detail}`).not.toMatch(/select|column|relation|node_modules|\.ts/i)
  })
})

describe('what cannot be read', () => {
  it.each([
    ['an address that was cut off', '/entries/%E0%A4%A', {}, 400, 'unreadable-address'],
    ['broken JSON', '/entries/x/reports', { body: '{' }, 400, 'unreadable-json'],
    [
      'another kind of content',
      '/entries/x/reports',
      { body: '<a/>', headers: { 'content-type': 'application/xml' } },
      415,
      'unsupported-media-type',
    ],
    [
      'far too much',
      '/entries/x/reports',
      { body: JSON.stringify({ text: 'x'.repeat(2_000_000) }) },
      413,
      'content-too-large',
    ],
  ])('%s is a problem with a remedy', async (_, path, request, status, type) => {
    const response = await get(path, {
      headers: { 'content-type': 'application/json' },
      ...('body' in request ? { method: 'POST' } : {}),
      ...request,
    })
    const body = (await response.json()) as Problem
    expect(body).toMatchObject({ status, type: `urn:homeward:problem:${type}` })
    expect(response.status).toBe(status)
    expect(body.detail).toMatch(/\.$/)
    expect(body.title).not.toMatch(/content-type|url component|Unsupported/)
  })
})

describe('a search', () => {
  it('past its last page is empty, and says how many there are', async () => {
    const answer = (await (await get('/search?q=prison&page=500')).json()) as SearchAnswer
    expect(answer.hits).toEqual([])
    expect(answer.total).toBeGreaterThan(10)
    expect(answer.wayOn).toBeUndefined()
  })

  it('takes codes in small letters too', async () => {
    const answer = (await (await get('/search?country=dk')).json()) as SearchAnswer
    expect(answer.total).toBeGreaterThan(0)
  })

  it('labels every facet value on request', async () => {
    const { facets, labels } = (await (await get('/search?labels=de')).json()) as SearchAnswer
    for (const name of ['country', 'theme', 'region', 'city', 'leadType', 'language'] as const) {
      for (const { value } of facets[name])
        expect(labels?.[name]?.[value]).toEqual(expect.any(String))
    }
    expect(labels?.['country']?.['XK']).toBe('Kosovo')
    expect(labels?.['country']?.['DE']).toBe('Deutschland')
    expect(labels?.['region']?.['039']).toBe('Südeuropa')
  })

  it('meets a span of years where it overlaps, and what goes on up to now', async () => {
    const totalOf = async (query: string) =>
      ((await (await get(`/search?${query}`)).json()) as SearchAnswer).total
    const now = new Date().getUTCFullYear()
    expect(await totalOf(`kind=practice&yearFrom=${now}`)).toBeGreaterThan(0)
    expect(await totalOf(`kind=practice&yearFrom=${now + 1}`)).toBe(0)
  })
})

describe('suggestions', () => {
  const values = async (q: string) => {
    const response = await get(`/suggest?q=${encodeURIComponent(q)}`)
    return ((await response.json()) as Suggestions).suggestions.map(
      ({ type, value }) => `${type} ${value}`,
    )
  }
  it('begin like what was typed: entries, places and terms', async () => {
    expect(await values('aar')).toContain('city dk-aarhus')
    expect(await values('dutch')).toContain('country NL')
    expect(await values('hous')).toContain('theme housing-basic-services')
    expect(await values('info-h')).toContain('entry dk-aarhus-info-house-exit-mentoring')
    expect(await values('trip')).toEqual(expect.arrayContaining(['city lb-tripoli']))
  })
  it.each(['', ' ', 'x', '%', '_', '\\', '%%%', "'", '💥', '(', '[a-'])(
    'are none or harmless for %s',
    async (q) => {
      expect((await get(`/suggest?q=${encodeURIComponent(q)}`)).status).toBe(200)
    },
  )
})

describe('vocabulary and countries', () => {
  it('come with labels, meanings and counts', async () => {
    const { theme, evidence } = (await (await get('/vocabulary')).json()) as Vocabulary
    expect(theme).toHaveLength(23)
    expect(theme[0]).toMatchObject({ id: 'coordination', label: 'Multi-agency coordination' })
    expect(evidence.map(({ id }) => id)).toEqual(['described', 'monitored', 'evaluated'])
    const answer = (await (await get('/search?theme=family')).json()) as SearchAnswer
    expect(theme.find(({ id }) => id === 'family')?.count).toBe(answer.total)
  })

  it('name every country in the language asked for, Kosovo and Taiwan with their regions', async () => {
    const { countries } = (await (await get('/countries?labels=ar')).json()) as Countries
    expect(countries.length).toBeGreaterThan(245)
    const of = (code: string) => countries.find((country) => country.code === code)
    expect(of('XK')).toMatchObject({ name: 'كوسوفو', subregion: '039' })
    expect(of('TW')).toMatchObject({ subregion: '030', count: 0 })
    expect(of('XK')?.count).toBeGreaterThan(5)
  })
})

describe('lists', () => {
  it.each(['/vocabulary', '/countries', '/entries?limit=5'])(
    'are not sent again to who has them: %s',
    async (path) => {
      const etag = (await get(path)).headers.get('etag') ?? ''
      const again = await fetch(`${site.url}/api/v1${path}`, { headers: { 'if-none-match': etag } })
      expect(again.status).toBe(304)
    },
  )
})

describe('what is not there', () => {
  it('is a problem document under /api', async () => {
    expect((await problem('/nothing')).status).toBe(404)
  })
  it('describes itself as OpenAPI', async () => {
    const response = await fetch(`${site.url}/api/openapi.json`)
    const document = (await response.json()) as { openapi: string; paths: Record<string, unknown> }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/search', '/api/v1/entries/{slug}', '/api/v1/countries']),
    )
  })
})
