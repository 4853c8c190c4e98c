import { randomUUID } from 'node:crypto'
import type { Db, Trx } from '../postgres/database.ts'
import type { Jobs } from '../jobs.ts'
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
  'danger-reported',
  'still-running',
  'practice-did-harm',
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
}

/** A mail in the queue. */
export interface QueuedMail extends Mail {
  /** Tells it from every other mail, however often it is tried. */
  id: string
}

export const mailQueue = 'mail'
/** How often a mail is tried before it is given up: for about a day. */
export const mailTries = 300

/**
 * Sends mails if the transaction commits, and only then.
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
  const queued: QueuedMail[] = mails.map((mail) => ({ ...mail, id: randomUUID() }))
  await jobs.enqueue(trx, mailQueue, queued)
}
