import { sql } from 'kysely'
import type { Work } from '../platform/jobs.ts'
import { lockEntry, showChange } from './changing.ts'

/**
 * Makes an entry that the editors wrote a city's own account: a new live revision says so, with the text as it was. From
 * then on the city's team may revise it. Whether it still runs stays as it was said last.
 * @param decidedBy the moderator, whose revision it is
 */
export async function handOver(
  work: Work,
  { entryId, cityId, decidedBy }: { entryId: string; cityId: string; decidedBy: string },
): Promise<void> {
  const { trx } = work
  await lockEntry(trx, entryId)
  const before = await trx
    .updateTable('revisions')
    .set({ state: 'superseded' })
    .where('original_of', '=', entryId)
    .where('state', '=', 'published')
    .returning('id')
    .executeTakeFirstOrThrow()
  const { rows } = await sql<{ id: string }>`
    insert into revisions (entry_id, kind, language, original_of, number, state, author_id, title, summary,
      sections, organisation, partners, country, city_id, lead_type, evidence, start_year, end_year, year,
      date_from, date_to, means_staff, means_money, means_agencies, confirmed, origin, checked, sources,
      decided_at, published_at, licence_agreed_at)
    select entry_id, kind, language, original_of,
      (select max(number) + 1 from revisions l where l.entry_id = r.entry_id and l.language = r.language),
      'published', ${decidedBy}, title, summary, sections, organisation, partners, country, ${cityId},
      lead_type, evidence, start_year, end_year, year, date_from, date_to, means_staff, means_money,
      means_agencies, confirmed, 'city', null, sources, now(), now(), licence_agreed_at
    from revisions r where r.id = ${before.id} returning id`.execute(trx)
  const after = rows[0]?.id
  await sql`
    insert into revision_terms (revision_id, kind, term, position)
    select ${after}, kind, term, position from revision_terms where revision_id = ${before.id}`.execute(
    trx,
  )
  await sql`
    insert into outcomes (revision_id, position, outcome, finding, found_by, year)
    select ${after}, position, outcome, finding, found_by, year
    from outcomes where revision_id = ${before.id}`.execute(trx)
  await sql`
    insert into revision_attachments (revision_id, attachment_id, position)
    select ${after}, attachment_id, position
    from revision_attachments where revision_id = ${before.id}`.execute(trx)
  await showChange(work, entryId)
}
