import { sql } from 'kysely'
import type { NewsList } from '@homeward/schema/news.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import {
  mailQueue,
  sendLater,
  type Mail,
  type MailTemplate,
  type QueuedMail,
} from '../../server/platform/mail/mail.ts'
import { mailValues, type ValueKind } from '../../server/platform/mail/values.ts'
import type { TestDatabase } from '../database.ts'
import type { TestPerson } from '../people.ts'
import { answered } from '../submissions/place.ts'

type Database = Pick<TestDatabase, 'db' | 'pool' | 'close' | 'jobs'>

export const somewhere = 'http://127.0.0.1/my/submissions/x'

/** A mail with something for each of its values. */
export function mailTo(to: string, template: MailTemplate, more: Partial<Mail> = {}): Mail {
  const kinds: Record<string, ValueKind> = mailValues[template]
  const filled = Object.entries(kinds).map(([name, kind]) => [
    name,
    typeof kind === 'string' ? `some ${name} here` : (kind[0] ?? ''),
  ])
  return {
    template,
    to,
    language: 'en',
    link: somewhere,
    ...more,
    values: { ...Object.fromEntries(filled), ...more.values },
  }
}

export const told = (database: Database, ...mails: Mail[]): Promise<void> =>
  inTransaction(database, database.jobs, (work) => sendLater(work, mails))

export const listOf = (person: Pick<TestPerson, 'ask'>, query = ''): Promise<NewsList> =>
  answered(person.ask('GET', `/api/v1/me/news${query}`))

/** What waits to be mailed, where nobody mails it. */
export async function queued({ db }: Database): Promise<QueuedMail[]> {
  const { rows } = await sql<{ data: QueuedMail }>`
    select data from pgboss.job where name = ${mailQueue} order by created_on, id`.execute(db)
  return rows.map(({ data }) => data)
}
