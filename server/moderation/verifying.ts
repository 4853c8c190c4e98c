import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'

/** Where the decision log stood at some time: how many rows it had, and the hash of the last, hexadecimal. */
export interface LogEnd {
  number: number
  hash: string
}

/** What is wrong with the decision log. */
export interface LogFault {
  /** The row at which it shows. */
  number: number
  what:
    | 'changed' // It does not say what its hash was made of.
    | 'missing' // There is no row of this number.
    | 'not-chained' // It does not carry the hash of the row before.
    | 'cut-off' // The log ended here once, and its end is gone.
    | 'rewritten' // It was noted outside the database with another hash.
}

interface Row {
  number: number
  at: string
  actor: string
  act: string
  subject_kind: string
  subject_id: string
  details: string
  previous_hash: Buffer
  hash: Buffer
}

const batch = 1_000
/** What the first row carries as the hash of the one before: that of nothing. */
const begin = createHash('sha256').update('').digest()

/** As schema/migrations/0003_accounts.sql makes it, computed here: a function in the database could be changed with the rows. */
function hashOf(row: Row): Buffer {
  const { number, at, actor, act, subject_kind, subject_id, details, previous_hash } = row
  const said = [number, at, actor, act, subject_kind, subject_id, details]
  return createHash('sha256')
    .update([...said, previous_hash.toString('hex')].join('\u001f'))
    .digest()
}

/**
 * Reads the whole decision log and finds each row that was changed or removed, from the middle or the end. The end is
 * known by a row that only ever moves on (decision_log_end). Whoever can change everything in the database can still make
 * a log that fits together: only what was noted outside of it tells of that.
 * @param noted where the log stood at earlier times, as noted outside the database
 */
export async function verifyLog(
  db: Db,
  noted: LogEnd[] = [],
): Promise<{ end: LogEnd; faults: LogFault[] }> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const faults: LogFault[] = []
      const notes = new Map(noted.map((note) => [note.number, note.hash]))
      let last: Last = { number: 0, hash: begin }
      for (;;) {
        const { rows } = await sql<Row>`
          select number, extract(epoch from at)::text as at, coalesce(actor_id::text, '-') as actor, act,
            subject_kind, subject_id, details::text as details, previous_hash, hash
          from decisions where number > ${last.number} order by number limit ${batch}`.execute(trx)
        for (const row of rows) {
          faults.push(...faultsOf(row, last))
          const note = notes.get(row.number)
          if (note !== undefined && note !== row.hash.toString('hex'))
            faults.push({ number: row.number, what: 'rewritten' })
          last = { number: row.number, hash: row.hash }
        }
        if (rows.length < batch) break
      }
      const end = await trx.selectFrom('decision_log_end').selectAll().executeTakeFirst()
      faults.push(...faultsAtEnd(last, end, noted))
      return { end: { number: last.number, hash: last.hash.toString('hex') }, faults }
    })
}

interface Last {
  number: number
  hash: Buffer
}

function faultsOf(row: Row, last: Last): LogFault[] {
  const missing = Array.from(
    { length: Math.min(row.number - last.number - 1, 100) },
    (_, at): LogFault => ({ number: last.number + 1 + at, what: 'missing' }),
  )
  const chained = missing.length > 0 || row.previous_hash.equals(last.hash)
  return [
    ...missing,
    ...(hashOf(row).equals(row.hash) ? [] : [{ number: row.number, what: 'changed' as const }]),
    ...(chained ? [] : [{ number: row.number, what: 'not-chained' as const }]),
  ]
}

function faultsAtEnd(last: Last, end: Last | undefined, noted: LogEnd[]): LogFault[] {
  const farthest = Math.max(0, ...noted.map(({ number }) => number))
  const cutOff: LogFault = { number: last.number, what: 'cut-off' }
  if (!end || end.number > last.number || farthest > last.number) return [cutOff]
  return end.number === last.number && end.hash.equals(last.hash)
    ? []
    : [{ number: last.number, what: 'not-chained' }]
}
