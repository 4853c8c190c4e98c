import type { TakeDownReason } from '@homeward/schema/names.ts'
import type { Work } from '../platform/jobs.ts'
import { lockEntry, showChange } from './changing.ts'

/** Takes an entry out of everything that readers and searches see. Its address says so, and why, from then on. */
export async function takeDown(work: Work, id: string, reason: TakeDownReason): Promise<void> {
  await lockEntry(work.trx, id)
  await work.trx
    .updateTable('entries')
    .set({ taken_down_at: new Date(), taken_down_reason: reason })
    .where('id', '=', id)
    .where('taken_down_at', 'is', null)
    .execute()
  await showChange(work, id)
}
