import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DraftContent } from '@homeward/schema/submission.ts'
import type { Kind } from '@homeward/schema/names.ts'
import { copyWriters, noteWriter } from '../moderation/writers.ts'
import { mayAct, type Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { inTransaction } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { acting, readable, type Asked } from './acting.ts'
import { isLanguage } from './lacks.ts'
import type { Setting } from './setting.ts'
import { temporarySlug } from './slug.ts'
import { readDraft, type Draft } from './store.ts'

/** A submission to be begun: its id is the person's to choose, so that sending it twice begins one. */
export interface Begin {
  id: string | null
  person: Person
  /** Slug of a city whose team the person is of; null: moderators write it. */
  city: string | null
  kind: Kind
  language?: string
}

/** Begins the description of something new. */
export async function beginDraft(setting: Setting, begin: Begin): Promise<Draft> {
  const { person } = begin
  const id = begin.id ?? randomUUID()
  const language =
    [begin.language, person.language].find((tag) => tag !== undefined && isLanguage(tag)) ?? 'en'
  const there = begin.id === null ? null : await readDraft(setting.database.db, id, person)
  if (there) return there
  await inTransaction(setting.database, setting.jobs, async ({ trx }) => {
    const city = await placeToWrite(trx, begin)
    await checkNeverUsed(trx, id)
    const entry = await trx
      .insertInto('entries')
      .values({ slug: temporarySlug(id), kind: begin.kind, original_language: language })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst()
    // Begun already, by the same request sent before.
    if (!entry) return
    await insertRevision(trx, {
      id,
      entryId: entry.id,
      kind: begin.kind,
      language,
      translation: false,
      cityId: city?.id ?? null,
      basedOn: null,
      person,
      content: city ? { language, country: city.country, citySlug: city.slug } : { language },
    })
  })
  return readable(setting, { id, person })
}

/** The city whose team will write it; null: moderators will. @throws ProblemError 404, 403 */
async function placeToWrite(trx: Trx, { city, kind, person }: Begin) {
  if (city !== null && kind === 'practice') return cityOfTeam(trx, city, person)
  if (city === null && mayAct(person.role, 'moderator')) return null
  throw new ProblemError(
    403,
    'not-allowed',
    'Only moderators can write this',
    'Cities describe practices: say for which of your cities.',
  )
}

/** An id that somebody chose may be that of a submission that they must not know of. */
async function checkNeverUsed(trx: Trx, id: string): Promise<void> {
  const used = await trx
    .selectFrom('revisions')
    .select('id')
    .where('id', '=', id)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('entries')
          .select('entries.id')
          .whereRef('entries.id', '=', 'revisions.entry_id')
          .where('entries.slug', '<>', temporarySlug(id)),
      ),
    )
    .executeTakeFirst()
  if (!used) return
  throw new ProblemError(409, 'id-taken', 'This id cannot be used', 'Choose another one.')
}

async function cityOfTeam(trx: Trx, slug: string, person: Person) {
  const city = await trx
    .selectFrom('cities as c')
    .innerJoin('city_members as m', 'm.city_id', 'c.id')
    .select(['c.id', 'c.slug', 'c.country'])
    .where('c.slug', '=', slug)
    .where('m.user_id', '=', person.id)
    .executeTakeFirst()
  if (city) return city
  throw new ProblemError(
    404,
    'unknown-city',
    'You are in no team of such a city',
    'Ask for the place of your city, or ask its team to invite you.',
  )
}

interface NewRevision {
  id: string
  entryId: string
  kind: Kind
  language: string
  translation: boolean
  cityId: string | null
  basedOn: string | null
  person: Person
  content: DraftContent
}

/** Writes a revision that is open, with its draft. Its entry is locked where it may have others. */
export async function insertRevision(trx: Trx, revision: NewRevision): Promise<void> {
  const { id, entryId, language } = revision
  const last = await trx
    .selectFrom('revisions')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('entry_id', '=', entryId)
    .where('language', '=', language)
    .executeTakeFirst()
  await trx
    .insertInto('revisions')
    .values({
      id,
      entry_id: entryId,
      kind: revision.kind,
      language,
      original_of: revision.translation ? null : entryId,
      number: (last?.number ?? 0) + 1,
      state: 'draft',
      author_id: revision.person.id,
      sections: '{}',
      sources: '[]',
    })
    .execute()
  await trx
    .insertInto('drafts')
    .values({
      revision_id: id,
      city_id: revision.cityId,
      content: JSON.stringify(revision.content),
      based_on: revision.basedOn,
      saved_by: revision.person.id,
    })
    .execute()
  await noteWriter(trx, id, revision.person.id)
}

/** Lets one revision of an entry be begun at a time. @throws ProblemError 409 where one is open in that language */
export async function checkNoneOpen(
  trx: Trx,
  entryId: string,
  language: string,
  person: Person,
): Promise<void> {
  await trx.selectFrom('entries').select('id').where('id', '=', entryId).forUpdate().execute()
  const open = await trx
    .selectFrom('revisions')
    .select('id')
    .where('entry_id', '=', entryId)
    .where('language', '=', language)
    .where('state', 'in', ['draft', 'submitted', 'in-review', 'changes-requested'])
    .executeTakeFirst()
  if (!open) return
  const readableOne = await readDraft(trx, open.id, person)
  throw new ProblemError(
    409,
    'revision-open',
    'A revision of this is open already',
    readableOne
      ? 'Go on with that one.'
      : 'Others are working on it. You can begin when it is decided.',
    readableOne ? { open: open.id } : {},
  )
}

/** Begins anew from what was withdrawn or rejected: its text, documents, and answers to the screening. */
export async function copyDraft(
  setting: Setting,
  from: Asked,
  begin: { id: string | null; city: string | null },
): Promise<Draft> {
  const { person } = from
  const id = begin.id ?? randomUUID()
  const there = begin.id === null ? null : await readDraft(setting.database.db, id, person)
  if (there) return there
  await acting(setting, 'copy', from, async ({ trx }, draft) => {
    if (begin.city !== null && draft.city?.slug !== begin.city) throw notOfCity()
    await checkNoneOpen(trx, draft.entryId, draft.language, person)
    await insertRevision(trx, {
      id,
      entryId: draft.entryId,
      kind: draft.kind,
      language: draft.language,
      translation: draft.translation,
      cityId: draft.city?.id ?? null,
      basedOn: null,
      person,
      // To publishing one agrees anew.
      content: { ...draft.content, licence: false },
    })
    await copyDocuments(trx, draft.id, id)
    await copyWriters(trx, draft.id, id)
    await trx
      .insertInto('screening_answers')
      .columns(['revision_id', 'key', 'answer', 'why', 'answered_by', 'answered_at'])
      .expression((eb) =>
        eb
          .selectFrom('screening_answers')
          .select([uuid(id).as('revision_id'), 'key', 'answer', 'why'])
          .select(['answered_by', 'answered_at'])
          .where('revision_id', '=', draft.id),
      )
      .execute()
  })
  return readable(setting, { id, person })
}

const uuid = (id: string) => sql<string>`${id}::uuid`

function notOfCity(): ProblemError {
  return new ProblemError(
    404,
    'unknown-city',
    'That submission is not of this city',
    'Begin from it with its own city.',
  )
}

/** Gives a revision the documents of another one of the same entry. */
export async function copyDocuments(trx: Trx, from: string, to: string): Promise<void> {
  await trx
    .insertInto('revision_attachments')
    .columns(['revision_id', 'attachment_id', 'position'])
    .expression((eb) =>
      eb
        .selectFrom('revision_attachments')
        .select([uuid(to).as('revision_id'), 'attachment_id', 'position'])
        .where('revision_id', '=', from),
    )
    .execute()
}
