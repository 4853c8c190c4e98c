import { sql } from 'kysely'
import type { Place } from '../moderation/place.ts'

/** Makes what was decided have waited so many days. */
export async function waitedFor({ site }: Pick<Place, 'site'>, id: string, days: number) {
  await site.database.db.transaction().execute(async (trx) => {
    // What was handed in changes otherwise never.
    await sql`set local homeward.redacting = 'on'`.execute(trx)
    await sql`update snapshots s set taken_at = v.decided_at - make_interval(days => ${days})
      from verdicts v where v.revision_id = s.revision_id and s.revision_id = ${id}`.execute(trx)
  })
}

/** Decisions of the last year, on submissions of entries that there are. */
export async function manyDecisions({ site }: Pick<Place, 'site'>, count: number) {
  const { db } = site.database
  await sql`
    with source as (select entry_id, kind, original_of, language from revisions where original_of is not null limit 1),
    made as (
      insert into revisions (entry_id, kind, language, original_of, number, state, title, country)
      select entry_id, kind, language, original_of, 1000 + n, 'rejected', 'x', 'DK'
      from source, generate_series(1, ${count}::int) n returning id),
    waiting as (
      insert into queue (id, kind, revision_id, state, waiting_since, title, entry_kind, country, language)
      select id, 'submission', id, 'rejected', now(), 'x', 'practice', 'DK', 'en' from made),
    handed as (
      insert into snapshots (revision_id, content, taken_at)
      select id, '{}', now() - interval '9 days' from made)
    insert into verdicts (revision_id, verdict, reason, text, decided_at)
    select id, 'rejected', 'too-little', 'x', now() - random() * interval '8 days' from made`.execute(
    db,
  )
  await sql`analyze verdicts, queue, snapshots`.execute(db)
}
