import type { NewsMail } from '@homeward/schema/news.ts'
import type { Db, Trx } from '../postgres/database.ts'
import { mailKinds, type MailKind } from './kinds.ts'
import type { Mail } from './mail.ts'
import { outlines } from './outlines.ts'

type News = Mail & { kind: Exclude<MailKind, 'own'> }

const isNews = (mail: Mail & { kind: MailKind }): mail is News => mail.kind !== 'own'

/**
 * Writes what concerns people into their lists on the site, in the transaction of what it tells of.
 * @returns the mails that go out at once: the others wait for the mail of the day, or are not wanted
 */
export async function keepNews(trx: Db | Trx, mails: Mail[]): Promise<Mail[]> {
  const all = mails.map((mail) => ({ ...mail, kind: mailKinds[mail.template] }))
  const news = all.filter(isNews)
  const readers = await readersOf(trx, news)
  const items = news.flatMap((mail) => {
    const reader = readers.get(mail.to)
    return reader ? [itemOf(mail, reader)] : []
  })
  if (items.length > 0) await trx.insertInto('news').values(items).execute()
  return all
    .filter(({ kind, to }) => isMailedAtOnce(kind, readers.get(to)?.news_mail ?? 'at-once'))
    .map(({ kind: _, ...mail }) => mail)
}

export function isMailedAtOnce(kind: MailKind, chosen: NewsMail): boolean {
  if (kind === 'own' || kind === 'danger') return true
  return chosen === 'at-once' || (kind === 'answerable' && chosen === 'daily')
}

interface Reader {
  id: string
  email: string
  news_mail: NewsMail
}

async function readersOf(trx: Db | Trx, news: News[]): Promise<Map<string, Reader>> {
  if (news.length === 0) return new Map()
  const readers = await trx
    .selectFrom('users')
    .select(['id', 'email', 'news_mail'])
    .where('email', 'in', [...new Set(news.map(({ to }) => to))])
    .where('email_verified', '=', true)
    .execute()
  return new Map(readers.map((reader) => [reader.email, reader]))
}

function itemOf(mail: News, reader: Reader) {
  return {
    user_id: reader.id,
    template: mail.template,
    details: JSON.stringify(withoutQuotes(mail)),
    path: pathOf(mail),
    for_digest: reader.news_mail === 'daily' && !isMailedAtOnce(mail.kind, 'daily'),
  }
}

/** What people wrote stays where it can be taken back: the item leads there. */
function withoutQuotes({ template, values }: Mail): Record<string, string> {
  const quoted = new Set(
    outlines[template](values).parts.flatMap((part) =>
      typeof part === 'object' && 'quote' in part ? [part.quote] : [],
    ),
  )
  return Object.fromEntries(Object.entries(values).filter(([name]) => !quoted.has(name)))
}

/** @throws Error where there is no page that it leads to */
function pathOf({ template, page, link }: Mail): string {
  const leadsTo = page ?? link
  if (leadsTo === null) throw new Error(`The news of ${template} leads nowhere`)
  const { pathname, search, hash } = new URL(leadsTo)
  // Who reads the database, or a copy of it, finds no secret of a link in it.
  return pathname + search + (hash.length > 20 ? '' : hash)
}
