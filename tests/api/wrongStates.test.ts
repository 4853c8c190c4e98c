import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../database.ts'

let database: TestDatabase
let entry: string
let revision: string

beforeAll(async () => {
  database = await freshDatabase()
  const row = await database.db
    .selectFrom('revisions')
    .innerJoin('entries', 'entries.id', 'revisions.entry_id')
    .select(['revisions.id', 'revisions.entry_id'])
    .where('slug', '=', 'dk-aarhus-info-house-exit-mentoring')
    .executeTakeFirstOrThrow()
  entry = row.entry_id
  revision = row.id
})
afterAll(() => database?.drop())

const copyOf = (changes: string) => `
  insert into revisions (entry_id, kind, language, original_of, number, state, title, summary, organisation,
    country, lead_type, evidence, origin, checked, sources, published_at)
  select entry_id, kind, language, original_of, number + 1, state, title, summary, organisation,
    country, lead_type, evidence, origin, checked, sources, published_at from (
      select r.* from revisions r where id = '${revision}') r ${changes}`

/** What must never be stored, and the constraint that says so. */
const wrong: [what: string, statement: () => string][] = [
  ['two live revisions in one language', () => copyOf('')],
  [
    'a state that is not one',
    () => `update revisions set state = 'handled' where id = '${revision}'`,
  ],
  [
    'a theme that does not exist',
    () => `insert into revision_terms values ('${revision}', 'theme', 'cooking', 9)`,
  ],
  [
    'a stage where a theme belongs',
    () => `insert into revision_terms values ('${revision}', 'theme', 'reception', 9)`,
  ],
  [
    'how sure one can be, in no known word',
    () => `update revisions set evidence = 'certain' where id = '${revision}'`,
  ],
  [
    'a leader of no known kind',
    () => `update revisions set lead_type = 'army' where id = '${revision}'`,
  ],
  [
    'a finding that does not exist',
    () => `update outcomes set finding = 'great' where revision_id = '${revision}'`,
  ],
  [
    'a country that does not exist',
    () => `update revisions set country = 'ZZ', city_id = null where id = '${revision}'`,
  ],
  [
    'a city of another country',
    () => `update revisions set country = 'SE' where id = '${revision}'`,
  ],
  [
    'an end before the beginning',
    () => `update revisions set end_year = 1999 where id = '${revision}'`,
  ],
  [
    'a live practice without a title',
    () => `update revisions set title = null where id = '${revision}'`,
  ],
  [
    'a live practice without a country',
    () => `update revisions set country = null, city_id = null where id = '${revision}'`,
  ],
  [
    'a live practice without evidence',
    () => `update revisions set evidence = null where id = '${revision}'`,
  ],
  [
    'evidence of an event',
    () => `update revisions set evidence = 'described' where kind = 'event'`,
  ],
  [
    'a text by the editors that names no day of reading',
    () => `update revisions set checked = null where id = '${revision}'`,
  ],
  [
    'a second original in another language',
    () => `update revisions set language = 'da' where id = '${revision}'`,
  ],
  [
    'a revision of another kind than its entry',
    () =>
      `update revisions set kind = 'event', evidence = null, start_year = null where id = '${revision}'`,
  ],
  [
    'an entry that is taken down without a reason',
    () => `update entries set taken_down_at = now() where id = '${entry}'`,
  ],
  ['an address with capitals', () => `update entries set slug = 'Aarhus' where id = '${entry}'`],
  [
    'a term merged into one that does not exist',
    () => `update terms set retired = true, merged_into = 'none' where id = 'family'`,
  ],
  [
    'a term without a label in English',
    () => `update terms set labels = '{"fr": "Famille"}' where id = 'family'`,
  ],
  [
    'a city that is in no country',
    () => `insert into cities (slug, country, name) values ('zz-x', 'ZZ', 'X')`,
  ],
  [
    'two cities of one name in one country',
    () => `insert into cities (slug, country, name) values ('dk-aarhus-2', 'DK', 'Aarhus')`,
  ],
  [
    'a summary longer than its card',
    () => `update revisions set summary = repeat('x', 401) where id = '${revision}'`,
  ],
]

describe('the database refuses', () => {
  it.each(wrong)('%s', async (_what, statement) => {
    await expect(sql.raw(statement()).execute(database.db)).rejects.toMatchObject({
      code: expect.stringMatching(/^23/) as string,
    })
  })

  it('but takes what is right', async () => {
    await expect(
      sql.raw(`update revisions set end_year = 2024 where id = '${revision}'`).execute(database.db),
    ).resolves.toBeDefined()
  })
})
