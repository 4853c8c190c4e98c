import { sql } from 'kysely'
import type { Passage } from '@homeward/schema/screening.ts'
import type { DraftContent, Screening, ScreeningAnswer } from '@homeward/schema/submission.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { acting, readable, type Asked } from './acting.ts'
import type { ScreenedPart } from './screening/screen.ts'
import type { Screen, Setting } from './setting.ts'
import type { Draft } from './store.ts'

/** Raise it when the screening finds otherwise: the texts of documents are then screened anew. */
export const screeningVersion = 1

const note =
  'This is found by rules and lists of names. It can miss things, and it marks some that are harmless: read your text once more with the eyes of those it is about.'

/** The texts of a draft that are screened, as they were written, so that places in them are those that a person sees. */
function partsOf(draft: Draft): ScreenedPart[] {
  const language = draft.content.language?.trim() || draft.language
  const parts = Object.entries({ ...textsOf(draft.content), ...aboutDocuments(draft) })
  return parts.flatMap(([part, text]) => (text ? [{ part, language, text }] : []))
}

type Texts = Record<string, string | null | undefined>

function textsOf(content: DraftContent): Texts {
  const texts: Texts = {
    title: content.title,
    summary: content.summary,
    organisation: content.organisation,
  }
  content.partners?.forEach((name, at) => (texts[`partners.${at}`] = name))
  for (const [id, text] of Object.entries(content.sections ?? {})) texts[`sections.${id}`] = text
  content.outcomes?.forEach(({ outcome, by }, at) => {
    texts[`outcomes.${at}.outcome`] = outcome
    texts[`outcomes.${at}.by`] = by
  })
  for (const [id, text] of Object.entries(content.means ?? {})) texts[`means.${id}`] = text
  content.sources?.forEach(({ title }, at) => (texts[`sources.${at}.title`] = title))
  return texts
}

function aboutDocuments({ documents }: Draft): Texts {
  return Object.fromEntries(
    documents.flatMap(({ id, fileName, alternativeText }) => [
      [`attachments.${id}.fileName`, fileName],
      [`attachments.${id}.alternativeText`, alternativeText],
    ]),
  )
}

/** What a document's text is screened for. */
export function screenDocument(
  screen: Screen,
  id: string,
  text: string,
  language: string,
): Promise<Passage[]> {
  return screen([{ part: `attachments.${id}.text`, language, text }])
}

/** The passages that are marked in a draft, its documents' names and what was read in them. */
export async function passagesOf(db: Db | Trx, draft: Draft, screen: Screen): Promise<Passage[]> {
  const ids = draft.documents.map(({ id }) => id)
  const written = await screen(partsOf(draft))
  if (ids.length === 0) return written
  const read = await db
    .selectFrom('attachments')
    .select(['id', 'passages', 'screening'])
    // Only where they must be screened anew: texts of documents are long.
    .select(
      sql<string | null>`case when screening is distinct from ${screeningVersion}
        then extracted_text end`.as('text'),
    )
    .where('id', 'in', ids)
    .where('state', '=', 'readable')
    .orderBy('id')
    .execute()
  for (const { id, passages, text } of read) {
    const found =
      text === null
        ? (passages ?? [])
        : await screenDocument(screen, id, text, draft.language).then((anew) =>
            keepScreened(db, id, text, anew),
          )
    written.push(...found)
  }
  return written
}

/** So that it is done once; where the text is still the same, since what was redacted must not come back. */
async function keepScreened(
  db: Db | Trx,
  id: string,
  text: string,
  passages: Passage[],
): Promise<Passage[]> {
  await db
    .updateTable('attachments')
    .set({ passages: JSON.stringify(passages), screening: screeningVersion })
    .where('id', '=', id)
    .where('extracted_text', '=', text)
    .execute()
  return passages
}

interface Answered {
  key: string
  answer: 'public-role' | 'safe'
  why: string
  by: string | null
  at: Date
}

async function answersTo(db: Db | Trx, id: string): Promise<Map<string, Answered>> {
  const rows = await db
    .selectFrom('screening_answers as a')
    .leftJoin('users as u', 'u.id', 'a.answered_by')
    .select(['a.key', 'a.answer', 'a.why', 'u.name as by', 'a.answered_at as at'])
    .where('a.revision_id', '=', id)
    .execute()
  return new Map(rows.map((row) => [row.key, row]))
}

/** What is marked in a draft, each with what was said to it; null: nothing yet. */
export async function answeredPassages(
  db: Db | Trx,
  draft: Draft,
  screen: Screen,
): Promise<{ passage: Passage; answer: Answered | null }[]> {
  const passages = await passagesOf(db, draft, screen)
  const answers =
    passages.length === 0 ? new Map<string, Answered>() : await answersTo(db, draft.id)
  return passages.map((passage) => ({ passage, answer: answers.get(passage.key) ?? null }))
}

/** What the screening marks in a submission, and what was said to it. */
export async function screeningOf(setting: Setting, asked: Asked): Promise<Screening> {
  return screeningIn(setting, setting.database.db, await readable(setting, asked))
}

async function screeningIn(setting: Setting, db: Db | Trx, draft: Draft): Promise<Screening> {
  const found = await answeredPassages(db, draft, setting.screen)
  return {
    passages: found.map(({ passage, answer }) => ({
      ...passage,
      answer: answer && {
        answer: answer.answer,
        why: answer.why,
        by: answer.by,
        at: answer.at.toISOString(),
      },
    })),
    unanswered: found.filter(({ answer }) => answer === null).length,
    reading: draft.documents.flatMap(({ id, state }) => (state === 'waiting' ? [id] : [])),
    note,
  }
}

/**
 * Says why a passage is safe, or takes that back.
 * @param answer null: takes it back
 * @throws ProblemError 404 where nothing of that key is marked
 */
export function answerPassage(
  setting: Setting,
  asked: Asked,
  key: string,
  answer: ScreeningAnswer | null,
): Promise<Screening> {
  return acting(setting, 'edit', asked, async ({ trx }, draft) => {
    if (answer === null) {
      await trx
        .deleteFrom('screening_answers')
        .where('revision_id', '=', draft.id)
        .where('key', '=', key)
        .execute()
      return screeningIn(setting, trx, draft)
    }
    const marked = await passagesOf(trx, draft, setting.screen)
    if (!marked.some((passage) => passage.key === key)) throw unknownPassage()
    const said = {
      answer: answer.answer,
      why: answer.why.trim(),
      answered_by: asked.person.id,
      answered_at: new Date(),
    }
    await trx
      .insertInto('screening_answers')
      .values({ revision_id: draft.id, key, ...said })
      .onConflict((conflict) => conflict.columns(['revision_id', 'key']).doUpdateSet(said))
      .execute()
    return screeningIn(setting, trx, draft)
  })
}

function unknownPassage(): ProblemError {
  return new ProblemError(
    404,
    'unknown-passage',
    'This passage is not marked any more',
    'The text has changed since. Look at what is marked now.',
  )
}
