import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SearchAnswer } from '@homeward/schema/search.ts'
import type { KeptTerm, KeptTerms } from '@homeward/schema/vocabularyAdmin.ts'
import { personAt, type TestPerson } from '../people.ts'
import { engines, isPresent, startedSite, type Site } from '../site.ts'

describe.each(engines)('the vocabulary, with %s', (engine) => {
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

  async function kept(kind: string, id: string): Promise<KeptTerm> {
    const { terms }: KeptTerms = await (
      await moderator.ask('GET', '/api/v1/admin/vocabulary')
    ).json()
    const term = terms.find((one) => one.kind === kind && one.id === id)
    if (!term) throw new Error(`There is no ${kind} ${id}`)
    return term
  }

  function act(kind: string, id: string, what: string, version: number, body?: unknown) {
    const path = `/api/v1/admin/vocabulary/${kind}/${id}${what === '' ? '' : `/${what}`}`
    return moderator.ask(what === '' ? 'PATCH' : 'POST', path, body, { 'if-match': `"${version}"` })
  }

  async function found(query: string): Promise<SearchAnswer> {
    return (await fetch(`${site.url}/api/v1/search?${query}`)).json()
  }

  const total = async (query: string) => (await found(query)).total

  test('a new term can be read by everyone, and its address is its own', async () => {
    const added = await moderator.ask('POST', '/api/v1/admin/vocabulary/theme', {
      id: 'peer-support',
      labels: { en: 'Peer support', fr: 'Soutien par les pairs' },
      about: { en: 'People who went the same way help others' },
    })
    expect(added.status).toBe(201)
    const french = await fetch(`${site.url}/api/v1/vocabulary?labels=fr`)
    const { theme } = await french.json()
    expect(theme.at(-1)).toMatchObject({ id: 'peer-support', label: 'Soutien par les pairs' })
    expect(await total('theme=peer-support')).toBe(0)
  })

  test('an id or a label that is taken, and a missing English text, are refused by field', async () => {
    const add = async (body: object) => {
      const answer = await moderator.ask('POST', '/api/v1/admin/vocabulary/theme', body)
      return [answer.status, (await answer.json()).errors.map((e: { field: string }) => e.field)]
    }
    const about = { en: 'x' }
    expect(await add({ id: 'employment', labels: { en: 'New' }, about })).toEqual([400, ['id']])
    const { labels } = await kept('theme', 'coordination')
    expect(
      await add({ id: 'new', labels: { en: ` ${labels['en']?.toUpperCase()} ` }, about }),
    ).toEqual([400, ['labels.en']])
    expect(await add({ id: 'new', labels: { fr: 'Neuf' }, about })).toEqual([400, ['labels.en']])
  })

  test('a new label finds the entries that carry the term, within seconds', async () => {
    const { version, about, entries } = await kept('theme', 'case-management')
    expect(entries).toBeGreaterThan(2)
    const renamed = await act('theme', 'case-management', '', version, {
      labels: { en: 'Zwischenwelt planning' },
      about,
    })
    expect(renamed.status).toBe(200)
    await expect.poll(() => total('q=zwischenwelt'), { timeout: 10_000 }).toBe(entries)
  })

  test('of two who change one term, the second sees what the first made of it', async () => {
    const { version, labels } = await kept('stage', 'prevention')
    const change = (en: string) =>
      act('stage', 'prevention', '', version, { labels: { ...labels, en } })
    const answers = await Promise.all([change('In prison (one)'), change('In prison (two)')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const refused = await answers.find(({ status }) => status === 412)?.json()
    expect(refused.currentTerm.version).toBe(version + 1)
  })

  test('a retired term is not offered, and what carries it is still found by it', async () => {
    const { version, entries } = await kept('targetGroup', 'children')
    expect((await act('targetGroup', 'children', 'retire', version)).status).toBe(200)
    const { targetGroup } = await (await fetch(`${site.url}/api/v1/vocabulary`)).json()
    expect(targetGroup.some(({ id }: { id: string }) => id === 'children')).toBe(false)
    expect(await total('targetGroup=children')).toBe(entries)
    expect((await act('targetGroup', 'children', 'return', version + 1)).status).toBe(200)
  })

  test('entries, drafts, filters and addresses follow a merge', async () => {
    const one = await kept('theme', 'repatriation-reception')
    const other = await kept('theme', 'coordination')
    const either = await total('theme=repatriation-reception&theme=coordination')
    const [carrier] = (await found('theme=repatriation-reception')).hits
    const { db } = site.database
    const open = await db
      .insertInto('revisions')
      .columns(['entry_id', 'kind', 'language', 'original_of', 'number', 'state'])
      .expression((eb) =>
        eb
          .selectFrom('entries')
          .select((e) => [
            'id',
            'kind',
            'original_language',
            'id as same',
            e.lit(99).as('number'),
            e.val('draft').as('state'),
          ])
          .where('slug', '=', carrier?.slug ?? ''),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    const themes = ['employment', 'repatriation-reception', 'coordination']
    await db
      .insertInto('drafts')
      .values({
        revision_id: open.id,
        city_id: null,
        content: JSON.stringify({ themes }),
        based_on: null,
        saved_by: null,
      })
      .execute()
    const before = await (
      await fetch(`${site.url}/api/v1/entries/${carrier?.slug}`)
    ).headers.get('etag')

    const merged = await act('theme', one.id, 'merge', one.version, { into: other.id })
    expect(merged.status).toBe(200)
    expect((await merged.json()).entries).toBe(either)
    await expect.poll(() => total('theme=coordination')).toBe(either)
    // The old name is a saved address somewhere: it stands for the new one.
    expect(await total('theme=repatriation-reception')).toBe(either)
    const entry = await fetch(`${site.url}/api/v1/entries/${carrier?.slug}`)
    expect(entry.headers.get('etag')).not.toBe(before)
    expect((await entry.json()).themes).toContain('coordination')
    const draft = await db
      .selectFrom('drafts')
      .select('content')
      .where('revision_id', '=', open.id)
      .executeTakeFirstOrThrow()
    expect(draft.content.themes).toEqual(['employment', 'coordination'])
    const page = await fetch(`${site.url}/themes/repatriation-reception`, { redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([301, '/themes/coordination'])
    const again = await act('theme', one.id, 'return', one.version + 1)
    expect(again.status).toBe(409)
  })

  test('a merged term leads on when the term that stands for it is merged too', async () => {
    const merge = async (id: string, into: string) =>
      (await act('leadType', id, 'merge', (await kept('leadType', id)).version, { into })).status
    const add = (id: string) =>
      moderator.ask('POST', '/api/v1/admin/vocabulary/leadType', {
        id,
        labels: { en: `Kind ${id}` },
        about: { en: 'x' },
      })
    await Promise.all(['aa', 'bb', 'cc'].map(add))
    expect([await merge('aa', 'bb'), await merge('bb', 'cc')]).toEqual([200, 200])
    expect((await fetch(`${site.url}/api/v1/search?leadType=aa`)).status).toBe(200)
    expect((await kept('leadType', 'aa')).mergedInto).toBe('cc')
    expect(await merge('cc', 'bb')).toBe(400)
  })

  test('the steps of a scale keep their meaning: none is added, merged or retired', async () => {
    const { version } = await kept('evidence', 'described')
    const answer = await act('evidence', 'described', 'merge', version, { into: 'monitored' })
    expect([answer.status, (await answer.json()).type]).toEqual([
      409,
      'urn:homeward:problem:fixed-scale',
    ])
  })

  test('every act is in the log', async () => {
    const rows = await site.database.db
      .selectFrom('decisions')
      .select(['act', 'actor_id'])
      .where('subject_kind', '=', 'term')
      .execute()
    expect(new Set(rows.map(({ act }) => act))).toEqual(
      new Set(['add-term', 'change-term', 'retire-term', 'return-term', 'merge-terms']),
    )
    expect(rows.every(({ actor_id }) => actor_id === moderator.id)).toBe(true)
  })
})
