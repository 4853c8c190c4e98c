import type { NewSuggestion, SuggestionList } from '@homeward/schema/moderation.ts'
import type { Person } from '../platform/http/access.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { acting, readable } from '../submissions/acting.ts'
import { lacksIn } from '../submissions/answers.ts'
import { keepReworded } from '../submissions/handingIn.ts'
import { answeredPassages } from '../submissions/screened.ts'
import type { Draft } from '../submissions/store.ts'
import { tidied } from '../submissions/tidy.ts'
import { moderating, type Acting } from './acting.ts'
import { withWording, wordedFields, wordingOf } from './fields.ts'
import { refreshQueue } from './queue.ts'
import { writersOnly } from './reading.ts'
import type { Setting } from './setting.ts'
import { tellOfSuggestion } from './suggestionMails.ts'
import { noteWriter } from './writers.ts'

/** Wording that was suggested for a submission, oldest first. @throws ProblemError 404 */
export async function suggestionsOn(setting: Setting, asked: Acting): Promise<SuggestionList> {
  const draft = await readable(setting, asked)
  // Somebody from outside advises on the text, not on what editors make of it.
  if (draft.standing === 'reviewer') return { suggestions: [], fields: [] }
  return listed(setting.database.db, draft)
}

async function listed(db: Db | Trx, draft: Draft): Promise<SuggestionList> {
  const rows = await db
    .selectFrom('suggestions as s')
    .leftJoin('users as u', 'u.id', 's.suggested_by')
    .selectAll('s')
    .select('u.name')
    .where('s.revision_id', '=', draft.id)
    .orderBy('s.suggested_at')
    .orderBy('s.id')
    .execute()
  const named = draft.standing === 'moderator' || draft.city === null
  return {
    suggestions: rows.map((row) => ({
      id: row.id,
      field: row.field,
      before: row.before,
      proposed: row.proposed,
      why: row.why,
      by: named ? row.name : null,
      at: row.suggested_at.toISOString(),
      state: row.state,
      decidedAt: row.decided_at?.toISOString() ?? null,
      stale: row.state === 'open' && wordingOf(draft.content, row.field) !== row.before,
    })),
    fields: wordedFields(draft.content, draft.kind, draft.translation),
  }
}

/**
 * Suggests other wording for a field. A second suggestion for a field takes the place of an open one.
 * @throws ProblemError as moderating; 400 for a field that is none; 409 where the field reads otherwise by now; 422 where
 * the wording is too long, or the screening marks in it what it did not mark before
 */
export function suggest(
  setting: Setting,
  asked: Acting,
  given: NewSuggestion,
): Promise<SuggestionList> {
  return moderating(setting, 'suggest', asked, null, async (work, { draft }) => {
    const { trx } = work
    const { field } = given
    if (!wordedFields(draft.content, draft.kind, draft.translation).includes(field)) {
      throw invalid([{ field: 'field', message: 'There is no such field with words in it.' }])
    }
    const before = wordingOf(draft.content, field)
    if (before !== given.before) throw readsOtherwise()
    const proposed = given.proposed.replaceAll('\0', '').toWellFormed()
    if (proposed === before) {
      throw invalid([{ field: 'proposed', message: 'It says the same as the text does.' }])
    }
    await checkFits(setting, trx, draft, field, proposed)
    await withdraw(trx, draft.id, asked.person, field)
    await trx
      .insertInto('suggestions')
      .values({
        revision_id: draft.id,
        field,
        before,
        proposed,
        why: given.why?.trim() || null,
        suggested_by: asked.person.id,
        decided_by: null,
        decided_at: null,
      })
      .execute()
    await refreshQueue(trx, draft.id, asked.person.id)
    await tellOfSuggestion(setting, work, draft, asked.person)
    return listed(trx, draft)
  })
}

function readsOtherwise(): ProblemError {
  return new ProblemError(
    409,
    'reads-otherwise',
    'The field reads otherwise by now',
    'Load the text anew, and suggest the wording for what stands there.',
  )
}

/** What is suggested must be able to stand: nothing lacking in the field, nobody recognisable that was not before. */
async function checkFits(
  setting: Setting,
  trx: Trx,
  draft: Draft,
  field: string,
  proposed: string,
): Promise<void> {
  const after = { ...draft, content: withWording(draft.content, field, proposed) }
  const text = tidied(after.content, draft.kind)
  const lacks = lacksIn(after, text, await setting.known()).filter((lack) => lack.field === field)
  const found = await answeredPassages(trx, after, setting.screen)
  const passages = found.flatMap(({ passage, answer }) =>
    passage.part === field && answer === null ? [passage] : [],
  )
  if (lacks.length === 0 && passages.length === 0) return
  throw new ProblemError(
    422,
    'not-ready',
    'The text could not be submitted with this wording',
    'See lacks for what is wrong with its length, and passages for what may tell who somebody is.',
    { lacks, passages },
  )
}

/** Takes open suggestions back. @param field those for one field only */
async function withdraw(trx: Trx, revisionId: string, person: Person, field: string) {
  await trx
    .updateTable('suggestions')
    .set({ state: 'withdrawn', decided_by: person.id, decided_at: new Date() })
    .where('revision_id', '=', revisionId)
    .where('state', '=', 'open')
    .where('field', '=', field)
    .execute()
}

/** A moderator takes a suggestion back. @throws ProblemError as moderating; 404, 409 where it is not open any more */
export function withdrawSuggestion(
  setting: Setting,
  asked: Acting,
  suggestionId: string,
): Promise<SuggestionList> {
  return moderating(setting, 'suggest', asked, null, async ({ trx }, { draft }) => {
    await close(trx, draft, suggestionId, asked.person, 'withdrawn')
    await refreshQueue(trx, draft.id, asked.person.id)
    return listed(trx, draft)
  })
}

async function openOne(trx: Trx, draft: Draft, id: string) {
  const row = await trx
    .selectFrom('suggestions')
    .selectAll()
    .where('id', '=', id)
    .where('revision_id', '=', draft.id)
    .executeTakeFirst()
  if (!row) throw new ProblemError(404, 'unknown-suggestion', 'There is no such suggestion')
  if (row.state === 'open') return row
  throw new ProblemError(
    409,
    'answered-already',
    `This suggestion was ${row.state} already`,
    'Load the list anew to see what became of it.',
  )
}

async function close(
  trx: Trx,
  draft: Draft,
  id: string,
  person: Person,
  state: 'accepted' | 'declined' | 'withdrawn',
) {
  const row = await openOne(trx, draft, id)
  await trx
    .updateTable('suggestions')
    .set({ state, decided_by: person.id, decided_at: new Date() })
    .where('id', '=', id)
    .execute()
  return row
}

/**
 * Accepts or declines a suggested wording: only what its authors accept comes into their text. While it waits to be
 * decided, the accepted wording is a new version: a moderator who saw the one before is told.
 * @throws ProblemError 404; 409 where it was answered already, or the field reads otherwise than when it was suggested;
 * 403 where one suggested it oneself; 422 where the text could not be submitted with it any more
 */
export async function answerSuggestion(
  setting: Setting,
  asked: Acting,
  suggestionId: string,
  answer: 'accepted' | 'declined',
): Promise<SuggestionList> {
  writersOnly(await readable(setting, asked))
  return acting(setting, 'answer-suggestion', asked, async ({ trx }, draft) => {
    const { field, before, proposed, suggested_by } = await openOne(trx, draft, suggestionId)
    if (suggested_by === asked.person.id) throw ownSuggestion()
    if (answer === 'accepted' && wordingOf(draft.content, field) !== before) throw readsOtherwise()
    const waits = draft.state === 'submitted' || draft.state === 'in-review'
    if (answer === 'accepted' && waits) await checkFits(setting, trx, draft, field, proposed)
    await close(trx, draft, suggestionId, asked.person, answer)
    if (answer === 'declined') {
      await refreshQueue(trx, draft.id)
      return listed(trx, draft)
    }
    const after: Draft = {
      ...draft,
      content: withWording(draft.content, field, proposed),
      version: draft.version + 1,
    }
    await trx
      .updateTable('drafts')
      .set({
        content: JSON.stringify(after.content),
        version: after.version,
        saved_by: asked.person.id,
        saved_at: new Date(),
      })
      .where('revision_id', '=', draft.id)
      .execute()
    await noteWriter(trx, draft.id, asked.person.id)
    if (waits) await keepReworded(setting, trx, after, asked.person)
    await refreshQueue(trx, draft.id)
    return listed(trx, after)
  })
}

function ownSuggestion(): ProblemError {
  return new ProblemError(
    403,
    'own-suggestion',
    'You suggested this yourself',
    'Whoever wrote the text accepts or declines it.',
  )
}
