import { sql } from 'kysely'
import type { Kind } from '@homeward/schema/names.ts'
import type { Work } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { slugFor } from '../submissions/slug.ts'
import { refreshPublished } from './published.ts'

/** What went live, and what it took the place of. */
export interface WentLive {
  slug: string
  kind: Kind
  /** Ids of revisions that were live in its language until now. */
  superseded: string[]
}

/**
 * Puts a revision that was handed in in the place of what is live in its language, with its documents: what readers see,
 * the search index and its jobs change in the same transaction. An entry gets its address, for ever, when its first text
 * is published. Call it with the entry locked (`lockEntry`).
 * @throws Error where the revision does not wait for a decision: callers have looked
 */
export async function publishRevision(work: Work, revisionId: string): Promise<WentLive> {
  const { trx } = work
  const revision = await trx
    .selectFrom('revisions as r')
    .innerJoin('entries as e', 'e.id', 'r.entry_id')
    .select(['r.entry_id', 'r.language', 'r.title', 'r.country', 'r.kind', 'r.state'])
    .select(['e.slug', 'e.first_published_at'])
    .where('r.id', '=', revisionId)
    .executeTakeFirstOrThrow()
  if (revision.state !== 'submitted' && revision.state !== 'in-review') {
    throw new Error(`The revision ${revisionId} is ${revision.state} and cannot go live`)
  }
  const superseded = await trx
    .updateTable('revisions')
    .set({ state: 'superseded' })
    .where('entry_id', '=', revision.entry_id)
    .where('language', '=', revision.language)
    .where('state', '=', 'published')
    .returning(['id', 'confirmed'])
    .execute()
  const now = new Date()
  await trx
    .updateTable('revisions')
    .set({
      state: 'published',
      published_at: now,
      decided_at: now,
      updated_at: now,
      // Confirmed while it was being written: that stays.
      confirmed: sql<string | null>`greatest(confirmed, ${superseded[0]?.confirmed ?? null}::date)`,
    })
    .where('id', '=', revisionId)
    .execute()
  const first = revision.first_published_at === null
  const slug = first ? await newSlug(trx, revision.country, revision.title ?? '') : revision.slug
  await trx
    .updateTable('entries')
    .set((eb) => ({
      slug,
      version: first ? eb.ref('version') : eb('version', '+', 1),
      first_published_at: revision.first_published_at ?? now,
      changed_at: now,
    }))
    .where('id', '=', revision.entry_id)
    .execute()
  await refreshPublished(work, [revision.entry_id])
  return { slug, kind: revision.kind, superseded: superseded.map(({ id }) => id) }
}

/** Two that go live at once with the same title get two addresses: one is chosen at a time. */
export async function newSlug(trx: Trx, country: string | null, title: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('slugs'))`.execute(trx)
  return slugFor(country, title, async (slug) => {
    const { rows } = await sql`
      select from entries where slug = ${slug} union all select from old_slugs where slug = ${slug}`.execute(
      trx,
    )
    return rows.length > 0
  })
}
