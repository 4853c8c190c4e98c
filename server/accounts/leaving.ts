import { ProblemError } from '../platform/http/problems.ts'
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
