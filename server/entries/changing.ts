import type { Work } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { refreshPublished } from './published.ts'

/** Lets one change of what is shown of an entry happen at a time. */
export async function lockEntry(trx: Trx, id: string): Promise<void> {
  await trx.selectFrom('entries').select('id').where('id', '=', id).forUpdate().execute()
}

/** Says that what is shown of an entry changed, and makes what readers and searches see equal to it. */
export async function showChange(work: Work, id: string): Promise<void> {
  await work.trx
    .updateTable('entries')
    .set((eb) => ({ version: eb('version', '+', 1), changed_at: new Date() }))
    .where('id', '=', id)
    .execute()
  await refreshPublished(work, [id])
}
