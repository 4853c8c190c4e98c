import { sql } from 'kysely'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { allCountries } from './countries.ts'

/** Writes the countries as this program knows them, in one statement, where they are not so already. */
export async function writeCountries(db: Db | Trx): Promise<void> {
  const countries = JSON.stringify(allCountries())
  await sql`
    insert into countries (code, region, subregion, latitude, longitude, names)
    select code, region, subregion, latitude, longitude,
      array(select jsonb_array_elements_text(names))
    from jsonb_to_recordset(${countries}::jsonb) as input (
      code text, region text, subregion text, latitude float8, longitude float8, names jsonb)
    order by code
    on conflict (code) do update set region = excluded.region, subregion = excluded.subregion,
      latitude = excluded.latitude, longitude = excluded.longitude, names = excluded.names
    where (countries.region, countries.subregion, countries.names)
      is distinct from (excluded.region, excluded.subregion, excluded.names)`.execute(db)
}

/** Every country with the number of its published entries. */
export function countriesWithCounts(db: Db) {
  return db
    .selectFrom('countries as c')
    .leftJoin('published_entries as p', 'p.country', 'c.code')
    .select([
      'c.code',
      'c.region',
      'c.subregion',
      (eb) => eb.fn.count<number>('p.entry_id').as('count'),
    ])
    .groupBy('c.code')
    .execute()
}

/** The names of all cities, by slug. */
export async function cityNames(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('cities').select(['slug', 'name']).execute()
  return new Map(rows.map(({ slug, name }) => [slug, name]))
}
