import type { TakeDownReason } from '@homeward/schema/names.ts'
import type { Work } from '../platform/jobs.ts'
import { lockEntry, showChange } from './changing.ts'

interface TakingDown {
  reason: TakeDownReason
  /** Where the title itself could harm: its address does not say it. */
  titleHidden?: boolean
  /** The entry that stands in its place: its address leads there. */
  mergedInto?: string
}

/**
 * Takes an entry out of everything that readers and searches see. Its address says so, and why, from then on. Of one that
 * is down already, what its address says changes.
 */
export async function takeDown(
  work: Work,
  id: string,
  { reason, titleHidden = false, mergedInto }: TakingDown,
): Promise<void> {
  await lockEntry(work.trx, id)
  await work.trx
    .updateTable('entries')
    .set((eb) => ({
      taken_down_at: eb.fn.coalesce('taken_down_at', eb.val(new Date())),
      taken_down_reason: reason,
      title_hidden: titleHidden,
      merged_into: mergedInto ?? null,
    }))
    .where('id', '=', id)
    .execute()
  await showChange(work, id)
}

/** Shows again what was taken down, as it was. */
export async function restore(work: Work, id: string): Promise<void> {
  await lockEntry(work.trx, id)
  await work.trx
    .updateTable('entries')
    .set({ taken_down_at: null, taken_down_reason: null, title_hidden: false, merged_into: null })
    .where('id', '=', id)
    .execute()
  await showChange(work, id)
}
