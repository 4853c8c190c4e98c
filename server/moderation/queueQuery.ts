import { sql, type RawBuilder } from 'kysely'
import type { QueueQuery } from '@homeward/schema/moderation.ts'
import { invalid } from '../platform/http/problems.ts'

/** Where a page of the queue begins: after this row. */
export interface Place {
  urgent: boolean
  /** As PostgreSQL writes it: a Date would lose the microseconds. */
  since: string
  id: string
}

const waiting = new Set(['submitted', 'in-review', 'open'])

/** What of the queue `q` is asked for, as conditions. One's own looks are joined as `l`. */
export function conditions(query: QueueQuery, personId: string, after: Place | null) {
  const { state = [], kind, entryKind, country, language, theme, city, holder } = query
  const all: RawBuilder<boolean>[] = []
  const add = (condition: RawBuilder<boolean>) => void all.push(condition)
  // Said although the states say it too: it is what the indexes are made for.
  if (state.every((one) => waiting.has(one))) add(sql`q.waits`)
  const among = (column: RawBuilder<unknown>, values: readonly string[] | undefined) => {
    const [one, ...more] = values ?? []
    if (one === undefined) return
    // One value has an index with the order within it.
    add(more.length === 0 ? sql`${column} = ${one}` : sql`${column} = any(${values})`)
  }
  among(sql`q.state`, state)
  among(sql`q.kind`, kind)
  among(sql`q.entry_kind`, entryKind)
  among(sql`q.country`, country)
  among(sql`q.language`, language)
  if (theme?.length) add(sql`q.themes && ${theme}::text[]`)
  if (city?.length === 1) add(sql`q.city_id = (select id from cities where slug = ${city[0]})`)
  else if (city?.length)
    add(sql`q.city_id = any(array(select id from cities where slug = any(${city})))`)
  if (holder !== undefined) add(heldBy(holder, personId))
  if (query.holderId !== undefined) add(heldByOne(query.holderId))
  if (query.minDays !== undefined)
    add(sql`q.waiting_since <= now() - make_interval(days => ${query.minDays})`)
  if (query.maxDays !== undefined)
    add(sql`q.waiting_since >= now() - make_interval(days => ${query.maxDays})`)
  if (query.changed === true) add(sql`(l.at is null or l.at < q.changed_at)`)
  if (after !== null)
    add(
      sql`(not q.urgent, q.waiting_since, q.id) > (${!after.urgent}, ${after.since}::timestamptz, ${after.id}::uuid)`,
    )
  return all.reduce((one, other) => sql<boolean>`${one} and ${other}`, sql<boolean>`true`)
}

const held = sql<boolean>`(q.claimed_by is not null and q.claimed_until > now())`

const heldByOne = (id: string) => sql<boolean>`(q.claimed_by = ${id} and q.claimed_until > now())`

function heldBy(holder: NonNullable<QueueQuery['holder']>, me: string): RawBuilder<boolean> {
  switch (holder) {
    case 'me':
      return heldByOne(me)
    case 'others':
      return sql`(${held} and q.claimed_by <> ${me})`
    case 'nobody':
      return sql`not ${held}`
    case 'free':
      return sql`(not ${held} or q.claimed_by = ${me})`
  }
}

export function writePlace({ urgent, since, id }: Place): string {
  return Buffer.from(JSON.stringify([urgent, since, id])).toString('base64url')
}

const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/
const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @throws ProblemError 400 where a cursor is none of ours */
export function readPlace(text: string): Place {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(value)) {
      const [urgent, since, id]: unknown[] = value
      const right =
        typeof urgent === 'boolean' &&
        typeof since === 'string' &&
        typeof id === 'string' &&
        timeForm.test(since) &&
        idForm.test(id)
      if (right) return { urgent, since, id }
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
