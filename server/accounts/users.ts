import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { User, UserList } from '@homeward/schema/account.ts'
import type { Role } from '@homeward/schema/names.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { keepAnAdministrator, setRole } from './administrators.ts'

function userRows(db: Db | Trx) {
  return db
    .selectFrom('users as u')
    .select(['u.id', 'u.name', 'u.email', 'u.email_verified', 'u.role', 'u.created_at'])
    .select((eb) => [
      eb
        .or([
          eb('u.two_factor_enabled', '=', true),
          eb.exists(eb.selectFrom('passkeys').select('id').whereRef('user_id', '=', 'u.id')),
        ])
        .as('second_factor'),
      jsonArrayFrom(
        eb
          .selectFrom('city_members as m')
          .innerJoin('cities as c', 'c.id', 'm.city_id')
          .select(['c.slug', 'c.name', 'm.role'])
          .whereRef('m.user_id', '=', 'u.id')
          .orderBy('c.name'),
      ).as('cities'),
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof userRows>['execute']>>[number]

function userOf({ email_verified, second_factor, created_at, ...row }: Row): User {
  return {
    ...row,
    emailVerified: email_verified,
    secondFactor: Boolean(second_factor),
    since: created_at.toISOString(),
  }
}

export interface UsersWanted {
  q?: string
  role?: Role
  limit?: number
}

/** People with accounts by name or address: whoever holds a role comes first. */
export async function findUsers(
  db: Db,
  { q = '', role, limit = 50 }: UsersWanted,
): Promise<UserList> {
  const sought = q.normalize('NFC').replaceAll('\0', '').trim().toLowerCase()
  const rows = await userRows(db)
    .where(sql<boolean>`(strpos(lower(u.name), ${sought}) > 0 or strpos(u.email, ${sought}) > 0)`)
    .$if(role !== undefined, (query) => query.where('u.role', '=', role ?? 'member'))
    .orderBy(sql`u.role = 'member'`)
    .orderBy('u.role')
    .orderBy('u.email')
    .limit(limit + 1)
    .execute()
  return { users: rows.slice(0, limit).map(userOf), more: rows.length > limit }
}

/**
 * Gives a person a role, or takes it. There is always an administrator.
 * @throws ProblemError 404; 409 where it is the last administrator, or an address that nobody has confirmed
 */
export async function giveRole(
  db: Db,
  { actor, userId, role }: { actor: string; userId: string; role: Role },
): Promise<User> {
  return db.transaction().execute(async (trx) => {
    if (role !== 'administrator') await keepAnAdministrator(trx, userId)
    const user = await userRows(trx).where('u.id', '=', userId).executeTakeFirst()
    if (!user) throw new ProblemError(404, 'unknown-user', 'There is no such account')
    if (role !== 'member' && !user.email_verified) throw notConfirmed()
    await setRole(trx, { actor, userId, role })
    return userOf({ ...user, role })
  })
}

function notConfirmed(): ProblemError {
  return new ProblemError(
    409,
    'address-not-confirmed',
    'This person has not confirmed their address yet',
    'They can be given a role as soon as they have.',
  )
}
