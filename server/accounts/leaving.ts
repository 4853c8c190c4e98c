import { ProblemError } from '../platform/http/problems.ts'
import { forgetMailsTo } from '../platform/mail/forget.ts'
import type { Db } from '../platform/postgres/database.ts'

/**
 * Whether an account can go now. A team is never left without an owner; a city whose only member goes is open to its
 * authority again (a trigger on city_members sees to that).
 * @throws ProblemError that names the cities where someone else must be made an owner first
 */
export async function checkCanLeave(db: Db, userId: string): Promise<void> {
  const alone = await db
    .selectFrom('city_members as mine')
    .innerJoin('cities as c', 'c.id', 'mine.city_id')
    .select('c.name')
    .where('mine.user_id', '=', userId)
    .where('mine.role', '=', 'owner')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('city_members as other')
          .select('other.user_id')
          .whereRef('other.city_id', '=', 'mine.city_id')
          .where('other.user_id', '<>', userId),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('city_members as owner')
            .select('owner.user_id')
            .whereRef('owner.city_id', '=', 'mine.city_id')
            .where('owner.role', '=', 'owner')
            .where('owner.user_id', '<>', userId),
        ),
      ),
    )
    .orderBy('c.name')
    .execute()
  if (alone.length === 0) return
  throw new ProblemError(
    409,
    'last-owner',
    `You are the last owner of ${alone.map(({ name }) => name).join(', ')}`,
    'Make another member of the team an owner first; then your account can go.',
  )
}

/**
 * Takes a person out of everything that is kept, with their account: sessions, passkeys, what they asked and what was
 * meant for them. What was published or said to a city stays, without them: it names people by id only, if at all.
 */
export function forgetPerson(db: Db, { id, email }: { id: string; email: string }): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('verifications')
      .where((eb) => eb.or([eb('value', '=', id), eb('value', 'like', `%${id}%`)]))
      .execute()
    await trx.deleteFrom('administrator_links').where('email', '=', email).execute()
    await trx.deleteFrom('city_invitations').where('email', '=', email).execute()
    // It says what the person does, and of a decision the log tells.
    await trx.deleteFrom('city_requests').where('asked_by', '=', id).execute()
    await forgetMailsTo(trx, email)
    await trx.deleteFrom('users').where('id', '=', id).execute()
  })
}
