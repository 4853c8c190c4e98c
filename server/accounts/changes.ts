import type { AccountChange } from '../platform/auth/endpoints.ts'
import type { Jobs } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Database, Db, Trx } from '../platform/postgres/database.ts'
import { inTransaction } from '../platform/jobs.ts'

/** Tells a person by mail that a means of signing in was changed, so that nobody else changes it unseen. */
export async function tellOfChange(
  database: Database,
  jobs: Jobs,
  userId: string,
  what: AccountChange,
): Promise<void> {
  await inTransaction(database, jobs, async ({ trx }) => {
    if (what === 'two-factor-off' || what === 'passkey-removed') await keepToFactors(trx, userId)
    await tell({ trx, jobs }, userId, { what })
  })
}

/** Tells a person at their old address that the account has another one now. */
export async function tellOfNewAddress(
  db: Db,
  jobs: Jobs,
  from: string,
  to: string,
): Promise<void> {
  const user = await db.selectFrom('users').select('id').where('email', '=', to).executeTakeFirst()
  if (user) await tell({ trx: db, jobs }, user.id, { what: 'email', to: from })
}

async function tell(
  { trx, jobs }: { trx: Db | Trx; jobs: Jobs },
  userId: string,
  { what, to }: { what: AccountChange | 'email'; to?: string },
): Promise<void> {
  const user = await trx
    .selectFrom('users')
    .select(['name', 'email', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) return
  await sendLater({ trx, jobs }, [
    {
      template: 'account-changed',
      to: to ?? user.email,
      language: user.language,
      values: { name: user.name, what },
      link: null,
    },
  ])
}

/** Whoever has no second factor any more has no session that began with one. */
async function keepToFactors(trx: Trx, userId: string): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ factors: 1 })
    .where('user_id', '=', userId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('passkeys').select('id').where('user_id', '=', userId))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('two_factors')
            .select('id')
            .where('user_id', '=', userId)
            .where('verified', '=', true),
        ),
      ),
    )
    .execute()
}
