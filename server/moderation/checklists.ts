import type { Checklist, ChecklistAnswer } from '@homeward/schema/moderation.ts'
import { checklistItems, type ChecklistItem } from '@homeward/schema/names.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { readable } from '../submissions/acting.ts'
import { moderating, type Acting } from './acting.ts'
import type { Setting } from './setting.ts'
import { personOrNull } from './standing.ts'
import { moderatorsOnly } from './reading.ts'

/** What moderators found of a submission so far, item by item. @throws ProblemError 404, 403 */
export async function checklistOf(setting: Setting, asked: Acting): Promise<Checklist> {
  moderatorsOnly(await readable(setting, asked))
  return answers(setting.database.db, asked.id)
}

/** Says what was found of one item. What was said before is replaced. @throws ProblemError as moderating */
export function checkItem(
  setting: Setting,
  asked: Acting,
  item: ChecklistItem,
  { answer, note }: ChecklistAnswer,
): Promise<Checklist> {
  return moderating(setting, 'check', asked, null, async ({ trx }) => {
    const said = {
      answer,
      note: note?.trim() || null,
      answered_by: asked.person.id,
      answered_at: new Date(),
    }
    await trx
      .insertInto('checklists')
      .values({ revision_id: asked.id, item, ...said })
      .onConflict((conflict) => conflict.columns(['revision_id', 'item']).doUpdateSet(said))
      .execute()
    return answers(trx, asked.id)
  })
}

async function answers(db: Db | Trx, id: string): Promise<Checklist> {
  const rows = await db
    .selectFrom('checklists as c')
    .leftJoin('users as u', 'u.id', 'c.answered_by')
    .select(['c.item', 'c.answer', 'c.note', 'c.answered_by', 'c.answered_at', 'u.name'])
    .where('c.revision_id', '=', id)
    .execute()
  return {
    items: checklistItems.map((item) => {
      const row = rows.find((one) => one.item === item)
      return {
        item,
        answer: row?.answer ?? null,
        note: row?.note ?? null,
        by: personOrNull(row?.answered_by, row?.name),
        at: row?.answered_at.toISOString() ?? null,
      }
    }),
  }
}
