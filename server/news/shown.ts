import { sql, type ExpressionBuilder } from 'kysely'
import type { Role } from '@homeward/schema/names.ts'
import { mailTemplates, type MailTemplate } from '../platform/mail/mail.ts'
import type { Tables } from '../platform/postgres/tables.ts'

/** Pages that are closed to a role: what leads there is not shown to it, such as titles of what is not published. */
const closedTo: Record<Role, readonly string[]> = {
  member: ['/moderation', '/admin'],
  moderator: ['/admin'],
  administrator: [],
}

/** What may be shown to someone with this role. Kinds of mail that are no longer sent are left out. */
export const isShownTo = (role: Role) => (eb: ExpressionBuilder<Tables, 'news'>) =>
  eb.and([
    eb('template', 'in', [...mailTemplates]),
    ...closedTo[role].map((start) => sql<boolean>`not starts_with(path, ${start})`),
  ])

export function templateOf(name: string): MailTemplate {
  const found = mailTemplates.find((template) => template === name)
  if (found === undefined) throw new Error(`There is no mail ${name}`)
  return found
}
