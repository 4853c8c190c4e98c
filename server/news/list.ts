import { mostCounted, type NewsItem, type NewsList, type NewsQuery } from '@homeward/schema/news.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Texts } from '../platform/mail/texts.ts'
import { headlineOf, plain } from '../platform/mail/write.ts'
import type { Db } from '../platform/postgres/database.ts'
import { isShownTo, templateOf } from './shown.ts'

/** What concerns a person, newest first, in the language of the texts. */
export async function listNews(
  db: Db,
  person: Person,
  { after, limit = 30, unread = false }: NewsQuery,
  { texts, siteName }: { texts: Texts; siteName: string },
): Promise<NewsList> {
  const rows = await db
    .selectFrom('news')
    .select(['id', 'template', 'details', 'path', 'at', 'read_at'])
    .where('user_id', '=', person.id)
    .where(isShownTo(person.role))
    .$if(after !== undefined, (query) => query.where('id', '<', after ?? ''))
    .$if(unread, (query) => query.where('read_at', 'is', null))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return {
    news: page.map(({ template, details, at, read_at, ...row }): NewsItem => {
      const kind = templateOf(template)
      const { title, said } = headlineOf(
        { template: kind, values: details, link: null },
        siteName,
        texts,
      )
      return {
        ...row,
        kind,
        title: plain(title),
        said: said.map(plain),
        at: at.toISOString(),
        read: read_at !== null,
      }
    }),
    unread: await countUnread(db, person),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** @returns how many are unread; one more than are counted where there are more */
export async function countUnread(db: Db, person: Person): Promise<number> {
  const unread = await db
    .selectFrom('news')
    .select('id')
    .where('user_id', '=', person.id)
    .where('read_at', 'is', null)
    .where(isShownTo(person.role))
    .limit(mostCounted + 1)
    .execute()
  return unread.length
}

/** @throws ProblemError 404 where there is no such item of this person's */
export async function markRead(db: Db, person: Person, id: string, read: boolean): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('news')
    .set((eb) => ({ read_at: read ? eb.fn.coalesce('read_at', eb.val(new Date())) : null }))
    .where('id', '=', id)
    .where('user_id', '=', person.id)
    .where(isShownTo(person.role))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  throw new ProblemError(
    404,
    'unknown-news',
    'This is not in your list',
    'What is old is taken out of it by and by.',
  )
}

/** Marks all as read that the person can have seen. @param upTo the newest of them */
export async function markAllRead(db: Db, person: Person, upTo: string): Promise<void> {
  await db
    .updateTable('news')
    .set({ read_at: new Date() })
    .where('user_id', '=', person.id)
    .where('read_at', 'is', null)
    .where('id', '<=', upTo)
    .where(isShownTo(person.role))
    .execute()
}
