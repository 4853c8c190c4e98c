import { randomUUID } from 'node:crypto'
import type { Db, Trx } from '../postgres/database.ts'
import type { Jobs } from '../jobs.ts'
import { keepNews } from './keepNews.ts'
import { wrongValues } from './values.ts'

/** The mails that are sent. Their texts are in client/locales, under `mail`; what they speak of is in values.ts. */
export const mailTemplates = [
  // Accounts.
  'confirm-address',
  'already-registered',
  'reset-password',
  'change-address',
  'delete-account',
  'account-changed',
  // Cities and their teams.
  'city-asked',
  'city-verified',
  'city-refused',
  'city-invitation',
  'question',
  'answer',
  'entry-request',
  'entry-request-decided',
  // What was handed in, and what became of it.
  'submission-received',
  'reviewer-invited',
  'advice-given',
  'comment',
  'changes-requested',
  'approved',
  'rejected',
  'wording-suggested',
  'appealed',
  'appeal-decided',
  // What is published.
  'taken-down',
  'changed-by-editors',
  'danger-reported',
  'still-running',
  'practice-did-harm',
  // What waited for the mail of the day.
  'news-of-the-day',
] as const
export type MailTemplate = (typeof mailTemplates)[number]

/** A mail to one person, not yet written out. */
export interface Mail {
  template: MailTemplate
  to: string
  /** BCP 47 tag of the reader's language. */
  language: string
  /** What its text speaks of: plain text, escaped where it must be. Those that values.ts names. */
  values: Record<string, string>
  /** Where its button leads; null: it has none. */
  link: string | null
  /** Where its item in the list on the site leads, where that is not the link of the mail. */
  page?: string
  /** What it lists. */
  items?: MailItem[]
}

/** Something that another mail would have said, as a mail lists it. */
export type MailItem = Pick<Mail, 'template' | 'values' | 'link'>

/** A mail in the queue. */
export interface QueuedMail extends Mail {
  /** Tells it from every other mail, however often it is tried. */
  id: string
}

export const mailQueue = 'mail'
/** How often a mail is tried before it is given up: for about a day. */
export const mailTries = 300

/**
 * Sends mails if the transaction commits, and only then. What they tell that concerns people's work (kinds.ts) also comes
 * into their lists on the site, and is mailed as each of them chose.
 * @throws Error where a mail lacks a value that its text speaks of, or has one that no text is there for
 */
export async function sendLater(
  { trx, jobs }: { trx: Db | Trx; jobs: Jobs },
  mails: Mail[],
): Promise<void> {
  for (const { template, values } of mails) {
    const wrong = wrongValues(template, values)
    if (wrong.length > 0) throw new Error(`The mail ${template} needs ${wrong.join(', ')}`)
  }
  const atOnce = await keepNews(trx, mails)
  const queued: QueuedMail[] = atOnce.map((mail) => ({ ...mail, id: randomUUID() }))
  await jobs.enqueue(trx, mailQueue, queued)
}
