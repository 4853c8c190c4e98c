import { createHash, randomBytes } from 'node:crypto'
import type { Role } from '@homeward/schema/names.ts'
import { recordDecision } from '../moderation/decisionLog.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'

const hour = 3_600_000

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * Makes a link whose holder, signed in, becomes an administrator: once, within an hour.
 * @param email only for the person with this address; null: for whoever holds it, while there is no administrator
 * @returns the path, with the token behind a `#`, so that it stands in no log
 */
export async function administratorLink(db: Db | Trx, email: string | null): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db.deleteFrom('administrator_links').where('expires_at', '<', new Date()).execute()
  await db
    .insertInto('administrator_links')
    .values({
      token_hash: hashOf(token),
      email: email?.toLowerCase() ?? null,
      expires_at: new Date(Date.now() + hour),
      used_at: null,
    })
    .execute()
  return `/become-administrator#${token}`
}

/** The path of a link for the first administrator; null where there is an administrator already. */
export async function firstAdministratorLink(db: Db): Promise<string | null> {
  const there = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'administrator')
    .limit(1)
    .executeTakeFirst()
  return there ? null : administratorLink(db, null)
}

/** @throws ProblemError where the link was used, is too old, or is for someone else */
export async function useAdministratorLink(
  db: Db,
  person: { id: string; email: string },
  token: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const used = await trx
      .updateTable('administrator_links')
      .set({ used_at: new Date() })
      .where('token_hash', '=', hashOf(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', new Date())
      .where(({ and, eb, exists, not, or, selectFrom }) =>
        or([
          eb('email', '=', person.email.toLowerCase()),
          // The first administrator's, which is nobody's in particular: of no use once there is one.
          and([
            eb('email', 'is', null),
            not(exists(selectFrom('users').select('id').where('role', '=', 'administrator'))),
          ]),
        ]),
      )
      .returning('email')
      .executeTakeFirst()
    if (!used) {
      throw new ProblemError(
        403,
        'link-not-valid',
        'This link was used already, is too old, or is not for your account',
        'Ask whoever runs the server for a new one.',
      )
    }
    await setRole(trx, { actor: null, userId: person.id, role: 'administrator' })
  })
}

/**
 * There is always an administrator, once there was one. Of two who step down at once, the second looks when the first has.
 * @throws ProblemError 409 where this person is the only one
 */
export async function keepAnAdministrator(trx: Trx, leaving: string): Promise<void> {
  const administrators = await trx
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'administrator')
    .orderBy('id')
    .forUpdate()
    .execute()
  if (administrators.length !== 1 || administrators[0]?.id !== leaving) return
  throw new ProblemError(
    409,
    'last-administrator',
    'This is the last administrator',
    'Make another person an administrator first.',
  )
}

/** Gives a person a role and says so in the log. */
export async function setRole(
  trx: Trx,
  { actor, userId, role }: { actor: string | null; userId: string; role: Role },
): Promise<void> {
  const before = await trx
    .selectFrom('users')
    .select('role')
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (before.role === role) return
  await trx.updateTable('users').set({ role }).where('id', '=', userId).execute()
  await recordDecision(trx, {
    actor,
    act: 'set-role',
    subject: { kind: 'user', id: userId },
    details: { from: before.role, to: role },
  })
}

/**
 * Makes whoever has this address an administrator, in front of the terminal.
 * @returns what came of it; 'link' is the path for someone who has no account yet
 */
export async function grantAdministrator(
  db: Db,
  email: string,
): Promise<{ granted: true } | { granted: false; link: string }> {
  const user = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email.toLowerCase())
    .where('email_verified', '=', true)
    .executeTakeFirst()
  if (!user) return { granted: false, link: await administratorLink(db, email) }
  await db
    .transaction()
    .execute((trx) => setRole(trx, { actor: null, userId: user.id, role: 'administrator' }))
  return { granted: true }
}
