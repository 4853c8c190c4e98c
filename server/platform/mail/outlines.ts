import type { MailTemplate } from './mail.ts'

/** A part of a mail: a sentence by the key of its message, what a person wrote by the name of its value, the button, or what
 * the mail lists. */
export type Part = { say: string } | { quote: string } | 'button' | 'items'

export interface Outline {
  subject: string
  parts: Part[]
  /** The key under `why` of the last line. */
  why: string
}

type Values = Record<string, string>

const say = (key: string): Part => ({ say: key })

/** What someone wrote, after the words that lead to it; nothing where they wrote nothing. */
const wrote = (values: Values, name: string, lead: string): Part[] =>
  values[name]?.trim() ? [say(lead), { quote: name }] : []

function outline(why: string, parts: Part[], subject = 'subject'): Outline {
  return { subject, parts, why }
}

/** What each mail says, in which order. Keys are those of its messages. */
export const outlines: Record<MailTemplate, (values: Values) => Outline> = {
  'confirm-address': () => outline('entered', [say('text'), 'button', say('note')]),
  'already-registered': () =>
    outline('entered', [say('text'), say('password'), 'button', say('note')]),
  'reset-password': () => outline('account', [say('text'), 'button', say('note')]),
  'change-address': () => outline('account', [say('text'), 'button', say('note')]),
  'delete-account': () => outline('account', [say('text'), 'button', say('note')]),
  'account-changed': ({ what }) =>
    outline('account', [say(`text.${what}`), say('note'), 'button'], `subject.${what}`),
  'city-asked': ({ website }) =>
    outline('administrator', [say('text'), ...(website ? [say('website')] : []), 'button']),
  'city-verified': () => outline('account', [say('text'), 'button']),
  'city-refused': (values) =>
    outline('account', [say('text'), ...wrote(values, 'reason', 'reason'), say('note'), 'button']),
  'city-invitation': ({ role }) => outline('invited', [say(`text.${role}`), 'button', say('note')]),
  question: (values) =>
    outline('team', [
      ...wrote(values, 'text', values['entry'] ? 'about' : 'text'),
      'button',
      say('note'),
    ]),
  answer: (values) =>
    outline('asked', [
      ...wrote(values, 'question', 'text'),
      ...wrote(values, 'text', 'answered'),
      'button',
    ]),
  'entry-request': ({ kind }) =>
    outline('moderator', [say(`text.${kind}`), 'button'], `subject.${kind}`),
  'entry-request-decided': (values) =>
    outline('team', [
      say(`text.${values['kind']}.${values['decision']}`),
      ...wrote(values, 'reason', 'reason'),
      'button',
    ]),
  'submission-received': () => outline('author', [say('text'), 'button']),
  'reviewer-invited': () => outline('invited', [say('text'), 'button', say('note')]),
  comment: (values) => outline('taking-part', [...wrote(values, 'text', 'text'), 'button']),
  'changes-requested': (values) =>
    outline('author', [say('text'), ...wrote(values, 'text', 'words'), 'button']),
  approved: () => outline('author', [say('text'), 'button']),
  rejected: (values) =>
    outline('author', [
      say('text'),
      say(`reason.${values['reason']}`),
      ...wrote(values, 'text', 'words'),
      say('note'),
      'button',
    ]),
  'advice-given': () => outline('moderator', [say('text'), 'button']),
  'wording-suggested': () => outline('author', [say('text'), say('note'), 'button']),
  appealed: (values) => outline('moderator', [...wrote(values, 'text', 'text'), 'button']),
  'appeal-decided': (values) =>
    outline('author', [
      say(`text.${values['outcome']}`),
      ...wrote(values, 'text', 'words'),
      'button',
    ]),
  'changed-by-editors': (values) =>
    outline('author', [say(`text.${values['what']}`), ...wrote(values, 'text', 'words'), 'button']),
  'taken-down': ({ reason }) => outline('author', [say('text'), say(`reason.${reason}`), 'button']),
  'danger-reported': (values) => outline('moderator', [...wrote(values, 'text', 'text'), 'button']),
  'still-running': (values) =>
    outline('team', [...wrote(values, 'titles', 'text'), 'button', say('note')]),
  'practice-did-harm': () => outline('moderator', [say('text'), say('look'), 'button']),
  'news-of-the-day': ({ more }) =>
    outline('daily', [say('text'), 'items', ...(more === 'yes' ? [say('more')] : []), 'button']),
}
