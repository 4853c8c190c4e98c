import { sql, type RawBuilder } from 'kysely'
import type { Db, Trx } from '../../platform/postgres/database.ts'
import { standing, without, type Wanted } from './passage.ts'

/** A table in which something of an entry is written. */
interface Place {
  table: string
  key: string[]
  texts?: string[]
  lists?: string[]
  json?: string[]
  /** Whether a row is about the entry. */
  of: (entryId: string) => RawBuilder<boolean>
  /** What else changes with a row. */
  also?: RawBuilder<unknown>
}

const ofEntry = (entryId: string) => sql<boolean>`entry_id = ${entryId}`
const ofRevision = (entryId: string) =>
  sql<boolean>`revision_id in (select id from revisions where entry_id = ${entryId})`

/** Every place in which the words of an entry, or words about it, are kept. A test holds it against the database. */
export const places: readonly Place[] = [
  {
    table: 'revisions',
    key: ['id'],
    texts: ['title', 'summary', 'organisation', 'means_staff', 'means_money', 'means_agencies'],
    lists: ['partners'],
    json: ['sections', 'sources'],
    of: ofEntry,
  },
  {
    table: 'outcomes',
    key: ['revision_id', 'position'],
    texts: ['outcome', 'found_by'],
    of: ofRevision,
  },
  {
    table: 'drafts',
    key: ['revision_id'],
    json: ['content'],
    of: ofRevision,
    // Whoever has it open is told before they save.
    also: sql`version = version + 1`,
  },
  {
    table: 'snapshots',
    key: ['id'],
    json: ['content', 'documents', 'passages'],
    of: ofRevision,
  },
  { table: 'comments', key: ['id'], texts: ['text'], of: ofRevision },
  { table: 'screening_answers', key: ['revision_id', 'key'], texts: ['why'], of: ofRevision },
  { table: 'suggestions', key: ['id'], texts: ['before', 'proposed', 'why'], of: ofRevision },
  { table: 'checklists', key: ['revision_id', 'item'], texts: ['note'], of: ofRevision },
  { table: 'reviewers', key: ['id'], texts: ['text', 'credited_as'], of: ofRevision },
  { table: 'verdicts', key: ['id'], texts: ['text'], of: ofRevision },
  { table: 'appeals', key: ['revision_id'], texts: ['text', 'reason'], of: ofRevision },
  { table: 'reports', key: ['id'], texts: ['text', 'note'], of: ofEntry },
  { table: 'entry_requests', key: ['id'], texts: ['text', 'signed', 'reason'], of: ofEntry },
  { table: 'questions', key: ['id'], texts: ['text', 'answer'], of: ofEntry },
  { table: 'confirmations', key: ['id'], texts: ['note'], of: ofEntry },
  { table: 'queue', key: ['id'], texts: ['title'], of: ofEntry },
  // News names what it tells of, and leads to where that stands.
  {
    table: 'news',
    key: ['id'],
    json: ['details'],
    of: (entryId) => sql`
      (substring(path from '^/(?:my|moderation)/submissions/([0-9a-f-]{36})') in (
          select id::text from revisions where entry_id = ${entryId})
        or substring(path from '^/(?:practices|guidance|events)/([a-z0-9-]+)') in (
          select slug from entries where id = ${entryId})
        or substring(path from '^/moderation/reports/([0-9a-f-]{36})') in (
          select id::text from reports where entry_id = ${entryId}))`,
  },
  // Headlines in people's lists. They name an entry by its title only, so all that might be about it are looked through.
  { table: 'news', key: ['id'], json: ['details'], of: () => sql`true` },
  {
    table: 'attachments',
    key: ['id'],
    texts: ['file_name', 'alternative_text', 'owner', 'extracted_text'],
    json: ['leftovers', 'removed', 'passages'],
    of: ofEntry,
  },
]

/** Takes a passage out of everything that is kept of an entry. @returns what was taken out, as it stood in each place */
export async function takeOut(trx: Trx, entryId: string, wanted: Wanted): Promise<string[]> {
  // The one thing that may change what was handed in.
  await sql`select set_config('homeward.redacting', 'on', true)`.execute(trx)
  const taken: string[] = []
  for (const place of places) taken.push(...(await takeOutOf(trx, place, entryId, wanted)))
  await sql`select set_config('homeward.redacting', 'off', true)`.execute(trx)
  return taken
}

async function takeOutOf(
  trx: Trx,
  place: Place,
  entryId: string,
  wanted: Wanted,
): Promise<string[]> {
  const { table, key, texts = [], lists = [], json = [] } = place
  const columns = [...key, ...texts, ...lists, ...json].map((name) => sql.ref(name))
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join(columns)} from ${sql.table(table)} where ${place.of(entryId)}`.execute(trx)
  const taken: string[] = []
  for (const row of rows) {
    const changes: RawBuilder<unknown>[] = []
    const change = (name: string, as: (value: unknown) => RawBuilder<unknown>) => {
      const cleared = clear(row[name], wanted)
      if (cleared.taken.length === 0) return
      taken.push(...cleared.taken)
      changes.push(sql`${sql.ref(name)} = ${as(cleared.value)}`)
    }
    for (const name of [...texts, ...lists]) change(name, (value) => sql`${value}`)
    for (const name of json) change(name, (value) => sql`${JSON.stringify(value)}::jsonb`)
    if (changes.length === 0) continue
    if (place.also) changes.push(place.also)
    const itself = key.map((name) => sql`${sql.ref(name)} = ${row[name]}`)
    await sql`update ${sql.table(table)} set ${sql.join(changes)}
      where ${sql.join(itself, sql` and `)}`.execute(trx)
  }
  return taken
}

/** Where a passage stands. Changes nothing. */
export async function findIn(
  db: Db | Trx,
  entryId: string,
  wanted: Wanted,
): Promise<{ table: string; before: string; passage: string; after: string }[]> {
  const found = []
  for (const { table, texts = [], lists = [], json = [], of } of places) {
    const columns = [...texts, ...lists, ...json].map((name) => sql.ref(name))
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.join(columns)} from ${sql.table(table)} where ${of(entryId)}`.execute(db)
    for (const text of rows.flatMap((row) => textsOf(Object.values(row)))) {
      for (const one of standing(text, wanted)) found.push({ table, ...one })
    }
  }
  return found
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.values(value).flatMap(textsOf)
}

/** A value without the passage, however deep it stands. */
function clear(value: unknown, wanted: Wanted): { value: unknown; taken: string[] } {
  if (typeof value === 'string') {
    const { text, taken } = without(value, wanted)
    return { value: text, taken }
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => clear(item, wanted))
    return {
      value: items.map((item) => item.value),
      taken: items.flatMap(({ taken }) => taken),
    }
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const fields = Object.entries(value).map(([name, field]) => ({
      name,
      ...clear(field, wanted),
    }))
    return {
      value: Object.fromEntries(fields.map((field) => [field.name, field.value])),
      taken: fields.flatMap(({ taken }) => taken),
    }
  }
  return { value, taken: [] }
}
