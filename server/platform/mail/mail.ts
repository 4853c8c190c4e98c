import type { Db, Trx } from '../postgres/database.ts'
import type { Jobs } from '../jobs.ts'

/** The mails that are sent. Their texts are in client/locales, under `mail`. */
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
] as const
export type MailTemplate = (typeof mailTemplates)[number]

/** A mail to one person, not yet written out. */
export interface Mail {
  template: MailTemplate
  to: string
  /** BCP 47 tag of the reader's language. */
  language: string
  /** What its text speaks of: plain text, escaped where it must be. */
  values: Record<string, string>
  /** Where its button leads; null: it has none. */
  link: string | null
}

export const mailQueue = 'mail'

/** Sends mails if the transaction commits, and only then. */
export function sendLater(
  { trx, jobs }: { trx: Db | Trx; jobs: Jobs },
  mails: Mail[],
): Promise<void> {
  return jobs.enqueue(trx, mailQueue, mails)
}
