import { sql } from 'kysely'
import type { Standing } from '@homeward/schema/moderation.ts'
import type { Person } from '../platform/http/access.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import type { Draft } from '../submissions/store.ts'
import { actsOpenTo, allows } from '../submissions/workflow.ts'

/** A submission with what stands around it between moderators. */
export interface Considered {
  draft: Draft
  /** Who has it; null: nobody, or a claim that lapsed. */
  claim: { id: string; name: string; until: Date } | null
  /** Id of what is live in its language. */
  live: string | null
  /** Whether its entry was taken down. */
  takenDown: boolean
  entrySlug: string
  /** Who decided last. */
  verdict: { verdict: string; by: string | null; name: string | null; at: Date } | null
  /** Ids of those who rejected it at any time. */
  rejectedBy: string[]
  suggestionsOpen: number
  appeal: {
    text: string
    at: Date
    outcome: 'upheld' | 'overturned' | null
    reason: string | null
    decidedAt: Date | null
    decidedBy: string | null
    decidedByName: string | null
  } | null
}

/** Reads what stands around a submission. */
export async function consider(db: Db | Trx, draft: Draft): Promise<Considered> {
  const row = await db
    .selectFrom('revisions as r')
    .innerJoin('entries as e', 'e.id', 'r.entry_id')
    .leftJoin('queue as q', (join) =>
      join.onRef('q.id', '=', 'r.id').on('q.claimed_until', '>', sql<Date>`clock_timestamp()`),
    )
    .leftJoin('users as h', 'h.id', 'q.claimed_by')
    .leftJoin('revisions as l', (join) =>
      join
        .onRef('l.entry_id', '=', 'r.entry_id')
        .onRef('l.language', '=', 'r.language')
        .on('l.state', '=', 'published'),
    )
    .leftJoin('appeals as a', 'a.revision_id', 'r.id')
    .leftJoin('users as au', 'au.id', 'a.decided_by')
    .select(['h.id as holder', 'h.name as holder_name', 'q.claimed_until', 'l.id as live'])
    .select(['e.taken_down_at', 'e.slug', 'a.text', 'a.appealed_at', 'a.outcome', 'a.reason'])
    .select(['a.decided_at', 'a.decided_by', 'au.name as appeal_decided_by'])
    .select((eb) =>
      eb
        .selectFrom('suggestions as s')
        .select((one) => one.fn.countAll<number>().as('count'))
        .whereRef('s.revision_id', '=', 'r.id')
        .where('s.state', '=', 'open')
        .as('suggestions'),
    )
    .where('r.id', '=', draft.id)
    .executeTakeFirstOrThrow()
  return {
    draft,
    claim:
      row.holder === null || row.holder_name === null || row.claimed_until === null
        ? null
        : { id: row.holder, name: row.holder_name, until: row.claimed_until },
    live: row.live,
    takenDown: row.taken_down_at !== null,
    entrySlug: row.slug,
    ...(await verdictsOn(db, draft.id)),
    suggestionsOpen: Number(row.suggestions ?? 0),
    appeal:
      row.text === null || row.appealed_at === null
        ? null
        : {
            text: row.text,
            at: row.appealed_at,
            outcome: row.outcome,
            reason: row.reason,
            decidedAt: row.decided_at,
            decidedBy: row.decided_by,
            decidedByName: row.appeal_decided_by,
          },
  }
}

async function verdictsOn(
  db: Db | Trx,
  id: string,
): Promise<Pick<Considered, 'verdict' | 'rejectedBy'>> {
  const rows = await db
    .selectFrom('verdicts as v')
    .leftJoin('users as u', 'u.id', 'v.decided_by')
    .select(['v.verdict', 'v.decided_by as by', 'u.name', 'v.decided_at as at'])
    .where('v.revision_id', '=', id)
    .orderBy('v.decided_at', 'desc')
    .orderBy('v.id', 'desc')
    .execute()
  return {
    verdict: rows[0] ?? null,
    rejectedBy: rows.flatMap(({ verdict, by }) => (verdict === 'rejected' && by ? by : [])),
  }
}

/** Why somebody who moderates may not decide on this; null: they may, as far as it goes by who they are. */
export function keptFromDeciding(
  { draft, rejectedBy, appeal }: Considered,
  person: Person,
): Standing['why'] {
  if (draft.bond !== null) return draft.bond
  return appeal !== null && rejectedBy.includes(person.id) ? 'decided-before' : null
}

const deciding = ['request-changes', 'approve', 'reject'] as const
const aboutAppeal = ['uphold-rejection', 'overturn-rejection'] as const

/** How a submission stands, for whoever moderates. */
export function standingOf(considered: Considered, person: Person): Standing {
  const { draft, claim, verdict, appeal } = considered
  const why = keptFromDeciding(considered, person)
  const appealOpen = appeal !== null && appeal.outcome === null
  const closed = new Set<string>([
    ...(appealOpen && why === null ? [] : aboutAppeal),
    ...(why === null ? [] : deciding),
    ...(appeal === null ? [] : ['appeal']),
  ])
  const acts = deciding.some((act) => allows(act, draft.standings, draft.state))
  return {
    id: draft.id,
    state: draft.state,
    version: draft.version,
    live: considered.live,
    claim: claim && {
      id: claim.id,
      name: claim.name,
      you: claim.id === person.id,
      until: claim.until.toISOString(),
    },
    decidedBy: personOrNull(verdict?.by, verdict?.name),
    decidedAt: verdict?.at.toISOString() ?? null,
    mayDecide: why === null && (acts || appealOpen),
    why,
    may: actsOpenTo(draft.standings, draft.state).filter(
      (act) => act !== 'read' && !closed.has(act),
    ),
    suggestionsOpen: considered.suggestionsOpen,
    appeal: appeal && {
      text: appeal.text,
      at: appeal.at.toISOString(),
      outcome: appeal.outcome,
      reason: appeal.reason,
      decidedAt: appeal.decidedAt?.toISOString() ?? null,
      decidedBy: personOrNull(appeal.decidedBy, appeal.decidedByName),
    },
    entry: draft.everPublished ? { slug: considered.entrySlug } : null,
  }
}

/** A person as moderators see them; null where the account is gone. */
export function personOrNull(
  id: string | null | undefined,
  name: string | null | undefined,
): { id: string; name: string } | null {
  return id == null || name == null ? null : { id, name }
}
