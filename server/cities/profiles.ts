import { sql } from 'kysely'
import type { CityChange, CityList, CityProfile } from '@homeward/schema/city.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { lockedCityFor, ownerOnly, unknownCity, verifiedOnly } from './membership.ts'
import { atOnce, type Setting } from './setting.ts'
import { typedText } from './typed.ts'

/**
 * What everyone sees of a city.
 * @throws ProblemError 404 where there is none, and where nobody has verified one that the content does not name
 */
export async function readProfile(db: Db | Trx, slug: string): Promise<CityProfile> {
  const city = /^[a-z0-9-]{1,200}$/.test(slug)
    ? await db
        .selectFrom('cities as c')
        .select(['c.slug', 'c.name', 'c.country', 'c.status', 'c.latitude', 'c.longitude'])
        .select(['c.population', 'c.website', 'c.about', 'c.languages', 'c.version'])
        .select((eb) => [
          eb
            .selectFrom('published_entries as p')
            .select((inner) => inner.fn.countAll<number>().as('count'))
            .whereRef('p.city', '=', 'c.slug')
            .as('count'),
        ])
        .where('c.slug', '=', slug)
        .where('c.listed', '=', true)
        .executeTakeFirst()
    : undefined
  if (!city) throw unknownCity()
  return { ...city, count: city.count ?? 0, answersQuestions: city.status === 'verified' }
}

export interface CitiesWanted {
  q?: string
  country?: string
  limit?: number
}

/** Cities by name: those that begin like what was typed come first. */
export async function findCities(
  db: Db,
  { q = '', country, limit = 20 }: CitiesWanted,
): Promise<CityList> {
  // PostgreSQL takes no zero bytes, and no name has one.
  const typed = q.normalize('NFC').replaceAll('\0', '')
  const key = sql<string>`place_key(c.name)`
  const sought = sql<string>`place_key(${typed})`
  const cities = await db
    .selectFrom('cities as c')
    .select(['slug', 'name', 'country', 'status', 'latitude', 'longitude'])
    .where('listed', '=', true)
    .$if(country !== undefined, (query) =>
      query.where('country', '=', (country ?? '').toUpperCase()),
    )
    .where(sql<boolean>`strpos(${key}, ${sought}) > 0 or ${sought} = ''`)
    .orderBy(sql`starts_with(${key}, ${sought})`, 'desc')
    .orderBy(key)
    .orderBy('slug')
    .limit(limit + 1)
    .execute()
  return { cities: cities.slice(0, limit), more: cities.length > limit }
}

/**
 * Changes what a verified city says of itself.
 * @param version the one that was read
 * @throws ProblemError 412 with the city as it is, where somebody else changed it since
 */
export function changeProfile(
  setting: Setting,
  personId: string,
  slug: string,
  version: number,
  change: CityChange,
): Promise<CityProfile> {
  return atOnce(setting, async ({ trx }) => {
    const city = await lockedCityFor(trx, slug, personId)
    ownerOnly(city)
    verifiedOnly(city)
    const current = await readProfile(trx, slug)
    if (current.version !== version) throw changedSince(current)
    const { about, ...rest } = change
    await trx
      .updateTable('cities')
      .set({
        ...rest,
        ...(about === undefined ? {} : { about: about?.trim() ? typedText('about', about) : null }),
        version: version + 1,
      })
      .where('id', '=', city.id)
      .execute()
    return readProfile(trx, slug)
  })
}

function changedSince(currentCity: CityProfile): ProblemError {
  return new ProblemError(
    412,
    'changed-since',
    'Somebody else has changed this since you opened it',
    'Compare it with what you typed, and save again.',
    { currentCity },
  )
}

/**
 * The version that a header If-Match names.
 * @throws ProblemError 428 where there is none
 */
export function versionIn(header: string | undefined): number {
  if (header === undefined) {
    throw new ProblemError(
      428,
      'version-needed',
      'Say which version you are changing',
      'Send the version of the city as If-Match, so that nobody is overwritten unseen.',
    )
  }
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())?.[1]
  return version === undefined ? -1 : Number(version)
}
