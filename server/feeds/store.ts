import type { Kind } from '@homeward/schema/vocabulary.ts'
import { kinds } from '@homeward/schema/vocabulary.ts'
import type { Db } from '../platform/postgres/database.ts'

/** As many addresses as one sitemap may hold (sitemaps.org), those of the pages left room for. */
const most = 49_900

/** The live entries, newest change first. */
export async function entriesForSitemap(
  db: Db,
): Promise<{ kind: Kind; slug: string; changedAt: Date }[]> {
  const rows = await db
    .selectFrom('published_entries')
    .select(['kind', 'slug', 'changed_at'])
    .orderBy('changed_at', 'desc')
    .orderBy('slug')
    .limit(most)
    .execute()
  return rows.flatMap(({ kind, slug, changed_at }) => {
    const known = kinds.find((one) => one === kind)
    return known ? [{ kind: known, slug, changedAt: changed_at }] : []
  })
}
