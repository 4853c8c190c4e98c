import type { Me, MeChange } from '@homeward/schema/account.ts'
import { personName } from '../platform/auth/personName.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import type { Person } from '../platform/http/access.ts'

/** All that a person sees of their own account. */
export async function readMe(db: Db, person: Person): Promise<Me> {
  const [account, cities] = await Promise.all([
    db
      .selectFrom('users')
      .select((eb) => [
        'name',
        'email',
        'role',
        'language',
        'reads',
        'news_mail',
        'two_factor_enabled',
        eb
          .selectFrom('passkeys')
          .whereRef('passkeys.user_id', '=', 'users.id')
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .as('passkeys'),
      ])
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('city_members as m')
      .innerJoin('cities as c', 'c.id', 'm.city_id')
      .select(['c.slug', 'c.name', 'c.country', 'c.status', 'm.role'])
      .where('m.user_id', '=', person.id)
      .orderBy('c.name')
      .execute(),
  ])
  return {
    id: person.id,
    name: account.name,
    email: account.email,
    role: account.role,
    language: account.language,
    reads: account.reads,
    newsMail: account.news_mail,
    twoFactor: account.two_factor_enabled,
    passkeys: Number(account.passkeys ?? 0),
    factors: person.factors,
    cities,
  }
}

export async function changeMe(
  db: Db,
  id: string,
  { name, newsMail, ...change }: MeChange,
): Promise<void> {
  const set = {
    ...change,
    ...(name === undefined ? {} : { name: personName(name) }),
    ...(newsMail === undefined ? {} : { news_mail: newsMail }),
  }
  if (Object.keys(set).length === 0) return
  await db.updateTable('users').set(set).where('id', '=', id).execute()
}

/** Where a person is signed in, latest first. */
export function sessionsOf(db: Db, userId: string) {
  return db
    .selectFrom('sessions')
    .select(['id', 'user_agent', 'created_at', 'updated_at', 'expires_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', new Date())
    .orderBy('updated_at', 'desc')
    .limit(100)
    .execute()
}

/** @returns whether there was one of this person's */
export async function endSession(db: Db, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Who is told what concerns all moderators or all administrators: their addresses and languages. */
export function peopleWithRole(db: Db | Trx, least: 'moderator' | 'administrator') {
  return db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'language'])
    .where('role', 'in', least === 'moderator' ? ['moderator', 'administrator'] : ['administrator'])
    .where('email_verified', '=', true)
    .execute()
}

/** Moderators and administrators, with whether they can use their role. */
export function peopleInCharge(db: Db) {
  return db
    .selectFrom('users')
    .select(({ or, eb, exists, selectFrom }) => [
      'name',
      'email',
      'role',
      or([
        eb('two_factor_enabled', '=', true),
        exists(selectFrom('passkeys').select('id').whereRef('user_id', '=', 'users.id')),
      ]).as('second_factor'),
    ])
    .where('role', '<>', 'member')
    .orderBy('role')
    .orderBy('email')
    .execute()
}

/** The languages that moderators say they read, most common first. */
export async function languagesThatModeratorsRead(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('users')
    .select(['language', 'reads'])
    .where('role', '<>', 'member')
    .execute()
  const counts = new Map<string, number>()
  for (const { language, reads } of rows) {
    for (const tag of new Set([language, ...reads])) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([tag]) => tag)
}
