import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../server/platform/jobs.ts'
import { mailKinds } from '../../server/platform/mail/kinds.ts'
import { mailTemplates, sendLater } from '../../server/platform/mail/mail.ts'
import { readTexts } from '../../server/platform/mail/texts.ts'
import { headlineOf, plain } from '../../server/platform/mail/write.ts'
import { decided, handedIn, startedPlace, type Place } from '../moderation/place.ts'
import { personAt, type TestPerson } from '../people.ts'
import { answered, saved, submitted } from '../submissions/place.ts'
import { listOf, mailTo, told } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

const titlesOf = async (person: TestPerson) => (await listOf(person)).news.map(({ title }) => title)
const titled = (title: string) => ({ title })
const choose = (person: TestPerson, newsMail: string) =>
  answered(person.ask('PATCH', '/api/v1/me', { newsMail }))

describe('what concerns people', () => {
  it('comes into the lists of a team and of moderators as the mails come, newest first', async () => {
    const { owner, editor, moderator, member } = place
    const title = 'A house where people begin again'
    const draft = await handedIn(place, titled(title))
    const path = `/my/submissions/${draft.id}`
    const claim = `/api/v1/submissions/${draft.id}/claim`
    await answered(moderator.ask('POST', claim))
    await answered(
      moderator.ask('POST', `/api/v1/submissions/${draft.id}/comments`, {
        text: 'Who pays the rent, and for how long?',
      }),
      201,
    )
    await decided(moderator, draft.id, 'request-changes', { text: 'Please name the landlord.' })
    for (const person of [owner, editor]) {
      const { news, unread, next } = await listOf(person)
      expect(news.slice(0, 3)).toMatchObject([
        {
          kind: 'changes-requested',
          title: `Please change something in “${title}”`,
          said: [
            `The editors have read “${title}” and ask for changes before it can be published.`,
          ],
          path,
          read: false,
        },
        { kind: 'comment', title: `${moderator.name} wrote about “${title}”`, said: [], path },
        { kind: 'submission-received', path },
      ])
      expect([unread, next]).toEqual([news.length, null])
    }
    expect((await listOf(member)).news).toEqual([])

    // The city answers: who reads it is told.
    await answered(
      owner.ask('POST', `/api/v1/submissions/${draft.id}/comments`, { text: 'The town does.' }),
      201,
    )
    expect((await listOf(moderator)).news[0]).toMatchObject({
      title: `${owner.name} wrote about “${title}”`,
      path: `/moderation/submissions/${draft.id}`,
    })
    const now = await answered<typeof draft>(owner.ask('GET', `/api/v1/submissions/${draft.id}`))
    await submitted(owner, await saved(owner, now, { summary: `${now.content.summary} More.` }))
    await answered(moderator.ask('POST', claim))
    await decided(moderator, draft.id, 'approve')
    expect((await listOf(editor)).news[0]).toMatchObject({
      kind: 'approved',
      title: `“${title}” is published`,
      path: expect.stringMatching(/^\/practices\/[a-z0-9-]+$/),
    })
    // The mails came as before.
    await place.inbox.next({ to: editor.email, template: 'approved' })
    // What people wrote is in no list: it stands where it can be taken back.
    const rows = await place.site.database.db.selectFrom('news').select('details').execute()
    expect(JSON.stringify(rows)).not.toMatch(/landlord|rent|town does/)
  })

  it('is in no list where the act did not happen', async () => {
    const { owner } = place
    const before = await titlesOf(owner)
    const gone = inTransaction(place.site.database, place.site.database.jobs, async (work) => {
      await sendLater(work, [mailTo(owner.email, 'approved', { values: titled('Never') })])
      throw new Error('It did not happen')
    })
    await expect(gone).rejects.toThrow('It did not happen')
    expect(await titlesOf(owner)).toEqual(before)
  })

  it('keeps no secret of a link, and leads to a page instead', async () => {
    const person = await personAt(place.site)
    const secret = 'x'.repeat(43)
    const link = `http://127.0.0.1/still-running#${secret}`
    const page = 'http://127.0.0.1/my/cities/dk-aarhus'
    const at = { link: 'http://127.0.0.1/my/submissions/x?step=2#comments' }
    await told(
      place.site.database,
      mailTo(person.email, 'still-running', { link, page }),
      mailTo(person.email, 'approved', { link }),
      mailTo(person.email, 'comment', at),
    )
    expect((await listOf(person)).news.map(({ path }) => path).sort()).toEqual([
      '/my/cities/dk-aarhus',
      '/my/submissions/x?step=2#comments',
      '/still-running',
    ])
    expect((await place.inbox.next({ to: person.email, template: 'still-running' })).link).toBe(
      link,
    )
  })

  it('goes to addresses without an account by mail alone', async () => {
    const to = 'nobody-here@example.org'
    await told(place.site.database, mailTo(to, 'answer'))
    await place.inbox.next({ to, template: 'answer' })
  })
})

describe('how it is mailed', () => {
  const kindsSent = async (person: TestPerson) =>
    (await place.inbox.rest())
      .filter(({ to }) => to === person.email)
      .map(({ template }) => template)
      .sort()

  it.each([
    ['at-once', ['approved', 'danger-reported', 'reset-password', 'still-running']],
    ['daily', ['danger-reported', 'reset-password', 'still-running']],
    ['none', ['danger-reported', 'reset-password']],
  ])('%s: what is no news always comes, and a danger too', async (choice, mailed) => {
    const person = await personAt(place.site, { role: 'moderator' })
    expect(await answered(person.ask('GET', '/api/v1/me'))).toMatchObject({ newsMail: 'at-once' })
    await choose(person, choice)
    expect(await answered(person.ask('GET', '/api/v1/me'))).toMatchObject({ newsMail: choice })
    const kinds = ['approved', 'danger-reported', 'reset-password', 'still-running'] as const
    await told(place.site.database, ...kinds.map((kind) => mailTo(person.email, kind)))
    expect(await kindsSent(person)).toEqual(mailed)
    const { news } = await listOf(person)
    expect(news.map(({ kind }) => kind).sort()).toEqual([
      'approved',
      'danger-reported',
      'still-running',
    ])
  })

  it('takes no other choice', async () => {
    const answer = await place.owner.ask('PATCH', '/api/v1/me', { newsMail: 'weekly' })
    expect(answer.status).toBe(400)
  })

  it('says where one can choose, where one can', async () => {
    const person = await personAt(place.site)
    await told(
      place.site.database,
      mailTo(person.email, 'approved'),
      mailTo(person.email, 'reset-password'),
    )
    const news = await place.inbox.next({ to: person.email, template: 'approved' })
    expect(news.text).toContain('http://127.0.0.1/my/account#news')
    expect(news.html).toContain('href="http://127.0.0.1/my/account#news"')
    const own = await place.inbox.next({ to: person.email, template: 'reset-password' })
    expect(own.text).not.toContain('#news')
  })
})

it.each(mailTemplates.filter((template) => mailKinds[template] !== 'own'))(
  '%s says what it is about without what people wrote',
  async (template) => {
    const person = await personAt(place.site)
    await choose(person, 'none')
    await told(place.site.database, mailTo(person.email, template))
    const { details } = await place.site.database.db
      .selectFrom('news')
      .select('details')
      .where('user_id', '=', person.id)
      .executeTakeFirstOrThrow()
    const item = { template, values: details, link: null }
    const { title, said } = headlineOf(item, 'Homeward', readTexts()('en'))
    for (const one of [title, ...said]) {
      expect(plain(one)).not.toMatch(/[{}]|undefined|some (text|reason|question|titles) here/)
      expect(plain(one)).not.toMatch(/:$/)
    }
  },
)
