import type { MailTemplate } from './mail.ts'

/**
 * What each mail speaks of, by name. Names of people, cities and entries are as they wrote them; where something may be
 * missing, it is an empty text. Kinds and decisions are words of the API, and choose a text:
 *
 * - `what` of account-changed: password, two-factor-on, two-factor-off, passkey-added, passkey-removed, email
 * - `role` of city-invitation: owner, editor
 * - `kind` of entry-request and entry-request-decided: claim, reply, take-down
 * - `decision` of entry-request-decided: accepted, declined
 *
 * May be empty: `entry` of question, `website` of city-asked, every `reason`, and `text` of changes-requested and rejected.
 */
export const mailValues = {
  'confirm-address': ['name'],
  'already-registered': ['name'],
  'reset-password': ['name'],
  'change-address': ['name', 'address'],
  'delete-account': ['name'],
  'account-changed': ['name', 'what'],
  'city-asked': ['city', 'by', 'website'],
  'city-verified': ['name', 'city'],
  'city-refused': ['name', 'city', 'reason'],
  'city-invitation': ['by', 'city', 'role'],
  question: ['city', 'by', 'text', 'entry'],
  answer: ['city', 'question', 'text'],
  'entry-request': ['city', 'entry', 'kind'],
  'entry-request-decided': ['city', 'entry', 'kind', 'decision', 'reason'],
  'submission-received': ['title'],
  'reviewer-invited': ['title', 'by'],
  comment: ['title', 'by', 'text'],
  'changes-requested': ['title', 'text'],
  approved: ['title'],
  rejected: ['title', 'reason', 'text'],
  'taken-down': ['title', 'reason'],
  'danger-reported': ['title', 'text'],
  'still-running': ['title', 'city'],
} as const satisfies Record<MailTemplate, readonly string[]>
