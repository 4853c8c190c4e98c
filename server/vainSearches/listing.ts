import { sql } from 'kysely'
import type {
  VainSearch,
  VainSearchesQuery,
  VainSearchList,
} from '@homeward/schema/vainSearches.ts'
import { recordDecision } from '../moderation/decisionLog.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'

interface Row {
  id: string
  query: string
  days: number
  last_day: string
  dismissed_at: Date | null
}

const shown = ({ id, query, days, last_day, dismissed_at }: Row): VainSearch => ({
  id,
  query,
  days,
  lastDay: last_day,
  doneAt: dismissed_at?.toISOString() ?? null,
})

/** What was looked for in vain and is not dealt with yet, or is: most days first. */
export async function listVainSearches(
  db: Db,
  { state = 'open', after, limit = 50 }: VainSearchesQuery,
): Promise<VainSearchList> {
  const of = state === 'open' ? sql`dismissed_at is null` : sql`dismissed_at is not null`
  const begin = after === undefined ? null : readCursor(after)
  const beyond = begin
    ? sql`and (days, last_day, hash) < (${begin.days}::int, ${begin.lastDay}::date, decode(${begin.id}, 'hex'))`
    : sql``
  const { rows } = await sql<Row>`
    select encode(hash, 'hex') as id, query, days, last_day, dismissed_at from missing_knowledge
    where ${of} ${beyond} order by days desc, last_day desc, hash desc limit ${limit + 1}`.execute(
    db,
  )
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from missing_knowledge where ${of}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    searches: page.map(shown),
    total: counted.rows[0]?.total ?? 0,
    next: rows.length > limit && last ? `${last.days} ${last.last_day} ${last.id}` : null,
  }
}

const cursorForm = /^(\d{1,9}) (\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])) ([0-9a-f]{64})$/

function readCursor(cursor: string): { days: number; lastDay: string; id: string } {
  const [, days, lastDay, id] = cursorForm.exec(cursor) ?? []
  // A day that no month has, such as 31 February.
  const exists = lastDay !== undefined && new Date(lastDay).toISOString().startsWith(lastDay)
  if (days === undefined || id === undefined || lastDay === undefined || !exists) {
    throw invalid([{ field: 'after', message: 'Take `next` of the page before, as it is.' }])
  }
  return { days: Number(days), lastDay, id }
}

/**
 * Notes that a moderator has dealt with something that was looked for, or that it is open again. Done again, it changes
 * nothing.
 * @throws ProblemError 404
 */
export async function dealWith(
  db: Db,
  id: string,
  personId: string,
  done: boolean,
): Promise<VainSearch> {
  return db.transaction().execute(async (trx) => {
    const hash = Buffer.from(id, 'hex')
    const changed = await trx
      .updateTable('missing_knowledge')
      .set({
        dismissed_at: done ? new Date() : null,
        dismissed_by: done ? personId : null,
      })
      .where('hash', '=', hash)
      .where('dismissed_at', done ? 'is' : 'is not', null)
      .executeTakeFirst()
    const row = await trx
      .selectFrom('missing_knowledge')
      .select(['query', 'days', 'last_day', 'dismissed_at'])
      .where('hash', '=', hash)
      .executeTakeFirst()
    if (!row) {
      throw new ProblemError(
        404,
        'unknown-search',
        'This is not among what people looked for',
        'What nobody looks for any more goes after a year.',
      )
    }
    if (changed.numUpdatedRows > 0n) {
      await recordDecision(trx, {
        actor: personId,
        act: done ? 'deal-with-search' : 'reopen-search',
        subject: { kind: 'search', id },
      })
    }
    return shown({ id, ...row })
  })
}
