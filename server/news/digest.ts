import { inTransaction, type Work } from '../platform/jobs.ts'
import { sendLater, type MailItem } from '../platform/mail/mail.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { Setting } from './setting.ts'
import { isShownTo, templateOf } from './shown.ts'

/** When the mails of the day go out: before most people's work begins (five fields, UTC). */
export const digestDaily = { name: 'news-of-the-day', cron: '11 5 * * *' } as const

/** What one mail lists; the list on the site has the rest. */
const mostListed = 40
/** People who are looked for at once. */
const batch = 100

/**
 * Sends one mail to each person for whom something waits, a person in a transaction: what it lists waits no more once the
 * mail is in the queue. Done twice, or by two servers at once, nobody gets a second mail, and what failed still waits.
 * @returns how many mails went out
 * @throws AggregateError at the end, where it failed for some
 */
export async function sendDigests(setting: Setting): Promise<number> {
  const { database, jobs } = setting
  const failures: unknown[] = []
  let sent = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const people = await waitingAfter(database.db, after)
    for (const userId of people) {
      try {
        const went = await inTransaction(database, jobs, (work) =>
          sendDigest(setting, work, userId),
        )
        if (went) sent += 1
      } catch (error) {
        failures.push(error)
      }
    }
    const last = people.at(-1)
    if (last === undefined || people.length < batch) break
    after = last
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Some mails of the day were not sent')
  return sent
}

async function waitingAfter(db: Db, after: string): Promise<string[]> {
  const rows = await db
    .selectFrom('news')
    .select('user_id')
    .distinct()
    .where('for_digest', '=', true)
    .where('user_id', '>', after)
    .orderBy('user_id')
    .limit(batch)
    .execute()
  return rows.map(({ user_id }) => user_id)
}

/** @returns whether there was something to send */
async function sendDigest({ publicUrl }: Setting, work: Work, userId: string): Promise<boolean> {
  const { trx } = work
  const reader = await trx
    .selectFrom('users')
    .select(['name', 'email', 'language', 'role', 'news_mail'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!reader) return false
  const waited = await trx
    .updateTable('news')
    .set({ for_digest: false })
    .where('user_id', '=', userId)
    .where('for_digest', '=', true)
    .returning(['id', 'read_at'])
    .execute()
  const unread = waited.filter(({ read_at }) => read_at === null).map(({ id }) => id)
  if (unread.length === 0 || reader.news_mail === 'none') return false
  const rows = await trx
    .selectFrom('news')
    .select(['template', 'details', 'path'])
    .where('id', 'in', unread)
    .where(isShownTo(reader.role))
    .orderBy('id')
    .limit(mostListed + 1)
    .execute()
  if (rows.length === 0) return false
  const items = rows.slice(0, mostListed).map(({ template, details, path }): MailItem => {
    return { template: templateOf(template), values: details, link: `${publicUrl}${path}` }
  })
  await sendLater(work, [
    {
      template: 'news-of-the-day',
      to: reader.email,
      language: reader.language,
      values: { name: reader.name, more: rows.length > mostListed ? 'yes' : 'no' },
      link: `${publicUrl}/my/news`,
      items,
    },
  ])
  return true
}
