import type { AdviceGiven, MyReviews, OwnAdvice } from '@homeward/schema/moderation.ts'
import { revisionStates } from '@homeward/schema/names.ts'
import { lockEntry, showChange } from '../entries/changing.ts'
import type { Person } from '../platform/http/access.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { lockRevision } from '../submissions/store.ts'
import { allows } from '../submissions/workflow.ts'
import { deskOf } from './decisionMails.ts'
import { refreshQueue } from './queue.ts'
import { atOnce, type Setting } from './setting.ts'

function adviceRows(db: Db | Trx, personId: string) {
  return db
    .selectFrom('reviewers as v')
    .innerJoin('revisions as r', 'r.id', 'v.revision_id')
    .leftJoin('users as m', 'm.id', 'v.invited_by')
    .select(['v.id', 'v.revision_id', 'v.asked_as', 'v.named_to_city', 'v.credited_as'])
    .select(['v.recommendation', 'v.text', 'v.given_at', 'r.title', 'r.state', 'r.entry_id'])
    .select(['m.email as asker', 'm.language as asker_language'])
    .where('v.user_id', '=', personId)
    .orderBy('v.invited_at', 'desc')
}

type Row = Awaited<ReturnType<ReturnType<typeof adviceRows>['execute']>>[number]

const stateOf = (row: Row) => revisionStates.find((state) => state === row.state) ?? 'draft'
const mayAdvise = (row: Row): boolean => allows('advise', 'reviewer', stateOf(row))
/** Moderators read what a credit says before it is published: afterwards nothing new comes there unread. */
const onlyName = (row: Row): boolean => row.asked_as === 'lived-experience' || !mayAdvise(row)

function adviceOf(row: Row): OwnAdvice {
  return {
    submission: { id: row.revision_id, title: row.title ?? '…', state: stateOf(row) },
    namedToCity: row.named_to_city,
    creditedAs: row.credited_as,
    advice:
      row.recommendation === null || row.given_at === null
        ? null
        : { recommendation: row.recommendation, text: row.text, at: row.given_at.toISOString() },
    mayAdvise: mayAdvise(row),
    onlyName: onlyName(row),
  }
}

/** What somebody was asked to advise on, asked last first. */
export async function myReviews(db: Db, person: Person): Promise<MyReviews> {
  return { reviews: (await adviceRows(db, person.id).execute()).map(adviceOf) }
}

/** @throws ProblemError 404 for whoever was not asked */
export async function ownAdvice(db: Db | Trx, person: Person, id: string): Promise<OwnAdvice> {
  return adviceOf(await ownRow(db, person, id))
}

async function ownRow(db: Db | Trx, person: Person, id: string): Promise<Row> {
  const row = await adviceRows(db, person.id).where('v.revision_id', '=', id).executeTakeFirst()
  if (row) return row
  throw new ProblemError(
    404,
    'unknown-submission',
    'There is no submission at this address',
    'What you were asked to advise on is listed in your account.',
  )
}

/**
 * Gives advice, or changes it, until the submission is decided. Whether to be named to the city, and to be named with the
 * entry as 'reviewed by', can be changed at any time: what is published follows at once.
 * @throws ProblemError 404; 409 where it was decided meanwhile and the advice would change; 400 for a credit that says more
 * than a name
 */
export function giveAdvice(
  setting: Setting,
  person: Person,
  id: string,
  given: AdviceGiven,
): Promise<OwnAdvice> {
  return atOnce(setting, async (work) => {
    const { trx } = work
    await lockRevision(trx, id)
    const row = await ownRow(trx, person, id)
    const credited = creditOf(row, person, given)
    const advises = given.recommendation !== undefined && given.recommendation !== null
    if (advises && !mayAdvise(row)) throw decidedMeanwhile()
    await trx
      .updateTable('reviewers')
      .set({
        named_to_city: given.namedToCity,
        credited_as: credited,
        ...(advises
          ? {
              recommendation: given.recommendation ?? null,
              text: given.text?.trim() || null,
              given_at: new Date(),
            }
          : {}),
      })
      .where('id', '=', row.id)
      .execute()
    if (advises) {
      await refreshQueue(trx, id)
      await sendLater(work, tellAsker(setting, row, person))
    }
    if (row.state === 'published' && credited !== row.credited_as) {
      await lockEntry(trx, row.entry_id)
      await showChange(work, row.entry_id)
    }
    return ownAdvice(trx, person, id)
  })
}

function tellAsker(setting: Setting, row: Row, person: Person) {
  if (row.asker === null || row.asker_language === null) return []
  return [
    {
      template: 'advice-given' as const,
      to: row.asker,
      language: row.asker_language,
      values: { title: row.title ?? '…', by: person.name },
      link: deskOf(setting, row.revision_id),
    },
  ]
}

/** A name, and for peers and experts where they work. Of nobody does it ever say what they have lived through. */
function creditOf(row: Row, person: Person, { creditedAs }: AdviceGiven): string | null {
  if (creditedAs === undefined) return row.credited_as
  const credit = creditedAs?.normalize('NFC').replace(/\s+/g, ' ').trim() ?? ''
  if (credit === '') return null
  if (credit === person.name || credit === row.credited_as) return credit
  if (!onlyName(row)) return credit
  throw invalid([
    {
      field: 'creditedAs',
      message: `Please give your name as it is in your account, “${person.name}”, and nothing more.`,
    },
  ])
}

function decidedMeanwhile(): ProblemError {
  return new ProblemError(
    409,
    'decided-meanwhile',
    'The editors have decided on this meanwhile',
    'Your advice cannot be changed any more. Whether you are named can.',
  )
}
