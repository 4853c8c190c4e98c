import {
  cityRoles,
  entryRequestKinds,
  rejectionReasons,
  takeDownReasons,
} from '@homeward/schema/names.ts'
import type { MailTemplate } from './mail.ts'

/** What changed about how a person signs in. */
const accountChanges = [
  'password',
  'two-factor-on',
  'two-factor-off',
  'passkey-added',
  'passkey-removed',
  'email',
  'second-factor-reset',
] as const

/** `text` is there, `maybe` may be empty, a list holds the words that it can be: each chooses a text. */
export type ValueKind = 'text' | 'maybe' | readonly string[]

/** What each mail speaks of. Names of people, cities and entries, and what people wrote, are as they wrote them. */
export const mailValues = {
  'confirm-address': { name: 'maybe' },
  'already-registered': { name: 'maybe' },
  'reset-password': { name: 'maybe' },
  'change-address': { name: 'maybe', address: 'text' },
  'delete-account': { name: 'maybe' },
  'account-changed': { name: 'maybe', what: accountChanges },
  // To administrators.
  'city-asked': { city: 'text', by: 'text', website: 'maybe' },
  'city-verified': { name: 'maybe', city: 'text' },
  'city-refused': { name: 'maybe', city: 'text', reason: 'maybe' },
  'city-invitation': { by: 'text', city: 'text', role: cityRoles },
  question: { city: 'text', by: 'text', text: 'text', entry: 'maybe' },
  answer: { city: 'text', question: 'text', text: 'text' },
  // To moderators.
  'entry-request': { city: 'text', entry: 'text', kind: entryRequestKinds },
  'entry-request-decided': {
    city: 'text',
    entry: 'text',
    kind: entryRequestKinds,
    decision: ['accepted', 'declined'],
    reason: 'maybe',
  },
  'submission-received': { title: 'text' },
  'reviewer-invited': { title: 'text', by: 'text' },
  comment: { title: 'text', by: 'text', text: 'text' },
  'changes-requested': { title: 'text', text: 'maybe' },
  approved: { title: 'text' },
  rejected: { title: 'text', reason: rejectionReasons, text: 'maybe' },
  // To the moderator who asked for it.
  'advice-given': { title: 'text', by: 'text' },
  'wording-suggested': { title: 'text' },
  // To moderators.
  appealed: { title: 'text', text: 'text' },
  'appeal-decided': { title: 'text', outcome: ['upheld', 'overturned'], text: 'text' },
  'changed-by-editors': {
    title: 'text',
    what: ['restored', 'returned', 'terms'],
    text: 'maybe',
  },
  'taken-down': { title: 'text', reason: takeDownReasons },
  // To moderators.
  'danger-reported': { title: 'text', text: 'text' },
  'still-running': { city: 'text', titles: 'text' },
  // To moderators.
  'practice-did-harm': { city: 'text', title: 'text' },
  'news-of-the-day': { name: 'maybe', more: ['no', 'yes'] },
} as const satisfies Record<MailTemplate, Record<string, ValueKind>>

/** What is wrong with the values of a mail: a list of names, empty where nothing is. */
export function wrongValues(template: MailTemplate, values: Record<string, string>): string[] {
  const kinds: Record<string, ValueKind> = mailValues[template]
  return Object.entries(kinds)
    .filter(([name, kind]) => !isRight(values[name], kind))
    .map(([name]) => name)
}

function isRight(value: string | undefined, kind: ValueKind): boolean {
  if (value === undefined) return false
  if (kind === 'maybe') return true
  return kind === 'text' ? value.trim() !== '' : kind.includes(value)
}
