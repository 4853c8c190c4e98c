import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { PassageFound, Redacted, Redaction } from '@homeward/schema/liveActs.ts'
import { showChange } from '../../entries/changing.ts'
import { newSlug } from '../../entries/goingLive.ts'
import { invalid } from '../../platform/http/problems.ts'
import type { Work } from '../../platform/jobs.ts'
import type { Db, Trx } from '../../platform/postgres/database.ts'
import { fold, words } from '../../search/words.ts'
import { removalQueue } from '../../submissions/queues.ts'
import type { Setting } from '../setting.ts'
import { onEntry } from './acting.ts'
import type { OnEntry } from './acts.ts'
import { readKept } from './keptEntry.ts'
import { gap, keyOf, without, type Wanted } from './passage.ts'
import { findIn, takeOut } from './places.ts'

/** What was taken out for good. It is known by a keyed hash, never by its words. */
export interface KeptRedaction {
  id: string
  entryId: string
  kind: 'passage' | 'document'
  hash: Buffer
  /** Of a passage, in units (passage.ts). */
  length: number | null
  at: Date
}

/** Keyed, so that whoever finds it cannot try names against it. */
export const redactionHash = (secret: string, entryId: string, what: string): Buffer =>
  createHmac('sha256', secret).update(`redaction\n${entryId}\n${what}`).digest()

const shortest = 3

/**
 * Takes a passage or a document out of everything that is kept of an entry: revisions, drafts, what was handed in,
 * comments, the index, copies. The log says that it was done, never what it was.
 * @throws ProblemError as onEntry; 400 where the passage is too short or stands nowhere
 */
export async function redact(
  setting: Setting,
  acting: OnEntry,
  redaction: Redaction,
): Promise<Redacted> {
  let places = 0
  let inDocuments: Redacted['inDocuments'] = []
  const entry = await onEntry(
    setting,
    { ...acting, seen: redaction.seen },
    { name: 'redact', impartial: false, details: { kind: redaction.kind } },
    async (work, { id: entryId }) => {
      const made = await make(work.trx, setting, entryId, redaction)
      inDocuments =
        redaction.kind === 'passage' ? await documentsWith(work.trx, entryId, redaction.text) : []
      places = await apply(work, setting.secret, made)
      if (places === 0) throw nowhere(redaction.kind)
      await keep(work.trx, made, acting.person.id)
      await showChange(work, entryId)
    },
  )
  return { places, inDocuments, entry }
}

/** So many places are shown; the others are counted. */
const mostShown = 60

/** Where a passage stands, before it is taken out. @throws ProblemError 404; 400 where it is too short or stands nowhere */
export async function findPassage(
  { database: { db } }: Pick<Setting, 'database'>,
  slug: string,
  text: string,
): Promise<PassageFound> {
  const { id } = await readKept(db, slug)
  const { key, length } = keyOf(text)
  if (length < shortest) throw tooShort()
  const found = await findIn(db, id, { length, is: (passage) => passage === key })
  if (found.length === 0) throw nowhere('passage')
  return {
    places: found.length,
    shown: found.slice(0, mostShown),
    inDocuments: await documentsWith(db, id, text),
  }
}

const tooShort = () =>
  invalid([
    { field: 'text', message: `Give at least ${shortest} letters, so that nothing else goes.` },
  ])

const nowhere = (kind: Redaction['kind']) =>
  invalid([
    kind === 'passage'
      ? {
          field: 'text',
          message:
            'This stands nowhere in the entry. Copy it from the text, or from one of its versions, as whole words.',
        }
      : { field: 'document', message: 'This entry has no such document.' },
  ])

async function make(
  trx: Trx,
  { secret }: Setting,
  entryId: string,
  redaction: Redaction,
): Promise<KeptRedaction> {
  const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(trx)
  const made = { id: rows[0]?.id ?? '', entryId, kind: redaction.kind, at: new Date() }
  if (redaction.kind === 'passage') {
    const { key, length } = keyOf(redaction.text)
    if (length < shortest) throw tooShort()
    return { ...made, hash: redactionHash(secret, entryId, key), length }
  }
  const document = await trx
    .selectFrom('attachments')
    .select('sha256')
    .where('entry_id', '=', entryId)
    .where('id', '=', redaction.document)
    .executeTakeFirst()
  if (!document) throw nowhere('document')
  const sum = document.sha256.toString('hex')
  return { ...made, hash: redactionHash(secret, entryId, sum), length: null }
}

/** Documents whose file has the passage in it: a file is not rewritten, so it goes as a whole or stays. */
async function documentsWith(
  trx: Db | Trx,
  entryId: string,
  text: string,
): Promise<Redacted['inDocuments']> {
  const { key, length } = keyOf(text)
  const wanted: Wanted = { length, is: (passage) => passage === key }
  const rows = await trx
    .selectFrom('attachments')
    .select(['id', 'file_name', 'extracted_text'])
    .where('entry_id', '=', entryId)
    .where('extracted_text', 'is not', null)
    .execute()
  return rows
    .filter(({ extracted_text }) => without(extracted_text ?? '', wanted).taken.length > 0)
    .map(({ id, file_name }) => ({ id, fileName: without(file_name, wanted).text }))
}

/** Keeps that it was done, and what it was only as a hash. */
export async function keep(
  trx: Db | Trx,
  { id, entryId, kind, hash, length, at }: KeptRedaction,
  by: string | null,
): Promise<void> {
  await trx
    .insertInto('redactions')
    .values({ id, entry_id: entryId, kind, hash, length, redacted_by: by, redacted_at: at })
    .onConflict((conflict) => conflict.columns(['entry_id', 'hash']).doNothing())
    .execute()
}

/**
 * Does what a redaction says, again or for the first time. Readers and the index follow with `showChange`.
 * @returns in how many places it stood
 */
export function apply(work: Work, secret: string, redaction: KeptRedaction): Promise<number> {
  return redaction.kind === 'document'
    ? removeDocument(work, secret, redaction)
    : removePassage(work.trx, secret, redaction)
}

async function removePassage(
  trx: Trx,
  secret: string,
  { entryId, hash, length }: KeptRedaction,
): Promise<number> {
  const wanted: Wanted = {
    length: length ?? 0,
    is: (passage) => redactionHash(secret, entryId, passage).equals(hash),
  }
  const taken = await takeOut(trx, entryId, wanted)
  if (taken.length === 0) return 0
  // What the content said of it does not come again with the next import.
  await trx
    .updateTable('entries')
    .set({ seeded_revision: null })
    .where('id', '=', entryId)
    .execute()
  const inAddress = await readdress(trx, entryId, taken)
  await forgetWords(trx, entryId, taken)
  return taken.length + inAddress
}

/** An address that has the passage in it is given up: it leads nowhere from then on. */
async function readdress(trx: Trx, entryId: string, taken: string[]): Promise<number> {
  const parts = [...new Set(taken.map(addressOf))].filter((part) => part.length >= shortest)
  const holds = (slug: string) => parts.some((part) => `-${slug}-`.includes(`-${part}-`))
  const entry = await trx
    .selectFrom('entries as e')
    .leftJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'e.id').on('r.state', '=', 'published'),
    )
    .select(['e.slug', 'r.title', 'r.country'])
    .where('e.id', '=', entryId)
    .executeTakeFirstOrThrow()
  const old = await trx
    .selectFrom('old_slugs')
    .select('slug')
    .where('entry_id', '=', entryId)
    .execute()
  const gone = old.filter(({ slug }) => holds(slug)).map(({ slug }) => slug)
  if (gone.length > 0) await trx.deleteFrom('old_slugs').where('slug', 'in', gone).execute()
  if (!holds(entry.slug)) return gone.length
  // News that led there leads nowhere.
  await sql`delete from news where path ~ '^/(practices|guidance|events)/'
    and split_part(path, '/', 3) = ${entry.slug}`.execute(trx)
  const slug = await newSlug(trx, entry.country, (entry.title ?? '').replaceAll(gap, ' '))
  await trx.updateTable('entries').set({ slug }).where('id', '=', entryId).execute()
  return gone.length + 1
}

const addressOf = (text: string) =>
  fold(text)
    .replace(/['’ʼ]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

/** Words that stood nowhere else are no longer offered to those who search. */
async function forgetWords(trx: Trx, entryId: string, taken: string[]): Promise<void> {
  const forms = [...new Set(taken.flatMap((text) => words(text).map(({ word }) => word)))]
  await sql`
    delete from search_words w where word = any(${forms}::text[]) and not exists (
      select from search_postings p where p.lexeme = w.lexeme and p.entry_id <> ${entryId})`.execute(
    trx,
  )
}

async function removeDocument(
  { trx, jobs }: Work,
  secret: string,
  { entryId, hash }: KeptRedaction,
): Promise<number> {
  const rows = await trx
    .selectFrom('attachments')
    .select(['id', 'sha256', 'storage_key'])
    .where('entry_id', '=', entryId)
    .execute()
  const found = rows.filter(({ sha256 }) =>
    redactionHash(secret, entryId, sha256.toString('hex')).equals(hash),
  )
  if (found.length === 0) return 0
  const ids = found.map(({ id }) => id)
  await trx.deleteFrom('revision_attachments').where('attachment_id', 'in', ids).execute()
  await sql`select set_config('homeward.redacting', 'on', true)`.execute(trx)
  await sql`
    update snapshots set
      documents = (select coalesce(jsonb_agg(d), '[]') from jsonb_array_elements(documents) d
        where d->>'id' <> all(${ids}::text[])),
      passages = (select coalesce(jsonb_agg(p), '[]') from jsonb_array_elements(passages) p
        where split_part(p->>'part', '.', 2) <> all(${ids}::text[]))
    where revision_id in (select id from revisions where entry_id = ${entryId})`.execute(trx)
  await sql`select set_config('homeward.redacting', 'off', true)`.execute(trx)
  await trx.deleteFrom('attachments').where('id', 'in', ids).execute()
  const keys = [...new Set(found.map(({ storage_key }) => storage_key))]
  await jobs.enqueue(
    trx,
    removalQueue,
    keys.map((key) => ({ key })),
  )
  return found.length
}
