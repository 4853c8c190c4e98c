import { sql } from 'kysely'
import type { CityRole, CityStatus } from '@homeward/schema/names.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'

/** A city, and what the person who asks is to it. */
export interface CityOf {
  id: string
  slug: string
  name: string
  country: string
  status: CityStatus
  /** Null: not of its team. */
  role: CityRole | null
}

/** Any other form was never the name of a city. */
const slugForm = /^[a-z0-9-]{1,200}$/

/**
 * The city at a slug, for someone who may know of it.
 * @throws ProblemError 404 where there is none, and where only its team may know of it
 */
export async function cityFor(db: Db | Trx, slug: string, personId: string): Promise<CityOf> {
  const city = slugForm.test(slug)
    ? await db
        .selectFrom('cities as c')
        .leftJoin('city_members as m', (join) =>
          join.onRef('m.city_id', '=', 'c.id').on('m.user_id', '=', personId),
        )
        .select(['c.id', 'c.slug', 'c.name', 'c.country', 'c.status', 'c.listed', 'm.role'])
        .where('c.slug', '=', slug)
        .executeTakeFirst()
    : undefined
  if (!city || (!city.listed && city.role === null)) throw unknownCity()
  return city
}

/** The same, while nobody else changes the city or its team until the transaction ends. */
export async function lockedCityFor(trx: Trx, slug: string, personId: string): Promise<CityOf> {
  const { id } = await cityFor(trx, slug, personId)
  await lockCity(trx, id)
  return cityFor(trx, slug, personId)
}

/** Lets one change of a city, its team and its requests happen at a time. It comes before every other lock. */
export async function lockCity(trx: Trx, id: string): Promise<void> {
  await sql`select from cities where id = ${id} for no key update`.execute(trx)
}

/** What only the team may know of does not exist for others. @throws ProblemError 404 */
export function teamOnly(city: CityOf): CityRole {
  if (city.role === null) throw unknownCity()
  return city.role
}

/** @throws ProblemError 403 */
export function ownerOnly(city: CityOf): void {
  if (city.role === 'owner') return
  throw new ProblemError(
    403,
    'owners-only',
    'Only an owner of the city can do this',
    'Ask an owner of its team.',
  )
}

/** @throws ProblemError 409 */
export function verifiedOnly(city: Pick<CityOf, 'status'>): void {
  if (city.status === 'verified') return
  throw new ProblemError(
    409,
    'city-not-verified',
    'This city is not verified yet',
    'You can do this as soon as an administrator has verified it; you are told by mail.',
  )
}

export function unknownCity(): ProblemError {
  return new ProblemError(
    404,
    'unknown-city',
    'There is no such city here, or this is not open to you',
    'Find cities at /countries, and your own at /my/cities.',
  )
}

/** The people of a city's team, to write to. */
export function peopleOfTeam(db: Db | Trx, cityId: string) {
  return db
    .selectFrom('city_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name', 'u.email', 'u.language'])
    .where('m.city_id', '=', cityId)
    .execute()
}
