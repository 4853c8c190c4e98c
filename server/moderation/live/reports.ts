import type { NewReport, Report, ReportClosing } from '@homeward/schema/liveActs.ts'
import { reportOutcomes } from '@homeward/schema/names.ts'
import { peopleWithRole } from '../../accounts/store.ts'
import { takeDown as hideEntry } from '../../entries/takingDown.ts'
import type { Person } from '../../platform/http/access.ts'
import { ProblemError } from '../../platform/http/problems.ts'
import { sendLater } from '../../platform/mail/mail.ts'
import type { Db, Trx } from '../../platform/postgres/database.ts'
import { recordDecision } from '../decisionLog.ts'
import { refreshReportInQueue } from '../queue.ts'
import { atOnce, limits, type Setting } from '../setting.ts'
import { onEntry } from './acting.ts'
import { readKept } from './keptEntry.ts'
import { tellCity } from './telling.ts'

const tidy = (text: string | undefined): string | null =>
  text?.normalize('NFC').replaceAll('\0', '').trim() || null

/**
 * Takes in what anyone tells the editors of an entry. A danger comes before everything else in the queue, and moderators
 * are mailed at once.
 * @param from the network address, which is counted as a keyed hash and not kept
 * @throws ProblemError 404, 410 is not known here: what is taken down can be reported as well; 429
 */
export async function report(
  setting: Setting,
  slug: string,
  from: string,
  { kind, text, replyTo }: NewReport,
): Promise<void> {
  const { id: entryId, entry } = await readKept(setting.database.db, slug)
  await setting.attempts.count(limits.reports, from)
  await atOnce(setting, async (work) => {
    const words = tidy(text) ?? ''
    const { id } = await work.trx
      .insertInto('reports')
      .values({
        entry_id: entryId,
        kind,
        text: words,
        reply_to: tidy(replyTo),
        outcome: null,
        note: null,
        decided_by: null,
        decided_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await refreshReportInQueue(work.trx, id)
    if (kind !== 'danger') return
    const moderators = await peopleWithRole(work.trx, 'moderator')
    await sendLater(
      work,
      moderators.map(({ email, language }) => ({
        template: 'danger-reported',
        to: email,
        language,
        values: { title: entry.title ?? entry.slug, text: words },
        link: `${setting.publicUrl}/moderation/reports/${id}`,
      })),
    )
  })
}

/** A report with its entry. @throws ProblemError 404 */
export async function readReport(db: Db | Trx, id: string): Promise<Report> {
  const row = await reportRow(db, id)
  const { entry } = await readKept(db, row.slug)
  return {
    id: row.id,
    kind: row.kind,
    text: row.text,
    replyTo: row.reply_to,
    at: row.reported_at.toISOString(),
    state: row.state,
    outcome: reportOutcomes.find((one) => one === row.outcome) ?? null,
    note: row.note,
    decidedAt: row.decided_at?.toISOString() ?? null,
    entry,
  }
}

async function reportRow(db: Db | Trx, id: string) {
  const row = await db
    .selectFrom('reports as q')
    .innerJoin('entries as e', 'e.id', 'q.entry_id')
    .selectAll('q')
    .select('e.slug')
    .where('q.id', '=', id)
    .executeTakeFirst()
  if (row) return row
  throw new ProblemError(404, 'unknown-report', 'There is no such report', 'See /moderation.')
}

/**
 * Hides what a report is about while it is looked at: the entry is taken down, and its address does not say its title.
 * @throws ProblemError as onEntry
 */
export async function hideReported(
  setting: Setting,
  { id, person }: { id: string; person: Person },
  seen: { version: number },
): Promise<Report> {
  const { slug } = await reportRow(setting.database.db, id)
  await onEntry(
    setting,
    { slug, person, seen },
    {
      name: 'take-down',
      on: 'live',
      impartial: false,
      details: { reason: 'being-checked', titleHidden: true, report: id },
    },
    async (work, kept) => {
      await hideEntry(work, kept.id, { reason: 'being-checked', titleHidden: true })
      await tellCity(setting, work, kept, { reason: 'being-checked' })
    },
  )
  return readReport(setting.database.db, id)
}

/**
 * Says what came of a report. Where an answer could be sent is forgotten.
 * @throws ProblemError 404; 409 where a colleague closed it
 */
export function closeReport(
  setting: Setting,
  { id, person }: { id: string; person: Person },
  { outcome, note }: ReportClosing,
): Promise<Report> {
  return atOnce(setting, async ({ trx }) => {
    const closed = await trx
      .updateTable('reports')
      .set({
        state: 'done',
        outcome,
        note: tidy(note),
        reply_to: null,
        decided_by: person.id,
        decided_at: new Date(),
      })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirst()
    if (closed.numUpdatedRows === 0n) throw await notOpen(trx, id)
    await recordDecision(trx, {
      actor: person.id,
      act: 'close-report',
      subject: { kind: 'report', id },
      details: { outcome },
    })
    await refreshReportInQueue(trx, id)
    return readReport(trx, id)
  })
}

async function notOpen(trx: Trx, id: string): Promise<ProblemError> {
  await reportRow(trx, id)
  return new ProblemError(
    409,
    'changed-since',
    'This report was closed already',
    'Nothing was changed. Look at it again.',
  )
}
