import { sql } from 'kysely'
import type { Db } from '../../server/platform/postgres/database.ts'

/**
 * Puts submissions into the queue, made up and spread over countries, languages, themes, cities and the last three years;
 * one in four was decided already. They are there as those that were handed in are: entry, revision, draft, snapshot.
 * @param from the number of the first: each number gives the same submission in every run
 */
export async function fillQueue(db: Db, from: number, count: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      create temporary table made on commit drop as
      select n, gen_random_uuid() as entry, gen_random_uuid() as revision,
        (array['submitted', 'submitted', 'in-review', 'published'])[1 + n % 4] as state,
        (array['en', 'fr', 'ar', 'ru', 'es'])[1 + n % 5] as language,
        now() - make_interval(hours => n * 7919 % 26000) as since,
        (select array_agg(id order by id) from terms where kind = 'theme') as themes,
        (select array_agg(id order by id) from cities) as cities
      from generate_series(${from}::int, ${from + count - 1}::int) as n`.execute(trx)
    await sql`
      insert into entries (id, slug, kind, original_language)
      select entry, 'made-up-waiting-' || n, 'practice', language from made`.execute(trx)
    await sql`
      insert into revisions (id, entry_id, kind, language, original_of, number, state, title, summary, sections, sources,
        country, city_id, submitted_at)
      select m.revision, m.entry, 'practice', m.language, m.entry, 1, case m.state when 'published' then 'rejected' else m.state end,
        'What waits, number ' || n, 'A summary of what waits.', '{}', '[]', c.country, c.id, m.since
      from made m join cities c on c.id = m.cities[1 + m.n * 31 % array_length(m.cities, 1)]`.execute(
      trx,
    )
    await sql`
      insert into drafts (revision_id, city_id, content)
      select r.id, r.city_id, jsonb_build_object('language', r.language, 'title', r.title)
      from made m join revisions r on r.id = m.revision`.execute(trx)
    await sql`
      insert into snapshots (revision_id, content, documents, passages, version, taken_at)
      select r.id, jsonb_build_object('language', r.language, 'title', r.title), '[]', '[]', 1, m.since
      from made m join revisions r on r.id = m.revision`.execute(trx)
    await sql`
      insert into queue (id, kind, entry_id, revision_id, state, waiting_since, title, entry_kind, country, language,
        city_id, themes)
      select r.id, 'submission', r.entry_id, r.id, r.state, m.since, r.title, 'practice', r.country, r.language,
        r.city_id, array[m.themes[1 + n % array_length(m.themes, 1)], m.themes[1 + n * 7 % array_length(m.themes, 1)]]
      from made m join revisions r on r.id = m.revision`.execute(trx)
  })
  await sql`analyze`.execute(db)
}
