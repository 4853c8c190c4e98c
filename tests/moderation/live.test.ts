import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pino } from 'pino'
import type { KeptEntry, Redacted, Report } from '@homeward/schema/liveActs.ts'
import { keepRedactions } from '../../server/moderation/live/keptRedactions.ts'
import { secretOfTests } from '../site.ts'
import { answered, problem } from '../submissions/place.ts'
import { decided, handedIn, logged, queueOf, startedPlace, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const kept = (slug: string): Promise<KeptEntry> =>
  answered(place.moderator.ask('GET', `/api/v1/moderation/entries/${slug}`))
const act = async (slug: string, name: string, body: object = {}, seen?: { version: number }) =>
  place.moderator.ask('POST', `/api/v1/entries/${slug}/${name}`, {
    seen: seen ?? { version: (await kept(slug)).version },
    ...body,
  })
const entryAt = (slug: string) =>
  fetch(`${place.site.url}/api/v1/entries/${slug}`, { redirect: 'manual' })
const found = async (words: string): Promise<string[]> => {
  const answer = await fetch(`${place.site.url}/api/v1/search?q=${encodeURIComponent(words)}`)
  const { hits } = await answer.json()
  return hits.map(({ slug }: { slug: string }) => slug)
}

async function published(content: { title: string; summary?: string }): Promise<string> {
  const { id } = await handedIn(place, content)
  const { entry } = await decided(place.moderator, id, 'approve')
  return entry?.slug ?? ''
}

describe('what is live', () => {
  it('is taken down without a trace, and comes back as it was', async () => {
    const slug = await published({ title: 'Lanterns along the river' })
    await answered(act(slug, 'take-down', { reason: 'safety', hideTitle: true }))
    expect(await problem(entryAt(slug))).toMatchObject({
      status: 410,
      gone: { reason: 'safety', title: null },
    })
    expect(await found('lanterns')).not.toContain(slug)
    const sitemap = await (await fetch(`${place.site.url}/sitemap.xml`)).text()
    expect(sitemap).not.toContain(slug)
    const mail = await place.inbox.next({ to: place.owner.email, template: 'taken-down' })
    expect(mail.text).toContain('to keep people safe')
    const back = await answered<KeptEntry>(act(slug, 'restore'))
    expect(back).toMatchObject({ live: true, takenDown: null })
    expect((await entryAt(slug)).status).toBe(200)
    expect(await found('lanterns')).toContain(slug)
    const { id } = await place.site.database.db
      .selectFrom('entries')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow()
    expect((await logged(place, id)).map(([name]) => name)).toEqual(['take-down', 'restore'])
  })

  it('is decided on as it was seen, by one of two at once', async () => {
    const slug = await published({ title: 'Bread for the first week' })
    const seen = { version: (await kept(slug)).version }
    const answers = await Promise.all([
      act(slug, 'take-down', { reason: 'accuracy' }, seen),
      act(slug, 'take-down', { reason: 'out-of-date' }, seen),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const late = answers.find(({ status }) => status === 409) ?? new Response()
    expect(await problem(Promise.resolve(late))).toMatchObject({
      type: 'changed-since',
      currentEntry: { slug, live: false },
    })
  })

  it('leads on to the entry that stands in its place, until it is restored', async () => {
    const one = await published({ title: 'A choir of neighbours' })
    const other = await published({ title: 'Choirs of neighbours' })
    expect(await problem(act(one, 'merge', { into: one }))).toMatchObject({ status: 400 })
    await answered(act(one, 'merge', { into: other }))
    const answer = await entryAt(one)
    expect([answer.status, answer.headers.get('location')]).toEqual([
      301,
      `/api/v1/entries/${other}`,
    ])
    expect(await found('choir of neighbours')).not.toContain(one)
    await answered(act(one, 'restore'))
    expect((await entryAt(one)).status).toBe(200)
  })

  it('is filed otherwise with the text as it was, and returns to what it was', async () => {
    const slug = await published({ title: 'Walks at dusk' })
    const first = await kept(slug)
    const changed = await answered<KeptEntry>(
      act(slug, 'terms', { themes: ['education'], note: 'It is about school.' }),
    )
    expect(changed.terms.themes).toEqual(['education'])
    expect(changed.earlier).toHaveLength(2)
    const mails = (await place.inbox.rest()).filter(({ to }) => to === place.owner.email)
    expect(mails.at(-1)?.text).toContain('It is about school.')
    expect(await problem(act(slug, 'terms', { themes: ['none'], note: 'x' }))).toMatchObject({
      status: 400,
      errors: [{ field: 'themes' }],
    })
    const earlier = first.earlier[0]?.id
    const back = await answered<KeptEntry>(act(slug, 'return', { revision: earlier }))
    expect(back.terms).toEqual(first.terms)
    expect(back.origin).toBe('city')
    expect(back.earlier).toHaveLength(3)
  })
})

describe('a passage that is taken out', () => {
  it('stands nowhere any more, and goes again after an older copy is put back', async () => {
    const slug = await published({
      title: 'Mentors and quilted lanterns',
      summary:
        'People sew **Quilted**\nlanterns together each Tuesday evening, and their mentors go along to the job centre, the school and the town hall for as long as they are asked to.',
    })
    const { database } = place.site
    const everything = async () => {
      const { rows } = await database.pool.query<{ tablename: string }>(
        "select tablename from pg_tables where schemaname = 'public'",
      )
      const holding: string[] = []
      for (const { tablename } of rows) {
        const { rowCount } = await database.pool.query(
          `select from "${tablename}" t where t::text ~* 'quilted' limit 1`,
        )
        if (rowCount) holding.push(tablename)
      }
      return holding
    }
    expect(await everything()).toContain('snapshots')
    expect(
      await problem(act(slug, 'redactions', { kind: 'passage', text: 'Quilted lan' })),
    ).toMatchObject({ status: 400, errors: [{ field: 'text' }] })
    const { entry, places } = await answered<Redacted>(
      act(slug, 'redactions', { kind: 'passage', text: 'quilted  lanterns' }),
    )
    expect(places).toBeGreaterThan(3)
    expect(entry.slug).not.toContain('quilted')
    expect(await everything()).toEqual([])
    expect((await entryAt(slug)).status).toBe(404)
    expect((await entryAt(entry.slug)).status).toBe(200)
    // As a copy of the database from before would have it.
    await database.pool.query('delete from redactions')
    await database.pool.query(
      "update revisions set title = 'Ask quilted lanterns' where title like '%[…]%'",
    )
    const needs = {
      database,
      jobs: database.jobs,
      dataDir: place.site.dataDir,
      secret: secretOfTests,
    }
    expect(await keepRedactions(needs, pino({ level: 'silent' }))).toBe(1)
    expect(await everything()).toEqual([])
  })
})

describe('what anyone reports', () => {
  it('as a danger comes first, mails moderators, and is hidden with one act', async () => {
    const slug = await published({ title: 'A house with a green door' })
    const sent = await fetch(`${place.site.url}/api/v1/entries/${slug}/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'danger',
        text: 'One can see where they live.',
        replyTo: 'a@example.org',
      }),
    })
    expect(sent.status).toBe(201)
    const mail = await place.inbox.next({ to: place.moderator.email, template: 'danger-reported' })
    const id = mail.link?.split('/').at(-1) ?? ''
    expect((await queueOf(place.moderator))[0]).toMatchObject({ id, kind: 'report', urgent: true })
    const read = await answered<Report>(
      place.moderator.ask('GET', `/api/v1/moderation/reports/${id}`),
    )
    expect(read).toMatchObject({ replyTo: 'a@example.org', entry: { slug, openReports: 1 } })
    await answered(
      place.moderator.ask('POST', `/api/v1/moderation/reports/${id}/hide`, {
        seen: { version: read.entry.version },
      }),
    )
    expect(await problem(entryAt(slug))).toMatchObject({
      gone: { reason: 'being-checked', title: null },
    })
    const close = () =>
      place.moderator.ask('POST', `/api/v1/moderation/reports/${id}/close`, {
        outcome: 'taken-down',
      })
    expect(await answered(close())).toMatchObject({ state: 'done', replyTo: null })
    expect(await problem(close())).toMatchObject({ status: 409 })
    expect((await queueOf(place.moderator)).map((item) => item.id)).not.toContain(id)
  })
})
