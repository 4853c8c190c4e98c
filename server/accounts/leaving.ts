import { sql } from 'kysely'
import { ProblemError } from '../platform/http/problems.ts'
import { forgetMailsTo } from '../platform/mail/forget.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { keepAnAdministrator } from './administrators.ts'

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
  if (alone.length > 0) throw lastOwner(alone.map(({ name }) => name))
}

/**
 * Takes a person out of everything that is kept, with their account: sessions, passkeys, what they asked and what was
 * meant for them. What was published or said to a city stays, without them: it names people by id only, if at all.
 * @throws ProblemError where they are the last administrator, or the last owner of a team since checkCanLeave looked
 */
export async function forgetPerson(
  db: Db,
  { id, email }: { id: string; email: string },
): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => {
      await keepAnAdministrator(trx, id)
      await forgetLinks(trx, id, email)
      await forgetAdvice(trx, id, email)
      await trx
        .updateTable('reports')
        .set({ reply_to: null })
        .where((eb) => eb(eb.fn('lower', ['reply_to']), '=', email))
        .execute()
      // It says what the person does, and of a decision the log tells.
      await trx.deleteFrom('city_requests').where('asked_by', '=', id).execute()
      await forgetNewsOf(trx, id)
      await forgetMailsTo(trx, email)
      await trx.deleteFrom('users').where('id', '=', id).execute()
    })
  } catch (error) {
    throw violates(error, 'city_has_owner') ? lastOwner([]) : error
  }
}

async function forgetLinks(trx: Trx, id: string, email: string): Promise<void> {
  await trx
    .deleteFrom('verifications')
    .where((eb) => eb.or([eb('value', '=', id), eb('value', 'like', `%${id}%`)]))
    .execute()
  await trx.deleteFrom('administrator_links').where('email', '=', email).execute()
  await trx.deleteFrom('city_invitations').where('email', '=', email).execute()
}

/** News to others that name the person go: what they tell of stands where they led, without the name. */
async function forgetNewsOf(trx: Trx, id: string): Promise<void> {
  await sql`
    delete from news where details->>'by' = (select name from users where id = ${id})`.execute(trx)
}

/** Advice on a submission stays with it, as far as it was given; who gave it is known no more. */
async function forgetAdvice(trx: Trx, id: string, email: string): Promise<void> {
  const theirs = sql<boolean>`(email = ${email} or user_id = ${id})`
  await trx.deleteFrom('reviewers').where(theirs).where('given_at', 'is', null).execute()
  await trx
    .updateTable('reviewers')
    .set({ email: sql<string>`id || '@gone.invalid'`, user_id: null })
    .where(theirs)
    .execute()
}

function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint
}

function lastOwner(cities: string[]): ProblemError {
  return new ProblemError(
    409,
    'last-owner',
    `You are the last owner of ${cities.length === 0 ? 'a city' : cities.join(', ')}`,
    'Make another member of the team an owner first; then your account can go.',
  )
}
