import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Decisions, DecisionsQuery, History } from '@homeward/schema/moderation.ts'
import { revisionStates } from '@homeward/schema/names.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'
import { personOrNull } from './standing.ts'

interface Paging {
  after?: string
  limit?: number
}

/**
 * Every revision of an entry that was handed in or published, newest first: who wrote it and who decided.
 * @throws ProblemError 404
 */
export async function historyOf(
  db: Db,
  slug: string,
  { after, limit = 50 }: Paging,
): Promise<History> {
  const entry = await db
    .selectFrom('entries as e')
    .leftJoin('published_entries as p', 'p.entry_id', 'e.id')
    .select(['e.id', 'e.slug', 'e.kind', 'e.taken_down_at', 'p.entry_id as live'])
    .where((eb) =>
      eb.or([
        eb('e.slug', '=', slug),
        eb('e.id', 'in', eb.selectFrom('old_slugs').select('entry_id').where('slug', '=', slug)),
      ]),
    )
    .executeTakeFirst()
  if (!entry) throw new ProblemError(404, 'unknown-entry', 'There is no entry at this address')
  const rows = await revisionRows(
    db,
    entry.id,
    after === undefined ? null : readCursor(after),
    limit + 1,
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    slug: entry.slug,
    kind: entry.kind,
    live: entry.live !== null,
    takenDownAt: entry.taken_down_at?.toISOString() ?? null,
    revisions: page.map(revisionOf),
    next: rows.length > limit && last ? `${last.begun} ${last.id}` : null,
  }
}

function revisionRows(
  db: Db,
  entryId: string,
  after: { begun: string; id: string } | null,
  limit: number,
) {
  return db
    .selectFrom('revisions as r')
    .leftJoin('cities as c', 'c.id', 'r.city_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('verdicts as v')
          .leftJoin('users as u', 'u.id', 'v.decided_by')
          .select(['v.decided_by', 'u.name as decided_by_name'])
          .whereRef('v.revision_id', '=', 'r.id')
          .orderBy('v.decided_at', 'desc')
          .limit(1)
          .as('w'),
      (join) => join.onTrue(),
    )
    .select(['r.id', 'r.number', 'r.language', 'r.original_of', 'r.state', 'r.title', 'r.origin'])
    .select(['r.created_at', 'r.submitted_at', 'r.decided_at', 'r.published_at'])
    .select(['c.slug as city_slug', 'c.name as city_name', 'w.decided_by', 'w.decided_by_name'])
    .select(sql<string>`(extract(epoch from r.created_at) * 1000000)::bigint::text`.as('begun'))
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom(
            sql<{ id: string }>`(select user_id as id from revision_writers where revision_id = r.id
              union select r.author_id where r.author_id is not null)`.as('m'),
          )
          .leftJoin('users as u', 'u.id', 'm.id')
          .select(['m.id', 'u.name'])
          .orderBy('m.id'),
      ).as('writers'),
    )
    .where('r.entry_id', '=', entryId)
    .where('r.state', 'not in', ['draft', 'withdrawn'])
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(r.created_at, r.id) <
          ('epoch'::timestamptz + ${after?.begun}::bigint * interval '1 microsecond', ${after?.id}::uuid)`,
      ),
    )
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute()
}

type Row = Awaited<ReturnType<typeof revisionRows>>[number]

function revisionOf(row: Row): History['revisions'][number] {
  return {
    id: row.id,
    number: row.number,
    language: row.language,
    original: row.original_of !== null,
    state: revisionStates.find((state) => state === row.state) ?? 'draft',
    title: row.title,
    origin: row.origin,
    city:
      row.city_slug === null || row.city_name === null
        ? null
        : { slug: row.city_slug, name: row.city_name },
    writers: row.writers,
    createdAt: row.created_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: personOrNull(row.decided_by, row.decided_by_name),
    publishedAt: row.published_at?.toISOString() ?? null,
  }
}

function readCursor(text: string): { begun: string; id: string } {
  const [, begun, id] = /^(\d{1,18}) ([0-9a-f-]{36})$/.exec(text) ?? []
  if (begun !== undefined && id !== undefined) return { begun, id }
  throw wrongCursor()
}

const wrongCursor = () =>
  invalid([
    {
      field: 'after',
      message: "Please give the 'next' of the page before as it came, or leave it out to begin.",
    },
  ])

/** A page of the decision log, newest first. */
export async function listDecisions(db: Db, query: DecisionsQuery): Promise<Decisions> {
  const { limit = 50, after } = query
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw wrongCursor()
  const rows = await db
    .selectFrom('decisions as d')
    .leftJoin('users as u', 'u.id', 'd.actor_id')
    .select(['d.number', 'd.at', 'd.actor_id', 'd.act', 'd.subject_kind', 'd.subject_id'])
    .select(['d.details', 'd.hash', 'u.name'])
    .$if(after !== undefined, (q) => q.where('d.number', '<', Number(after)))
    .$if(query.subject !== undefined, (q) => q.where('d.subject_id', '=', query.subject ?? ''))
    .$if(query.act !== undefined, (q) => q.where('d.act', '=', query.act ?? ''))
    .$if(query.actor !== undefined, (q) => q.where('d.actor_id', '=', query.actor ?? null))
    .orderBy('d.number', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const slugs = await slugsOf(
    db,
    page.flatMap((row) => (row.subject_kind === 'entry' ? [row.subject_id] : [])),
  )
  return {
    decisions: page.map((row) => ({
      number: row.number,
      at: row.at.toISOString(),
      by: personOrNull(row.actor_id, row.name),
      act: row.act,
      subject: {
        kind: row.subject_kind,
        id: row.subject_id,
        slug: slugs.get(row.subject_id) ?? null,
      },
      details: row.details,
      hash: row.hash.toString('hex'),
    })),
    next: rows.length > limit && last ? String(last.number) : null,
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The addresses of entries, by id, for links: the log itself names none. */
async function slugsOf(db: Db, ids: string[]): Promise<Map<string, string>> {
  const known = ids.filter((id) => uuid.test(id))
  if (known.length === 0) return new Map()
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'slug'])
    .where('id', 'in', known)
    .execute()
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
