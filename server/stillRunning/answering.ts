import { sql } from 'kysely'
import type { EndReason } from '@homeward/schema/names.ts'
import type { AskedPractice, RunningReply } from '@homeward/schema/stillRunning.ts'
import { lockEntry, showChange } from '../entries/changing.ts'
import { publishCopy } from '../entries/copying.ts'
import { refreshQueue } from '../moderation/queue.ts'
import { atOnce } from '../moderation/setting.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { linkWith, practicesOf, type Link } from './asked.ts'
import { tellOfHarm } from './harm.ts'
import { limits, type Setting } from './setting.ts'

/**
 * Takes in what a city answers for one of its practices. It can answer otherwise while the link works. What readers and
 * searches see, mails and the queue change together with it.
 * @throws ProblemError as linkWith; 404 where the link is not about this practice; 400 for an end without a reason, or in
 * a year that cannot be; 429
 */
export async function answer(setting: Setting, reply: RunningReply): Promise<AskedPractice> {
  // Only links that there are, so that nothing is kept of others.
  const { askingId, userId } = await linkWith(setting.database.db, reply.token)
  await setting.attempts.count(limits.answers, `${askingId} ${userId}`)
  return atOnce(setting, async (work) => {
    const link = await linkWith(work.trx, reply.token)
    const practice = await lockedPractice(work.trx, link, reply.practice)
    const ending = reply.answer === 'ended' ? endingOf(reply, practice) : null
    if (ending !== null) await end(setting, work, link, practice, ending)
    else if (practice.endedBecause !== null) await takeBackEnd(work, link, practice)
    if (reply.answer === 'runs') await confirm(work, practice)
    await keepAnswer(work.trx, link, practice, reply, ending)
    const [now] = await practicesOf(work.trx, link, reply.practice)
    if (!now) throw notAsked()
    return now
  })
}

interface Practice {
  entryId: string
  /** The revision of its original that is live. */
  revisionId: string
  startYear: number | null
  endYear: number | null
  endedBecause: EndReason | null
  /** The last year as it was before this link said that it ended. */
  endYearBefore: number | null
}

interface Ending {
  year: number
  because: EndReason
  note: string
}

async function lockedPractice(trx: Trx, link: Link, slug: string): Promise<Practice> {
  const asked = await trx
    .selectFrom('confirmations as q')
    .innerJoin('published_entries as p', 'p.entry_id', 'q.entry_id')
    .select('q.entry_id')
    .where('q.asking_id', '=', link.askingId)
    .where('p.slug', '=', slug.replaceAll('\0', ''))
    .executeTakeFirst()
  if (!asked) throw notAsked()
  await lockEntry(trx, asked.entry_id)
  const practice = await trx
    .selectFrom('confirmations as q')
    .innerJoin('entries as e', 'e.id', 'q.entry_id')
    .innerJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'e.id').on('r.state', '=', 'published'),
    )
    .select(['e.id as entryId', 'e.ended_because as endedBecause', 'r.id as revisionId'])
    .select(['r.start_year as startYear', 'r.end_year as endYear'])
    .select('q.end_year_before as endYearBefore')
    .where('q.asking_id', '=', link.askingId)
    .where('e.id', '=', asked.entry_id)
    .where('e.taken_down_at', 'is', null)
    .where('r.city_id', '=', link.cityId)
    .where('r.origin', '=', 'city')
    .executeTakeFirst()
  if (!practice) throw notAsked()
  return practice
}

function notAsked(): ProblemError {
  return new ProblemError(
    404,
    'not-asked',
    'This link does not ask about that practice',
    'It was taken down or belongs to another city by now.',
  )
}

function endingOf({ because, endYear, note = '' }: RunningReply, practice: Practice): Ending {
  if (because === undefined) {
    throw invalid([{ field: 'because', message: 'Choose why it ended.' }])
  }
  const thisYear = new Date().getUTCFullYear()
  const year = endYear ?? thisYear
  if (year > thisYear || year < (practice.startYear ?? 1900)) {
    const from = practice.startYear ?? 1900
    throw invalid([
      { field: 'endYear', message: `Give the year in which it ended: ${from} to ${thisYear}.` },
    ])
  }
  return { year, because, note: note.normalize('NFC').replaceAll('\0', '').trim() }
}

/** It runs after all. */
async function takeBackEnd(work: Work, link: Link, practice: Practice): Promise<void> {
  await setReason(work.trx, practice.entryId, null)
  await publishAgain(work, link, practice, practice.endYearBefore)
}

/** Says that it runs, as of today. */
async function confirm(work: Work, { entryId }: Practice): Promise<void> {
  await work.trx
    .updateTable('revisions')
    .set({ confirmed: sql<string>`(now() at time zone 'utc')::date` })
    .where('original_of', '=', entryId)
    .where('state', '=', 'published')
    .execute()
  await showChange(work, entryId)
}

async function end(
  setting: Setting,
  work: Work,
  link: Link,
  practice: Practice,
  { year, because, note }: Ending,
): Promise<void> {
  // Pressed twice.
  if (practice.endedBecause === because && practice.endYear === year) return
  await setReason(work.trx, practice.entryId, because)
  await publishAgain(work, link, practice, year)
  if (because === 'did-harm' && practice.endedBecause !== because) {
    await tellOfHarm(setting, work, { entryId: practice.entryId, city: link.cityName, note })
  }
}

/** The text as it is, with another last year, as a revision of whoever answers. */
async function publishAgain(
  work: Work,
  { userId }: Link,
  { revisionId }: Practice,
  endYear: number | null,
): Promise<void> {
  await publishCopy(work, { revisionId, author: userId, otherwise: { endYear } })
  await refreshQueue(work.trx, revisionId)
}

async function setReason(trx: Trx, entryId: string, because: EndReason | null): Promise<void> {
  await trx
    .updateTable('entries')
    .set({ ended_because: because })
    .where('id', '=', entryId)
    .execute()
}

async function keepAnswer(
  trx: Trx,
  link: Link,
  practice: Practice,
  { answer: said }: RunningReply,
  ending: Ending | null,
): Promise<void> {
  const began = ending !== null && practice.endedBecause === null
  await trx
    .updateTable('confirmations')
    .set({
      answer: said,
      answered_at: new Date(),
      answered_by: link.userId,
      ended_because: ending?.because ?? null,
      note: ending?.note || null,
      ...(began ? { end_year_before: practice.endYear } : {}),
    })
    .where('asking_id', '=', link.askingId)
    .where('entry_id', '=', practice.entryId)
    .execute()
}
