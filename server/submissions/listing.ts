import { sql } from 'kysely'
import { revisionStates, type RevisionState } from '@homeward/schema/names.ts'
import type { SubmissionList, SubmissionSummary } from '@homeward/schema/submission.ts'
import { mayAct, type Person } from '../platform/http/access.ts'
import { invalid } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'

interface Wanted {
  states: RevisionState[]
  city: string | null
  after: string | null
  limit: number
}

/** A page of the submissions that somebody writes, saved last first. */
export async function listMine(db: Db, person: Person, wanted: Wanted): Promise<SubmissionList> {
  const after = wanted.after === null ? null : readCursor(wanted.after)
  const found = await mine(db, person)
    .$if(wanted.states.length > 0, (query) => query.where('r.state', 'in', wanted.states))
    .$if(wanted.city !== null, (query) => query.where('c.slug', '=', wanted.city))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(d.saved_at, d.revision_id) < (${after?.savedAt}::timestamptz, ${after?.id}::uuid)`,
      ),
    )
    .orderBy('d.saved_at', 'desc')
    .orderBy('d.revision_id', 'desc')
    .limit(wanted.limit + 1)
    .execute()
  const page = found.slice(0, wanted.limit)
  const last = page.at(-1)
  return {
    submissions: page.map(summaryOf),
    next: found.length > wanted.limit && last ? writeCursor(last) : null,
  }
}

function mine(db: Db, person: Person) {
  const moderates = mayAct(person.role, 'moderator')
  return (
    db
      .selectFrom('drafts as d')
      .innerJoin('revisions as r', 'r.id', 'd.revision_id')
      .leftJoin('cities as c', 'c.id', 'd.city_id')
      .leftJoin('published_entries as p', 'p.entry_id', 'r.entry_id')
      .select(['r.id', 'r.kind', 'r.state', 'r.language', 'r.submitted_at', 'r.decided_at'])
      .select(['d.saved_at', 'c.slug as city_slug', 'c.name as city_name'])
      .select(['p.slug as live_slug', 'p.title as live_title'])
      .select(sql<string | null>`d.content->>'title'`.as('title'))
      // In the form in which a cursor says it: a Date would lose the microseconds.
      .select(sql<string>`d.saved_at::text`.as('saved_text'))
      .select((eb) =>
        eb
          .selectFrom('comments as k')
          .select((one) => one.fn.countAll<number>().as('count'))
          .whereRef('k.revision_id', '=', 'r.id')
          .where('k.resolved_at', 'is', null)
          .where('k.seen_by', '=', 'everyone')
          .as('comments'),
      )
      .where((eb) =>
        eb.or([
          eb.exists(
            eb
              .selectFrom('city_members as m')
              .select('m.user_id')
              .whereRef('m.city_id', '=', 'd.city_id')
              .where('m.user_id', '=', person.id),
          ),
          ...(moderates ? [eb('d.city_id', 'is', null)] : []),
        ]),
      )
  )
}

type Row = Awaited<ReturnType<ReturnType<typeof mine>['execute']>>[number]

function summaryOf(row: Row): SubmissionSummary {
  return {
    id: row.id,
    kind: row.kind,
    state: revisionStates.find((state) => state === row.state) ?? 'draft',
    title: row.title?.trim() || null,
    language: row.language,
    city:
      row.city_slug === null || row.city_name === null
        ? null
        : { slug: row.city_slug, name: row.city_name },
    entry:
      row.live_slug === null || row.live_title === null
        ? null
        : { slug: row.live_slug, title: row.live_title },
    savedAt: row.saved_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    comments: Number(row.comments ?? 0),
  }
}

function writeCursor({ saved_text, id }: Row): string {
  return Buffer.from(JSON.stringify([saved_text, id])).toString('base64url')
}

const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/

function readCursor(text: string): { savedAt: string; id: string } {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(value)) {
      const [savedAt, id]: unknown[] = value
      if (
        typeof savedAt === 'string' &&
        timeForm.test(savedAt) &&
        typeof id === 'string' &&
        /^[0-9a-f-]{36}$/.test(id)
      ) {
        return { savedAt, id }
      }
    }
  } catch {
    // Said below.
  }
  throw invalid([
    {
      field: 'after',
      message: "Please give the 'next' of the page before as it came, or leave it out to begin.",
    },
  ])
}
