import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entry } from '@homeward/schema/entry.ts'
import { importSeeds, seedEmptyDatabase, type Imported } from '../../seeds/import.ts'
import { originalsOf } from '../../seeds/originals.ts'
import { readContent, type Content } from '../../seeds/read.ts'
import { publishOriginals, type OriginalText } from '../../server/entries/publishing.ts'
import { refreshPublished } from '../../server/entries/published.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { freshDatabase, type TestDatabase } from '../database.ts'
import { practice } from './contentEntries.ts'

const aarhus = 'dk-aarhus-info-house-exit-mentoring'
const quiet = { info() {} }
const total = 216

const read = await readContent()
if (!read.ok) throw new Error('The content has faults')
const { content } = read

let database: TestDatabase
afterEach(() => database?.drop())

const importing = (what: Content): Promise<Imported> =>
  inTransaction(database, database.jobs, (work) => importSeeds(work, what))

const starting = () => seedEmptyDatabase(database, database.jobs, null, quiet)

/** The content with another title for one entry. */
function retitled(slug: string, title: string): Content {
  return {
    ...content,
    entries: content.entries.map((entry) =>
      entry.frontMatter.id === slug
        ? { ...entry, frontMatter: { ...entry.frontMatter, title } }
        : entry,
    ),
  }
}

/** The text of an entry as the content has it. */
function textOf(slug: string): OriginalText {
  const entries = content.entries.filter(({ frontMatter }) => frontMatter.id === slug)
  const [text] = originalsOf(entries, () => 'dk-aarhus')
  if (!text) throw new Error('The entry is not in the content')
  return text
}

/** Until somebody waits for a row that another transaction has. */
async function waitingForLock(): Promise<void> {
  await expect
    .poll(async () => {
      const { rowCount } = await database.pool.query(`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
      return rowCount
    })
    .toBeGreaterThan(0)
}

async function published(slug: string): Promise<Entry | null> {
  const row = await database.db
    .selectFrom('published_entries')
    .select('entry')
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row ? (JSON.parse(row.entry) as Entry) : null
}

/** Everything that an import writes, to be compared. */
async function state() {
  const { rows } = await database.pool.query(`
    select (select jsonb_agg(e order by e.slug) from entries e) as entries,
      (select count(*)::int from revisions) as revisions,
      (select jsonb_agg(etag order by slug) from published_entries) as published,
      (select jsonb_agg(t order by kind, id) from terms t) as terms,
      (select jsonb_agg(s order by id) from synonyms s) as synonyms,
      (select jsonb_agg(c order by slug) from cities c) as cities`)
  return rows[0]
}

describe('an import into a database that has the content', () => {
  beforeEach(async () => {
    database = await freshDatabase()
  })

  it('changes nothing', async () => {
    const before = await state()
    const imported = await importing(content)
    expect(imported).toMatchObject({ added: [], updated: [], kept: [] })
    expect(imported.unchanged).toHaveLength(total)
    expect(await state()).toEqual(before)
  })

  it('brings what the content has anew to entries that nobody has touched', async () => {
    const before = await published(aarhus)
    expect(await importing(retitled(aarhus, 'Another title'))).toMatchObject({
      updated: [aarhus],
      kept: [],
    })
    const after = await published(aarhus)
    expect(after).toMatchObject({ title: 'Another title', publishedAt: before?.publishedAt })
    expect(after?.version).toBeGreaterThan(before?.version ?? 0)
    expect((await importing(content)).updated).toEqual([aarhus])
  })

  it('leaves alone what people have published since', async () => {
    await inTransaction(database, database.jobs, (work) =>
      publishOriginals(work, [
        { ...textOf(aarhus), title: 'As the city has it', seededHash: null },
      ]),
    )
    for (const next of [content, retitled(aarhus, 'Another title')]) {
      expect(await importing(next)).toMatchObject({ updated: [], kept: [aarhus] })
    }
    expect(await published(aarhus)).toMatchObject({ title: 'As the city has it' })
  })

  it('waits for a decision that is being made, and leaves its outcome alone', async () => {
    let importAnew: Promise<Imported> | undefined
    await inTransaction(database, database.jobs, async (work) => {
      await work.trx
        .selectFrom('entries')
        .select('id')
        .where('slug', '=', aarhus)
        .forUpdate()
        .execute()
      importAnew = importing(retitled(aarhus, 'Another title'))
      await waitingForLock()
      await publishOriginals(work, [{ ...textOf(aarhus), title: 'As decided', seededHash: null }])
    })
    expect(await importAnew).toMatchObject({ updated: [], kept: [aarhus] })
    expect(await published(aarhus)).toMatchObject({ title: 'As decided' })
  })

  it('keeps the day on which a city said that it still runs', async () => {
    await database.db
      .updateTable('revisions')
      .set({ confirmed: '2026-11-20' })
      .where('original_of', '=', (eb) =>
        eb.selectFrom('entries').select('id').where('slug', '=', aarhus),
      )
      .execute()
    await importing(retitled(aarhus, 'Another title'))
    expect(await published(aarhus)).toMatchObject({
      title: 'Another title',
      confirmed: '2026-11-20',
    })
  })

  it('brings no term back that moderators have merged into another', async () => {
    const { themes } = (await published(aarhus)) ?? { themes: [] }
    const [merged, into = ''] = themes
    if (merged === undefined) throw new Error('The entry has no themes')
    await database.db
      .updateTable('terms')
      .set({ retired: true, merged_into: into })
      .where('kind', '=', 'theme')
      .where('id', '=', merged)
      .execute()
    await importing(retitled(aarhus, 'Another title'))
    expect((await published(aarhus))?.themes.sort()).toEqual(themes.slice(1).sort())
  })

  it('brings back nothing that was taken down, and nothing to an address that was given up', async () => {
    const moved = 'gb-belfast-community-restorative-justice'
    await inTransaction(database, database.jobs, async ({ trx, jobs }) => {
      const taken = { taken_down_at: new Date(), taken_down_reason: 'privacy' }
      const down = await trx
        .updateTable('entries')
        .set(taken)
        .where('slug', '=', aarhus)
        .returning('id')
        .executeTakeFirstOrThrow()
      const away = await trx
        .updateTable('entries')
        .set({ slug: 'gb-belfast-renamed' })
        .where('slug', '=', moved)
        .returning('id')
        .executeTakeFirstOrThrow()
      await trx.insertInto('old_slugs').values({ slug: moved, entry_id: away.id }).execute()
      await refreshPublished({ trx, jobs }, [down.id, away.id])
    })
    const imported = await importing(retitled(aarhus, 'Another title'))
    expect(imported.kept.sort()).toEqual([aarhus, moved])
    expect(await published(aarhus)).toBeNull()
    expect(await published(moved)).toBeNull()
  })

  it('renames a term that people left as it was, and no other', async () => {
    await database.db
      .updateTable('terms')
      .set({ labels: JSON.stringify({ en: 'Our own label' }) })
      .where('kind', '=', 'theme')
      .where('id', '=', 'family')
      .execute()
    const [zebra] = await lexemesOf('zebra')
    expect(zebra).toBeUndefined()
    await importing({
      ...content,
      vocabulary: {
        ...content.vocabulary,
        themes: content.vocabulary.themes.map((term) => ({
          ...term,
          label: `${term.label} zebra`,
        })),
      },
    })
    const terms = await database.db
      .selectFrom('terms')
      .select(['id', 'labels'])
      .where('kind', '=', 'theme')
      .where('id', 'in', ['family', 'education'])
      .orderBy('id')
      .execute()
    expect(terms.map(({ labels }) => labels)).toEqual([
      { en: 'Education and schooling zebra' },
      { en: 'Our own label' },
    ])
    expect((await lexemesOf('zebra')).length).toBeGreaterThan(total / 2)
  })

  it('follows the synonyms of the content, but for those that people changed or took out', async () => {
    const [changed, removed, dropped, ...others] = content.synonyms.groups
    if (!changed || !removed || !dropped) throw new Error('There are too few synonyms')
    const { pool } = database
    await pool.query('update synonyms set targets = $2 where targets = $1', [
      changed.terms,
      ['ours', 'theirs'],
    ])
    await pool.query('delete from synonyms where targets = $1', [removed.terms])
    const added = { terms: ['quokka', 'wallaby'] }
    for (let times = 0; times < 2; times++) {
      await importing({
        ...content,
        synonyms: { ...content.synonyms, groups: [changed, removed, added, ...others] },
      })
    }
    expect(await synonymsOf(['ours', 'theirs'])).toBe(1)
    expect(await synonymsOf(changed.terms)).toBe(0)
    expect(await synonymsOf(removed.terms)).toBe(0)
    expect(await synonymsOf(dropped.terms)).toBe(0)
    expect(await synonymsOf(added.terms)).toBe(1)
    await importing(content)
    expect(await synonymsOf(dropped.terms)).toBe(1)
    expect(await synonymsOf(added.terms)).toBe(0)
    expect(await synonymsOf(removed.terms)).toBe(0)
  })

  it('fills in what is missing of a city, and changes nothing else of it', async () => {
    await database.db
      .updateTable('cities')
      .set({ population: null, latitude: 1, longitude: 2 })
      .where('slug', '=', 'dk-aarhus')
      .execute()
    await importing(content)
    const city = await database.db
      .selectFrom('cities')
      .select(['latitude', 'longitude', 'population'])
      .where('slug', '=', 'dk-aarhus')
      .executeTakeFirstOrThrow()
    expect(city).toMatchObject({ latitude: 1, longitude: 2 })
    expect(city.population).toBeGreaterThan(200_000)
  })
})

async function synonymsOf(terms: string[]): Promise<number> {
  const { rowCount } = await database.pool.query('select from synonyms where targets = $1', [terms])
  return rowCount ?? 0
}

async function lexemesOf(word: string) {
  return database.db
    .selectFrom('search_words as w')
    .innerJoin('search_postings as p', 'p.lexeme', 'w.lexeme')
    .select('p.entry_id')
    .where('w.word', '=', word)
    .execute()
}

describe('an empty database', () => {
  beforeEach(async () => {
    database = await freshDatabase('empty')
  })

  it('is filled once, by two servers that start at the same time', async () => {
    // With the lists there already, only the import's own lock makes one wait for the other.
    await importing({ ...content, entries: [] })
    await Promise.all([starting(), starting()])
    const { revisions, entries } = await state()
    expect([revisions, entries.length]).toEqual([total, total])
    await starting()
    expect((await state()).revisions).toBe(total)
  })

  it('dates entries by the day on which their sources were read, not by that of the import', async () => {
    await importing(content)
    expect(await published(aarhus)).toMatchObject({
      publishedAt: expect.stringMatching(/^2026-11-22T/),
      updatedAt: expect.stringMatching(/^2026-11-22T/),
    })
  })

  it('stays empty where the content has faults, and is told them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'homeward-content-'))
    try {
      mkdirSync(join(folder, 'practices'))
      writeFileSync(
        join(folder, 'practices', 'dk-a-practice.md'),
        practice.replace('country: DK', 'country: DN'),
      )
      await expect(seedEmptyDatabase(database, database.jobs, folder, quiet)).rejects.toThrow(
        /practices\/dk-a-practice\.md:7 country: .*Nothing was written.*npm run seeds:check/s,
      )
      expect((await state()).entries).toBeNull()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('npm run seeds:import', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  let folder: string
  beforeEach(async () => {
    database = await freshDatabase()
    folder = mkdtempSync(join(tmpdir(), 'homeward-content-'))
    for (const name of ['practices', 'guidance', 'events']) {
      cpSync(join(root, 'seeds', name), join(folder, name), { recursive: true })
    }
    for (const name of ['vocabulary', 'cities', 'synonyms']) {
      cpSync(join(root, 'seeds', `${name}.json`), join(folder, `${name}.json`))
    }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const changeFile = (change: (text: string) => string) => {
    const file = join(folder, 'practices', `${aarhus}.md`)
    writeFileSync(file, change(readFileSync(file, 'utf8')))
  }

  const run = async (...words: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(root, 'seeds/importNow.ts'), ...words],
      { env: { ...process.env, DATABASE_URL: database.url }, cwd: folder },
    )
    return stdout
  }

  it('brings changed files into a database that is in use, after saying what it would do', async () => {
    // As an editor on Windows saves it, with its mark at the beginning.
    changeFile((text) => `\uFEFF${text.replace(/^title: .*$/m, 'title: A corrected title')}`)
    const before = await published(aarhus)
    expect(await run('--try', folder)).toMatch(
      new RegExp(`Changed in the files: 1\n  ${aarhus}\n.*Nothing was written`, 's'),
    )
    expect(await published(aarhus)).toEqual(before)
    expect(await run(folder)).toContain(`The same: ${total - 1}\nAll is written.`)
    expect(await published(aarhus)).toMatchObject({ title: 'A corrected title' })
    expect(await run(folder)).toContain('Changed in the files: 0')
  })

  it('names what is wrong with the files, and writes nothing', async () => {
    changeFile((text) => text.replace(/^country: .*$/m, 'country: DN'))
    await expect(run(folder)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /:7 country: 'DN' is not a country code[^]*Nothing was written/,
      ),
    })
    await expect(run('one', 'two')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run seeds:import -- path/to/folder'),
    })
  })
})
