import { sql } from 'kysely'
import type { Db, Trx } from '../platform/postgres/database.ts'

/** Characters of one document that are searched: engines look at no more words than about these. */
const mostCharacters = 400_000

/** What the documents of live entries say, by the entries' ids: their texts, and what pictures show. */
export async function documentTexts(
  db: Db | Trx,
  entryIds: string[],
): Promise<Map<string, string[]>> {
  if (entryIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('revisions as r')
    .innerJoin('revision_attachments as ra', 'ra.revision_id', 'r.id')
    .innerJoin('attachments as a', 'a.id', 'ra.attachment_id')
    .select(['r.entry_id', 'a.alternative_text'])
    .select(sql<string | null>`left(a.extracted_text, ${mostCharacters})`.as('text'))
    .whereRef('r.original_of', '=', 'r.entry_id')
    .where('r.state', '=', 'published')
    .where('r.entry_id', 'in', entryIds)
    .where('a.state', '<>', 'removed')
    .orderBy('ra.position')
    .execute()
  const texts = new Map<string, string[]>()
  for (const { entry_id, text, alternative_text } of rows) {
    const found = [text, alternative_text].flatMap((one) => (one ? [one] : []))
    texts.set(entry_id, [...(texts.get(entry_id) ?? []), ...found])
  }
  return texts
}
