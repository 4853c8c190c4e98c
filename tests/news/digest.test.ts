import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sendDigests } from '../../server/news/digest.ts'
import { readTexts } from '../../server/platform/mail/texts.ts'
import { writeMail } from '../../server/platform/mail/write.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { mailTo, queued, told } from './place.ts'

// Nobody works off the queue here, so that it shows what was sent.
let database: TestDatabase
beforeEach(async () => {
  database = await freshDatabase('empty')
})
afterEach(() => database?.drop())

const send = () => sendDigests({ database, jobs: database.jobs, publicUrl: 'http://127.0.0.1' })

async function reader(name: string, more: { role?: 'moderator'; language?: string } = {}) {
  const email = `${name}@example.org`
  const { id } = await database.db
    .insertInto('users')
    .values({ name, email, email_verified: true, news_mail: 'daily', ...more })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, email }
}

const published = (to: string, title: string) => mailTo(to, 'approved', { values: { title } })
const titlesIn = ({ items = [] }: { items?: { values: Record<string, string> }[] }) =>
  items.map(({ values }) => values['title'])

it('sends one mail with all that is new and unread, in the reader’s language', async () => {
  const { id, email } = await reader('ana', { language: 'ar' })
  for (const title of ['one', 'two', 'three']) await told(database, published(email, title))
  await sql`update news set read_at = now() where user_id = ${id} and details ->> 'title' = 'two'`.execute(
    database.db,
  )
  expect(await queued(database)).toEqual([])
  expect(await send()).toBe(1)
  const [mail, ...more] = await queued(database)
  expect(more).toEqual([])
  expect(mail).toMatchObject({
    template: 'news-of-the-day',
    to: email,
    language: 'ar',
    link: 'http://127.0.0.1/my/news',
  })
  if (!mail) throw new Error('There is no mail')
  expect(titlesIn(mail)).toEqual(['one', 'three'])

  const sender = { siteName: 'Homeward', publicUrl: 'http://127.0.0.1', contact: null }
  const { text, html } = writeMail(mail, sender, readTexts())
  expect(text).toMatch(
    /\* “one” is published\n {2}“one” is published. Thank you[^\n]*\n {2}http:\/\/127\.0\.0\.1\/my\/submissions\/x\n/,
  )
  expect(text).not.toContain('more than fits')
  expect(html).toMatch(
    /<a class="link" href="http:\/\/127\.0\.0\.1\/my\/submissions\/x"[^>]*>“<bdi>/,
  )
})

it('sends nothing twice: not when it runs again, nor when two run at once', async () => {
  const people = await Promise.all(['ana', 'ben', 'eva'].map((name) => reader(name)))
  for (const { email } of people) await told(database, published(email, 'x'))
  await Promise.all([send(), send(), send()])
  expect(await send()).toBe(0)
  const mails = await queued(database)
  expect(mails.map(({ to }) => to).sort()).toEqual(people.map(({ email }) => email))
})

it('loses nothing where it fails for one: the others get theirs, and it comes with the next', async () => {
  const people = await Promise.all(['ana', 'ben', 'eva'].map((name) => reader(name)))
  for (const { email } of people) await told(database, published(email, 'x'))
  const [, ben] = people
  await sql
    .raw(
      `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger fail before update on news for each row when (old.user_id = '${ben?.id}') execute function fail()`,
    )
    .execute(database.db)
  await expect(send()).rejects.toThrow('Some mails of the day were not sent')
  expect((await queued(database)).map(({ to }) => to).sort()).toEqual([
    'ana@example.org',
    'eva@example.org',
  ])
  await sql`drop trigger fail on news`.execute(database.db)
  await told(database, published('ben@example.org', 'y'))
  expect(await send()).toBe(1)
  const last = (await queued(database)).at(-1)
  expect(last?.to).toBe('ben@example.org')
  expect(titlesIn(last ?? {})).toEqual(['x', 'y'])
})

it('is bounded, and says where the rest is', async () => {
  const { email } = await reader('ana')
  await told(database, ...Array.from({ length: 45 }, (_, at) => published(email, `no ${at}`)))
  await send()
  const [mail] = await queued(database)
  if (!mail) throw new Error('There is no mail')
  expect(mail.items?.length).toBe(40)
  const sender = { siteName: 'Homeward', publicUrl: 'http://127.0.0.1', contact: null }
  expect(writeMail(mail, sender, readTexts()).text).toContain('more than fits into a mail')
  // The rest was told of as well: it does not come tomorrow.
  expect(await send()).toBe(0)
})

it('keeps to what was chosen meanwhile, and to what the person may see', async () => {
  const none = await reader('ana')
  const atOnce = await reader('ben')
  const moderator = await reader('eva', { role: 'moderator' })
  for (const { email } of [none, atOnce]) await told(database, published(email, 'x'))
  const desk = { link: 'http://127.0.0.1/moderation/submissions/x' }
  await told(database, mailTo(moderator.email, 'advice-given', desk))
  const set = (id: string, values: object) =>
    database.db.updateTable('users').set(values).where('id', '=', id).execute()
  await set(none.id, { news_mail: 'none' })
  await set(atOnce.id, { news_mail: 'at-once' })
  await set(moderator.id, { role: 'member' })
  expect(await send()).toBe(1)
  expect((await queued(database)).map(({ to }) => to)).toEqual([atOnce.email])
})
