import type { AccountChange } from '../platform/auth/gate.ts'
import type { Jobs } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Db } from '../platform/postgres/database.ts'

/** Tells a person by mail that a means of signing in was changed, so that nobody else changes it unseen. */
export async function tellOfChange(
  db: Db,
  jobs: Jobs,
  userId: string,
  what: AccountChange,
): Promise<void> {
  const user = await db
    .selectFrom('users')
    .select(['name', 'email', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) return
  await sendLater({ trx: db, jobs }, [
    {
      template: 'account-changed',
      to: user.email,
      language: user.language,
      values: { name: user.name, what },
      link: null,
    },
  ])
}
