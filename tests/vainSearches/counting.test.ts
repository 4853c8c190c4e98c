import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sql } from 'kysely'
import { surroundings } from '../../server/submissions/surroundings.ts'
import { forgetVainSearches } from '../../server/vainSearches/clearing.ts'
import { countSearch } from '../../server/vainSearches/counting.ts'
import { bounds, type CountingSetting } from '../../server/vainSearches/setting.ts'
import { openFiles } from '../../server/platform/files/files.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'

let database: TestDatabase
let setting: CountingSetting
beforeAll(async () => {
  database = await freshDatabase()
  const { screen } = surroundings({
    database,
    jobs: database.jobs,
    files: await openFiles(null, '/nowhere'),
    dataDir: '/nowhere',
    publicUrl: 'http://127.0.0.1',
  })
  setting = { db: database.db, secret: 'of-this-test', screen }
})
afterAll(() => database?.drop())
beforeEach(async () => {
  await sql`truncate vain_searches, missing_knowledge`.execute(database.db)
})

const days = () => database.db.selectFrom('vain_searches').selectAll().execute()
const known = () => database.db.selectFrom('missing_knowledge').selectAll().execute()
const count = (typed: string, ...on: string[]) =>
  on.reduce<Promise<void>>(
    (before, day) => before.then(() => countSearch(setting, typed, day)),
    Promise.resolve(),
  )

it('writes no words down before the third day on which something is looked for', async () => {
  await count('Beekeeping for returnees', '2026-03-01', '2026-03-01', '2026-03-01', '2026-03-09')
  expect(await known()).toEqual([])
  const kept = await days()
  expect(kept).toHaveLength(2)
  expect(Object.keys(kept[0] ?? {}).toSorted()).toEqual(['day', 'hash'])
  expect(JSON.stringify(kept)).not.toMatch(/bee/i)
  // However it is spelt.
  await count('  beekeeping, FOR returnees?', '2026-04-02')
  expect(await known()).toMatchObject([
    { query: 'beekeeping, for returnees?', days: 3, last_day: '2026-04-02' },
  ])
  expect(await days()).toEqual([])
  await count('beekeeping for returnees', '2026-04-02', '2026-04-03', '2026-04-03')
  expect(await known()).toMatchObject([{ days: 4, last_day: '2026-04-03' }])
})

it.each([
  'Samir Haddad',
  'samir haddad court case',
  'haddad',
  'ahmed',
  '+45 20 12 34 56',
  '20123456',
  'someone@example.org',
  'x',
  '!!',
  'a'.repeat(201),
])('keeps nothing of %s', async (typed) => {
  await count(typed, '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04')
  expect(await days()).toEqual([])
  expect(await known()).toEqual([])
})

it('cannot be read without the secret', async () => {
  await count('beekeeping', '2026-03-01')
  const [one] = await days()
  await countSearch({ ...setting, secret: 'of-another' }, 'beekeeping', '2026-03-01')
  const both = await days()
  expect(both).toHaveLength(2)
  expect(both.filter(({ hash }) => hash.equals(one?.hash ?? Buffer.alloc(0)))).toHaveLength(1)
})

it('keeps no more than a day may bring, and no more words than it may', async () => {
  const { db } = database
  await sql`insert into vain_searches (hash, day)
    select sha256(n::text::bytea), '2026-03-03' from generate_series(1, ${bounds.aDay}::int) n`.execute(
    db,
  )
  await count('beekeeping', '2026-03-03')
  expect(await days()).toHaveLength(bounds.aDay)
  await sql`truncate vain_searches`.execute(db)
  await sql`insert into missing_knowledge (hash, query, days, last_day)
    select sha256(n::text::bytea), n::text, 3, '2026-03-01' from generate_series(1, ${bounds.words}::int) n`.execute(
    db,
  )
  await count('beekeeping', '2026-03-01', '2026-03-02', '2026-03-03')
  expect(await known()).toHaveLength(bounds.words)
})

it('counts something once, however many ask at once', async () => {
  await count('beekeeping', '2026-03-01', '2026-03-02')
  await Promise.all([1, 2, 3, 4].map(() => countSearch(setting, 'beekeeping', '2026-03-03')))
  expect(await known()).toMatchObject([{ days: 3 }])
})

it('forgets days after ninety, and words after a year', async () => {
  await count('beekeeping', '2026-03-01', '2026-03-02')
  await count('falconry', '2026-03-01', '2026-03-02', '2026-03-03')
  await forgetVainSearches(database.db, new Date('2026-05-31T12:00:00Z'))
  expect(await days()).toHaveLength(1)
  await forgetVainSearches(database.db, new Date('2027-03-04T12:00:00Z'))
  expect(await days()).toEqual([])
  expect(await known()).toEqual([])
})
