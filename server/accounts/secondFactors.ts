import { recordDecision } from '../moderation/decisionLog.ts'
import { inTransaction, type Jobs } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Database, Trx } from '../platform/postgres/database.ts'

/**
 * Takes away every second factor of a person who has lost theirs, in front of the terminal: the authenticator app with its
 * recovery codes, and all passkeys. They are signed out everywhere and told by mail, and the log keeps it.
 * @returns what came of it; 'none': there was none to take away, and nothing was changed
 */
export function resetSecondFactors(
  database: Database,
  jobs: Jobs,
  email: string,
): Promise<'reset' | 'none' | 'unknown'> {
  return inTransaction(database, jobs, async ({ trx }) => {
    const user = await trx
      .selectFrom('users')
      .select(['id', 'name', 'email', 'language'])
      .where('email', '=', email.toLowerCase())
      .forUpdate()
      .executeTakeFirst()
    if (!user) return 'unknown'
    const { app, passkeys } = await takeAway(trx, user.id)
    if (!app && passkeys === 0) return 'none'
    await recordDecision(trx, {
      actor: null,
      act: 'reset-second-factor',
      subject: { kind: 'user', id: user.id },
      details: { app, passkeys },
    })
    await sendLater({ trx, jobs }, [
      {
        template: 'account-changed',
        to: user.email,
        language: user.language,
        values: { name: user.name, what: 'second-factor-reset' },
        link: null,
      },
    ])
    return 'reset'
  })
}

async function takeAway(trx: Trx, userId: string): Promise<{ app: boolean; passkeys: number }> {
  const apps = await trx
    .deleteFrom('two_factors')
    .where('user_id', '=', userId)
    .returning('verified')
    .execute()
  const passkeys = await trx
    .deleteFrom('passkeys')
    .where('user_id', '=', userId)
    .returning('id')
    .execute()
  const app = apps.some(({ verified }) => verified)
  if (!app && passkeys.length === 0) return { app, passkeys: 0 }
  await trx
    .updateTable('users')
    .set({ two_factor_enabled: false })
    .where('id', '=', userId)
    .execute()
  await trx.deleteFrom('sessions').where('user_id', '=', userId).execute()
  return { app, passkeys: passkeys.length }
}
