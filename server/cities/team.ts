import type { CityTeam } from '@homeward/schema/city.ts'
import type { CityRole } from '@homeward/schema/names.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import {
  cityFor,
  lockedCityFor,
  ownerOnly,
  teamOnly,
  verifiedOnly,
  type CityOf,
} from './membership.ts'
import { atOnce, type Setting } from './setting.ts'
import { settleCity } from './settling.ts'

/**
 * A city's team and whom it has invited.
 * @throws ProblemError 404 for whoever is not of it
 */
export async function readTeam(db: Db, personId: string, slug: string): Promise<CityTeam> {
  const city = await cityFor(db, slug, personId)
  teamOnly(city)
  const [members, invitations] = await Promise.all([
    db
      .selectFrom('city_members as m')
      .innerJoin('users as u', 'u.id', 'm.user_id')
      .select(['u.id', 'u.name', 'u.email', 'm.role', 'm.since'])
      .where('m.city_id', '=', city.id)
      .orderBy('m.role', 'desc')
      .orderBy('m.since')
      .orderBy('u.id')
      .execute(),
    db
      .selectFrom('city_invitations')
      .select(['id', 'email', 'role', 'created_at', 'expires_at'])
      .where('city_id', '=', city.id)
      .where('answered_at', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  ])
  return {
    members: members.map(({ since, ...member }) => ({
      ...member,
      since: since.toISOString(),
      you: member.id === personId,
    })),
    invitations: invitations.map(({ created_at, expires_at, ...invitation }) => ({
      ...invitation,
      sentAt: created_at.toISOString(),
      expiresAt: expires_at.toISOString(),
    })),
  }
}

/** Someone in a city's team, as one of the team acts on them. */
export interface Member {
  slug: string
  /** Who acts. */
  personId: string
  memberId: string
}

/** @throws ProblemError 409 where the last owner would be one no more */
export function changeRole(setting: Setting, member: Member, role: CityRole): Promise<void> {
  return keepingAnOwner(setting, async (trx) => {
    const city = await lockedCityFor(trx, member.slug, member.personId)
    teamOnly(city)
    ownerOnly(city)
    verifiedOnly(city)
    const { numUpdatedRows } = await trx
      .updateTable('city_members')
      .set({ role })
      .where('city_id', '=', city.id)
      .where('user_id', '=', member.memberId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw unknownMember()
  })
}

/**
 * Takes someone out of a team: an owner anyone, everybody themselves. Who leaves a city that nobody has verified takes
 * back that they asked for it; their drafts stay with the city.
 * @throws ProblemError 409 where it is the last owner of a verified city
 */
export function removeMember(setting: Setting, member: Member): Promise<void> {
  return keepingAnOwner(setting, async (trx) => {
    const city = await lockedCityFor(trx, member.slug, member.personId)
    teamOnly(city)
    if (member.memberId !== member.personId) ownerOnly(city)
    const { numDeletedRows } = await trx
      .deleteFrom('city_members')
      .where('city_id', '=', city.id)
      .where('user_id', '=', member.memberId)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw unknownMember()
    await takeBackRequest(trx, city, member.memberId)
  })
}

async function takeBackRequest(trx: Trx, city: CityOf, personId: string): Promise<void> {
  await trx
    .updateTable('city_requests')
    .set({ state: 'withdrawn' })
    .where('city_id', '=', city.id)
    .where('asked_by', '=', personId)
    .where('state', '=', 'asked')
    .execute()
  await settleCity(trx, city.id)
}

/**
 * The database itself keeps every verified city an owner (the trigger city_has_owner), when the change commits: of two
 * owners who leave at once, the second is told here.
 */
async function keepingAnOwner(setting: Setting, task: (trx: Trx) => Promise<void>): Promise<void> {
  try {
    await atOnce(setting, ({ trx }) => task(trx))
  } catch (error) {
    if (!isAboutOwner(error)) throw error
    throw new ProblemError(
      409,
      'last-owner',
      'This is the last owner of the city',
      'Make another member of the team an owner first.',
    )
  }
}

const isAboutOwner = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'city_has_owner'

function unknownMember(): ProblemError {
  return new ProblemError(
    404,
    'unknown-member',
    'There is no such person in this team',
    'They may have left.',
  )
}
