import type { MailTemplate } from './mail.ts'

/**
 * What a mail is to who gets it:
 * - `own`: about their account, or an invitation to whoever has the address. Always mailed, and in no list.
 * - `news`: what concerns their work. In their list on the site, and mailed as they chose: at once, daily or not at all.
 * - `answerable`: news with a link of its own, by which one can answer without signing in. It waits for no mail of the day.
 * - `danger`: someone may come to harm. Mailed at once, whatever they chose, and in their list.
 */
export type MailKind = 'own' | 'news' | 'answerable' | 'danger'

/** The one place where a new mail is told apart. */
export const mailKinds: Record<MailTemplate, MailKind> = {
  'confirm-address': 'own',
  'already-registered': 'own',
  'reset-password': 'own',
  'change-address': 'own',
  'delete-account': 'own',
  'account-changed': 'own',
  'city-asked': 'news',
  'city-verified': 'news',
  'city-refused': 'news',
  'city-invitation': 'own',
  question: 'news',
  answer: 'news',
  'entry-request': 'news',
  'entry-request-decided': 'news',
  'submission-received': 'news',
  'reviewer-invited': 'own',
  'advice-given': 'news',
  comment: 'news',
  'changes-requested': 'news',
  approved: 'news',
  rejected: 'news',
  'wording-suggested': 'news',
  appealed: 'news',
  'appeal-decided': 'news',
  'taken-down': 'news',
  'changed-by-editors': 'news',
  'danger-reported': 'danger',
  'still-running': 'answerable',
  'practice-did-harm': 'danger',
  'news-of-the-day': 'own',
}
