import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeptSynonym, KeptSynonyms } from '@homeward/schema/vocabularyAdmin.ts'
import { personAt, type TestPerson } from '../people.ts'
import { engines, isPresent, startedSite, type Site } from '../site.ts'

const path = '/api/v1/admin/synonyms'

describe.each(engines)('synonyms, with %s', (engine) => {
  if (!isPresent(engine)) {
    test.skip(`${engine} is not on this machine`)
    return
  }
  let site: Site
  let moderator: TestPerson

  beforeAll(async () => {
    site = await startedSite({ engine })
    moderator = await personAt(site, { role: 'moderator' })
  })
  afterAll(() => site.stop())

  const group = (...targets: string[]) => ({ direction: 'both', sources: [], targets })
  const oneWay = (source: string, ...targets: string[]) => ({
    direction: 'one-way',
    sources: [source],
    targets,
  })
  const add = (synonym: object) => moderator.ask('POST', path, synonym)

  async function titles(query: string): Promise<string[]> {
    const answer = await fetch(`${site.url}/api/v1/search?q=${query}&pageSize=100`)
    const { hits } = await answer.json()
    return hits.map(({ slug }: { slug: string }) => slug).sort()
  }

  test('what a moderator adds is found within seconds, and no more once it is taken out', async () => {
    const about = await titles('sewing')
    expect(about.length).toBeGreaterThan(3)
    expect(await titles('hoosegow')).toEqual([])
    const added: KeptSynonym = await (await add(group('hoosegow', 'sewing'))).json()
    const share = async () => {
      const found = new Set(await titles('hoosegow'))
      return about.filter((slug) => found.has(slug)).length / about.length
    }
    await expect.poll(share, { timeout: 10_000 }).toBeGreaterThan(0.8)

    const stale = await moderator.ask('PUT', `${path}/${added.id}`, group('hoosegow', 'temple'), {
      'if-match': '"7"',
    })
    expect([stale.status, (await stale.json()).currentSynonym.targets]).toEqual([
      412,
      added.targets,
    ])
    const gone = await moderator.ask('DELETE', `${path}/${added.id}`, undefined, {
      'if-match': `"${added.version}"`,
    })
    expect(gone.status).toBe(204)
    await expect.poll(() => titles('hoosegow'), { timeout: 10_000 }).toEqual([])
  })

  test('a phrase in two groups is refused, naming the words beside it', async () => {
    const answer = await add(group('foreign fighters', 'wanderer'))
    expect(answer.status).toBe(400)
    const { errors } = await answer.json()
    expect(errors).toMatchObject([{ field: 'targets.0' }])
    expect(errors[0].message).toContain('FTF')
  })

  test('a circle is refused, over groups too', async () => {
    expect((await add(oneWay('alpha', 'beta'))).status).toBe(201)
    expect((await add(group('beta', 'gamma'))).status).toBe(201)
    expect((await add(oneWay('gamma', 'delta'))).status).toBe(201)
    const answer = await add(oneWay('delta', 'alpha'))
    expect(answer.status).toBe(400)
    expect((await answer.json()).errors[0].message).toContain('leads back to itself')
  })

  test('a group that would close a circle of others is refused', async () => {
    expect((await add(oneWay('north', 'south'))).status).toBe(201)
    const answer = await add(group('north', 'south'))
    expect(answer.status).toBe(400)
  })

  test('words without letters, a group of one and a source without targets are refused by field', async () => {
    const fields = async (synonym: object) => {
      const answer = await add(synonym)
      return (await answer.json()).errors.map(({ field }: { field: string }) => field)
    }
    expect(await fields(group('…', 'island'))).toEqual(['targets.0'])
    expect(await fields(group('island', '  '))).toEqual(['targets'])
    expect(await fields({ direction: 'one-way', sources: [], targets: [] })).toEqual([
      'sources',
      'targets',
    ])
  })

  test('every change is in the log', async () => {
    const { synonyms }: KeptSynonyms = await (await moderator.ask('GET', path)).json()
    expect(synonyms.length).toBeGreaterThan(20)
    const rows = await site.database.db
      .selectFrom('decisions')
      .select('act')
      .where('subject_kind', '=', 'synonym')
      .execute()
    expect(rows.map(({ act }) => act).slice(0, 2)).toEqual(['add-synonym', 'remove-synonym'])
  })
})
