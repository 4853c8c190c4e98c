import { sql } from 'kysely'
import type pg from 'pg'
import type { EntryCard, Gone } from '@homeward/schema/entry.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { Filters } from '../search/engine.ts'
import { meetsAll } from '../search/filters.ts'
import { codeLexeme } from '../search/postings.ts'

/** A live entry as the API answers it: JSON made when it was published, and its ETag. */
export interface PublishedEntry {
  entry: string
  etag: string
}

/** One query by key, prepared once a connection: this is the address that is asked for most. */
export async function publishedEntry(pool: pg.Pool, slug: string): Promise<PublishedEntry | null> {
  const { rows } = await pool.query<PublishedEntry>({
    name: 'published-entry',
    text: 'select entry, etag from published_entries where slug = $1',
    values: [slug],
  })
  return rows[0] ?? null
}

/** Why nothing is published at a slug: it leads on to another, was taken down, or never was. */
export type Absence = { moved: string } | { gone: Gone } | 'unknown'

export async function absenceOf(db: Db, slug: string): Promise<Absence> {
  const moved = await db
    .selectFrom('old_slugs')
    .innerJoin('entries', 'entries.id', 'old_slugs.entry_id')
    .select('entries.slug')
    .where('old_slugs.slug', '=', slug)
    .executeTakeFirst()
  if (moved) return { moved: moved.slug }
  const entry = await db
    .selectFrom('entries')
    .leftJoin('revisions', (join) =>
      join
        .onRef('revisions.original_of', '=', 'entries.id')
        .on('revisions.state', '=', 'published'),
    )
    .leftJoin('entries as standsHere', 'standsHere.id', 'entries.merged_into')
    .select(['title', 'entries.title_hidden', 'entries.taken_down_at', 'entries.taken_down_reason'])
    .select('standsHere.slug as moved')
    .where('entries.slug', '=', slug)
    .where('entries.taken_down_at', 'is not', null)
    .executeTakeFirst()
  if (entry?.moved) return { moved: entry.moved }
  if (!entry?.taken_down_at || entry.taken_down_reason === null) return 'unknown'
  return {
    gone: {
      slug,
      title: entry.title_hidden ? null : entry.title,
      reason: entry.taken_down_reason,
      at: entry.taken_down_at.toISOString(),
    },
  }
}

/** What is shown of a live entry where it is found: its card, and its sections as plain text. */
export interface Shown {
  card: EntryCard
  passages: string[]
}

/**
 * What is shown of those that are live, in one query, prepared once a connection; null where the ETag is one of those
 * that are known.
 */
export async function shownOf(
  pool: pg.Pool,
  slugs: string[],
  knownEtags: string[],
): Promise<{ slug: string; etag: string; shown: Shown | null }[]> {
  if (slugs.length === 0) return []
  const { rows } = await pool.query<{ slug: string; etag: string; shown: Shown | null }>({
    name: 'shown-of-entries',
    text: `select slug, etag, case when etag = any($2::text[]) then null
        else json_build_object('card', card::json, 'passages', passages) end as shown
      from published_entries where slug = any($1::text[])`,
    values: [slugs, knownEtags],
  })
  return rows
}

/** Where a page of entries begins: after the one that changed at `changedAt` and is named `slug`. */
export interface Cursor {
  changedAt: string
  slug: string
}

/** One page of the live entries that meet the filters, newest change first, and how many there are in all. */
export async function listEntries(
  db: Db,
  filters: Filters,
  thisYear: number,
  after: Cursor | null,
  limit: number,
): Promise<{ total: number; cards: EntryCard[]; next: Cursor | null }> {
  const beyond = after
    ? sql`and (p.changed_at, p.slug) < (${after.changedAt}::timestamptz, ${after.slug})`
    : sql``
  const { rows } = await sql<{ card: EntryCard; slug: string; changed_at: Date; total: number }>`
    select p.card::json as card, p.slug, p.changed_at,
      (select count(*)::int from published_entries p where ${meetsAll(filters, thisYear)}) as total
    from published_entries p where ${meetsAll(filters, thisYear)} ${beyond}
    order by p.changed_at desc, p.slug desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    total: rows[0]?.total ?? 0,
    cards: page.map(({ card }) => card),
    next:
      rows.length > limit && last
        ? { changedAt: last.changed_at.toISOString(), slug: last.slug }
        : null,
  }
}

/**
 * The live entries nearest to one: those that share its rarest terms, places and title words, in one query over the
 * inverted index. Null where the slug names no live entry.
 */
export async function relatedCards(
  db: Db,
  slug: string,
  limit: number,
): Promise<EntryCard[] | null> {
  const { rows } = await sql<{ card: EntryCard | null }>`
    with self as (select entry_id, kind from published_entries where slug = ${slug}),
    own as (
      select lexeme from search_postings join self using (entry_id)
      where lexeme like ${codeLexeme('', '').slice(0, 1) + '%'}
      union
      (select lexeme from search_postings join self using (entry_id)
      where lexeme not like ${codeLexeme('', '').slice(0, 1) + '%'}
      order by impact desc limit 12)),
    shared as (
      select p.entry_id, p.impact,
        ln(1 + (select count(*) from published_entries)::float8
          / count(*) over (partition by p.lexeme)) as rarity
      from own join search_postings p using (lexeme)),
    nearest as (
      select entry_id, sum(impact * rarity) as nearness from shared
      where entry_id not in (select entry_id from self)
      group by entry_id order by nearness desc, entry_id limit ${limit})
    select p.card::json as card from self
    left join nearest on true left join published_entries p on p.entry_id = nearest.entry_id
    order by nearest.nearness desc, p.slug`.execute(db)
  if (rows.length === 0) return null
  return rows.flatMap(({ card }) => card ?? [])
}
