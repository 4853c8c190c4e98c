import { expressionBuilder, sql, type CompiledQuery } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { revisionStates, type Kind, type RevisionState } from '@homeward/schema/names.ts'
import type { Document, DraftContent, Other } from '@homeward/schema/submission.ts'
import { bondsOf, type Bond } from '../moderation/writers.ts'
import { mayAct, type Person } from '../platform/http/access.ts'
import type { Database, Db, Trx } from '../platform/postgres/database.ts'
import type { Tables } from '../platform/postgres/tables.ts'
import { allows, type Standing } from './workflow.ts'

/** A submission as its tables hold it, and who the person who asks is to it. */
export interface Draft {
  id: string
  entryId: string
  kind: Kind
  state: RevisionState
  language: string
  translation: boolean
  version: number
  content: DraftContent
  /** Whose team writes it; null: moderators do. */
  city: { id: string; slug: string; name: string; country: string; status: string } | null
  /** What is live of its entry. */
  entry: { slug: string; title: string; origin: 'city' | 'editors' } | null
  /** Whether its entry was ever published: its language and address are then settled. */
  everPublished: boolean
  firstPublishedAt: Date | null
  entryVersion: number
  authorId: string | null
  saved: { at: Date; by: string | null; byName: string | null }
  submittedAt: Date | null
  standing: Standing
  /** All that the person is to it. */
  standings: Standing[]
  /** What keeps a moderator from deciding on it; null: nothing, or no moderator. */
  bond: Bond | null
  documents: Document[]
  /** Other windows than `window` that have it open. */
  others: Other[]
}

/** How long after its last sign of life a window counts as open, in seconds. */
export const presentFor = 30

/** Lets one act on a submission at a time: everything is read after it. */
export async function lockRevision(trx: Trx, id: string): Promise<void> {
  await trx.selectFrom('revisions').select('id').where('id', '=', id).forUpdate().execute()
}

/** The documents of the revision `r` of the query that this is a part of. */
const documentsOfRow = expressionBuilder<Tables>()
  .selectFrom('revision_attachments as ra')
  .innerJoin('attachments as a', 'a.id', 'ra.attachment_id')
  .select(['a.id', 'a.file_name as fileName', 'a.media_type as mediaType', 'a.bytes'])
  .select(sql<string>`encode(a.sha256, 'hex')`.as('sha256'))
  .select(['a.alternative_text as alternativeText', 'a.owner', 'a.state'])
  .select(['a.unreadable_because as unreadableBecause', 'a.leftovers', 'a.removed'])
  .select(
    sql<boolean>`exists (select from revision_attachments live
        join revisions lr on lr.id = live.revision_id and lr.state = 'published'
        where live.attachment_id = a.id)`.as('live'),
  )
  .where(sql<boolean>`ra.revision_id = r.id`)
  .orderBy('ra.position')

function draftRow(db: Db | Trx, id: string, person: Pick<Person, 'id'>, window: string | null) {
  return db
    .selectFrom('revisions as r')
    .innerJoin('drafts as d', 'd.revision_id', 'r.id')
    .innerJoin('entries as e', 'e.id', 'r.entry_id')
    .leftJoin('cities as c', 'c.id', 'd.city_id')
    .leftJoin('city_members as m', (join) =>
      join.onRef('m.city_id', '=', 'd.city_id').on('m.user_id', '=', person.id),
    )
    .leftJoin('published_entries as p', 'p.entry_id', 'r.entry_id')
    .leftJoin('users as u', 'u.id', 'd.saved_by')
    .select(['r.id', 'r.entry_id', 'r.kind', 'r.state', 'r.language', 'r.original_of'])
    .select(['r.author_id', 'r.submitted_at', 'd.version', 'd.content', 'd.city_id'])
    .select(['d.saved_by', 'd.saved_at', 'e.first_published_at', 'e.version as entry_version'])
    .select(['c.slug as city_slug', 'c.name as city_name', 'c.country as city_country'])
    .select(['c.status as city_status', 'm.user_id as member', 'u.name as saved_by_name'])
    .select(['p.slug as live_slug', 'p.title as live_title', 'p.origin as live_origin'])
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('reviewers as v')
            .select('v.id')
            .whereRef('v.revision_id', '=', 'r.id')
            .where('v.user_id', '=', person.id),
        )
        .$castTo<boolean>()
        .as('reviews'),
      eb
        .selectFrom('snapshots as s')
        .select('s.content')
        .whereRef('s.revision_id', '=', 'r.id')
        // Those who write it see what they write.
        .where(sql<boolean>`m.user_id is null`)
        .orderBy('s.taken_at', 'desc')
        .limit(1)
        .as('handed_in'),
      jsonArrayFrom(documentsOfRow).as('documents'),
      jsonArrayFrom(
        eb
          .selectFrom('draft_editors as o')
          .innerJoin('users as ou', 'ou.id', 'o.user_id')
          .select(['ou.name', 'o.user_id'])
          .select(sql<string>`o.opened_at`.as('since'))
          .whereRef('o.revision_id', '=', 'r.id')
          .where('o.window_id', 'is distinct from', window)
          .where('o.seen_at', '>', sql<Date>`now() - make_interval(secs => ${presentFor})`)
          .orderBy('o.opened_at'),
      ).as('others'),
    ])
    .where('r.id', '=', id)
}

type Row = Awaited<ReturnType<ReturnType<typeof draftRow>['execute']>>[number]

const stateOf = (text: string): RevisionState => {
  const state = revisionStates.find((known) => known === text)
  if (state === undefined) throw new Error(`There is no state ${text}`)
  return state
}

/** Who a person is to a submission; null: nobody. */
function standingOf(
  row: Pick<Row, 'city_id' | 'member' | 'reviews'>,
  person: Person,
): Standing | null {
  if (row.member !== null) return 'writer'
  if (!mayAct(person.role, 'moderator')) return row.reviews ? 'reviewer' : null
  return row.city_id === null ? 'writer' : 'moderator'
}

/**
 * A submission, for someone who may read it.
 * @param window the one that asks, which is not among the others
 * @returns null where there is none, and where the person may not know of it
 */
export async function readDraft(
  db: Db | Trx,
  id: string,
  person: Person,
  window: string | null = null,
): Promise<Draft | null> {
  return readableRow(db, await draftRow(db, id, person, window).executeTakeFirst(), person)
}

/**
 * The same outside of transactions, by a statement that each connection prepares once: it is what every save and every
 * look at a draft begins with, and planning it takes longer than answering it.
 */
export async function lookAtDraft(
  { db, pool }: Database,
  id: string,
  person: Person,
  window: string | null = null,
): Promise<Draft | null> {
  const given = new Map([
    [stands.id, id],
    [stands.person, person.id],
    [stands.window, window],
  ])
  const { sql: text, parameters } = (looking ??= draftRow(
    db,
    stands.id,
    { id: stands.person },
    stands.window,
  ).compile())
  const values = parameters.map((value) =>
    typeof value === 'string' && given.has(value) ? given.get(value) : value,
  )
  const { rows } = await pool.query<Row>({ name: 'draft', text, values })
  return readableRow(db, rows[0], person)
}

/** The statement above, written out once: its values stand where these words do. */
let looking: CompiledQuery | null = null
const stands = { id: 'an id', person: 'a person', window: 'a window' }

async function readableRow(
  db: Db | Trx,
  row: Row | undefined,
  person: Person,
): Promise<Draft | null> {
  if (!row) return null
  const standing = standingOf(row, person)
  const state = stateOf(row.state)
  if (standing === null || !allows('read', standing, state)) return null
  const moderates = mayAct(person.role, 'moderator')
  const bond = moderates ? ((await bondsOf(db, person.id, [row.id])).get(row.id) ?? null) : null
  const decides = moderates && bond === null
  return {
    ...draftOf(row, standing, state, person),
    standings: decides ? [standing, 'decider'] : [standing],
    bond,
  }
}

function draftOf(
  row: Row,
  standing: Standing,
  state: RevisionState,
  person: Person,
): Omit<Draft, 'standings' | 'bond'> {
  return {
    id: row.id,
    entryId: row.entry_id,
    kind: row.kind,
    state,
    language: row.language,
    translation: row.original_of === null,
    version: row.version,
    // What a city is changing is its own until it hands it in again.
    content: standing !== 'writer' ? (row.handed_in ?? row.content) : row.content,
    city: cityOf(row),
    entry:
      row.live_slug === null || row.live_title === null
        ? null
        : {
            slug: row.live_slug,
            title: row.live_title,
            origin: row.live_origin === 'city' ? 'city' : 'editors',
          },
    everPublished: row.first_published_at !== null,
    firstPublishedAt: row.first_published_at,
    entryVersion: row.entry_version,
    authorId: row.author_id,
    saved: { at: row.saved_at, by: row.saved_by, byName: row.saved_by_name },
    submittedAt: row.submitted_at,
    standing,
    documents: row.documents.map((document) => ({ ...document, bytes: Number(document.bytes) })),
    others: row.others.map(({ name, user_id, since }) => ({
      name,
      since: new Date(since).toISOString(),
      you: user_id === person.id,
    })),
  }
}

function cityOf(row: Row): Draft['city'] {
  const { city_id: id, city_slug: slug, city_name: name, city_country: country } = row
  if (id === null || slug === null || name === null || country === null) return null
  return { id, slug, name, country, status: row.city_status ?? 'unclaimed' }
}
