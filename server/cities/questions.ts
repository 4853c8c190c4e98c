import type { Question, QuestionList } from '@homeward/schema/city.ts'
import type { Person } from '../platform/http/access.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { links } from './links.ts'
import { cityFor, peopleOfTeam, teamOnly, type CityOf } from './membership.ts'
import { atOnce, limits, type Setting } from './setting.ts'
import { typedText } from './typed.ts'

export interface QuestionsWanted {
  state?: 'open' | 'answered'
  after?: string
  limit?: number
}

/**
 * Asks a city something, about one of the entries if one is named. Its team gets a mail that shows no address.
 * @throws ProblemError 409 where nobody is there to answer, 429 after ten in a day
 */
export async function askQuestion(
  setting: Setting,
  person: Person,
  slug: string,
  asked: { text: string; entry?: string },
): Promise<Question> {
  const { db } = setting.database
  const text = typedText('text', asked.text)
  const city = await cityFor(db, slug, person.id)
  if (city.status !== 'verified') throw nobodyAnswers()
  const entry = asked.entry === undefined ? null : await entryNamed(db, asked.entry)
  await setting.attempts.count(limits.questions, person.id)
  const id = await atOnce(setting, async (work) => {
    const row = await work.trx
      .insertInto('questions')
      .values({
        city_id: city.id,
        entry_id: entry?.entry_id ?? null,
        asked_by: person.id,
        text,
        answer: null,
        answered_by: null,
        answered_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const team = await peopleOfTeam(work.trx, city.id)
    await sendLater(
      work,
      team.map(({ email, language }) => ({
        template: 'question',
        to: email,
        language,
        values: { city: city.name, by: person.name, text, entry: entry?.title ?? '' },
        link: links(setting.publicUrl).cityQuestions(city.slug),
      })),
    )
    return row.id
  })
  return oneQuestion(db, id)
}

function nobodyAnswers(): ProblemError {
  return new ProblemError(
    409,
    'city-does-not-answer',
    'Nobody of this city is here yet to answer',
    'Its entries name their sources: whoever published them may know more.',
  )
}

async function entryNamed(db: Db, slug: string) {
  const entry = await db
    .selectFrom('published_entries')
    .select(['entry_id', 'title'])
    .where('slug', '=', slug.replaceAll('\0', ''))
    .executeTakeFirst()
  if (entry) return entry
  throw invalid([{ field: 'entry', message: 'There is no published entry of this name.' }])
}

function questionRows(db: Db | Trx) {
  return (
    db
      .selectFrom('questions as q')
      .innerJoin('cities as c', 'c.id', 'q.city_id')
      .innerJoin('users as u', 'u.id', 'q.asked_by')
      // What was taken down since is not named any more.
      .leftJoin('published_entries as p', 'p.entry_id', 'q.entry_id')
      .select(['q.id', 'q.text', 'q.created_at', 'q.answer', 'q.answered_at', 'u.name as by'])
      .select(['c.slug', 'c.name', 'p.slug as entry_slug', 'p.title', 'p.kind'])
  )
}

type Row = Awaited<ReturnType<ReturnType<typeof questionRows>['execute']>>[number]

function questionOf(row: Row): Question {
  return {
    id: row.id,
    city: { slug: row.slug, name: row.name },
    entry:
      row.entry_slug === null || row.title === null || row.kind === null
        ? null
        : { slug: row.entry_slug, title: row.title, kind: row.kind },
    askedBy: row.by,
    text: row.text,
    createdAt: row.created_at.toISOString(),
    answer: row.answer,
    answeredAt: row.answered_at?.toISOString() ?? null,
  }
}

async function oneQuestion(db: Db | Trx, id: string): Promise<Question> {
  return questionOf(await questionRows(db).where('q.id', '=', id).executeTakeFirstOrThrow())
}

async function pageOf(
  rows: ReturnType<typeof questionRows>,
  { state, after, limit = 20 }: QuestionsWanted,
): Promise<QuestionList> {
  const found = await rows
    .$if(state !== undefined, (query) =>
      query.where('q.answered_at', state === 'open' ? 'is' : 'is not', null),
    )
    .$if(after !== undefined, (query) => query.where('q.id', '<', after ?? ''))
    .orderBy('q.id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  return {
    questions: page.map(questionOf),
    next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** What a city was asked, latest first. @throws ProblemError 404 for whoever is not of its team */
export async function questionsTo(
  db: Db,
  personId: string,
  slug: string,
  wanted: QuestionsWanted,
): Promise<QuestionList> {
  const city = await cityFor(db, slug, personId)
  teamOnly(city)
  return pageOf(questionRows(db).where('q.city_id', '=', city.id), wanted)
}

/** What a person asked, latest first. */
export function questionsBy(
  db: Db,
  personId: string,
  wanted: QuestionsWanted,
): Promise<QuestionList> {
  return pageOf(questionRows(db).where('q.asked_by', '=', personId), wanted)
}

/**
 * Answers a question in the city's name: once. Who asked gets a mail that shows no address.
 * @throws ProblemError 404 for whoever is not of the team, 409 where a colleague has answered
 */
export function answerQuestion(
  setting: Setting,
  personId: string,
  id: string,
  typed: string,
): Promise<Question> {
  const answer = typedText('text', typed)
  return atOnce(setting, async (work) => {
    const { trx } = work
    const question = await trx
      .selectFrom('questions as q')
      .innerJoin('cities as c', 'c.id', 'q.city_id')
      .innerJoin('users as u', 'u.id', 'q.asked_by')
      .select(['q.text', 'c.slug', 'c.name', 'u.email', 'u.language'])
      .where('q.id', '=', id)
      .executeTakeFirst()
    if (!question) throw unknownQuestion()
    const city: CityOf = await cityFor(trx, question.slug, personId)
    if (city.role === null) throw unknownQuestion()
    const { numUpdatedRows } = await trx
      .updateTable('questions')
      .set({ answer, answered_by: personId, answered_at: new Date() })
      .where('id', '=', id)
      .where('answer', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw answeredAlready()
    await sendLater(work, [
      {
        template: 'answer',
        to: question.email,
        language: question.language,
        values: { city: question.name, question: question.text, text: answer },
        link: links(setting.publicUrl).myQuestions,
      },
    ])
    return oneQuestion(trx, id)
  })
}

function unknownQuestion(): ProblemError {
  return new ProblemError(
    404,
    'unknown-question',
    'There is no such question, or it is not open to you',
    'Who asked may have deleted their account.',
  )
}

function answeredAlready(): ProblemError {
  return new ProblemError(
    409,
    'answered-already',
    'A colleague has answered this already',
    'Load the questions anew to read the answer. What you typed is kept where you typed it.',
  )
}
