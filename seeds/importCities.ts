import { sql } from 'kysely'
import type { ContentCities } from '@homeward/schema/content.ts'
import type { Trx } from '@homeward/server/platform/postgres/database.ts'

export interface ImportedCities {
  /** The slug under which a city stands in the database, which people may have changed. */
  slugOf(country: string, name: string): string
  /** Slugs of cities that were there and have a place or a number of people only now. */
  completed: string[]
}

/**
 * Writes cities that are not there yet, unclaimed, and fills in numbers that are missing. Nothing else is changed, but that
 * a city which somebody asked for before the content named it is now seen by all.
 */
export async function importCities(trx: Trx, cities: ContentCities): Promise<ImportedCities> {
  const input = sql`jsonb_to_recordset(${JSON.stringify(cities)}::jsonb) as input (
    slug text, name text, country text, latitude float8, longitude float8, population int)`
  const { rows: completed } = await sql<{ slug: string }>`
    update cities set
      latitude = coalesce(cities.latitude, input.latitude),
      longitude = coalesce(cities.longitude, input.longitude),
      population = coalesce(cities.population, input.population)
    from ${input}
    where cities.slug = input.slug and cities.status = 'unclaimed'
      and ((cities.latitude is null and input.latitude is not null)
        or (cities.population is null and input.population is not null))
    returning cities.slug`.execute(trx)
  await sql`
    insert into cities (slug, name, country, latitude, longitude, population)
    select slug, name, country, latitude, longitude, population from ${input}
    order by slug
    on conflict do nothing`.execute(trx)
  // One that somebody only asked for is seen by all from now on, under the name that the content gives it.
  await sql`
    update cities set listed = true, name = input.name
    from ${input} where cities.slug = input.slug and not cities.listed
      and not exists (select from cities same
        where same.country = input.country and same.name = input.name and same.id <> cities.id)`.execute(
    trx,
  )
  const rows = await trx.selectFrom('cities').select(['slug', 'country', 'name']).execute()
  const slugs = new Set(rows.map(({ slug }) => slug))
  const byName = new Map(rows.map(({ country, name, slug }) => [`${country} ${name}`, slug]))
  const wanted = new Map(cities.map(({ country, name, slug }) => [`${country} ${name}`, slug]))
  return {
    completed: completed.map(({ slug }) => slug),
    slugOf(country, name) {
      const slug = wanted.get(`${country} ${name}`)
      const stored = slug !== undefined && slugs.has(slug) ? slug : byName.get(`${country} ${name}`)
      if (stored === undefined) throw new Error(`The city ${name} (${country}) was not written`)
      return stored
    },
  }
}
