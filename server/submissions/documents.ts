import type { Work } from '../platform/jobs.ts'
import type { Files } from '../platform/files/files.ts'
import type { Db } from '../platform/postgres/database.ts'
import { removalQueue, type RemovalJob } from './queues.ts'

/**
 * Removes documents that no text has any more. Their files go by a job, after the transaction.
 * @param ids of attachments
 */
export async function removeUnused({ trx, jobs }: Work, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const gone = await trx
    .deleteFrom('attachments as a')
    .where('a.id', 'in', ids)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('revision_attachments as ra')
            .select('ra.revision_id')
            .whereRef('ra.attachment_id', '=', 'a.id'),
        ),
      ),
    )
    .returning('a.storage_key')
    .execute()
  const keys = [...new Set(gone.map(({ storage_key }) => storage_key))]
  if (keys.length === 0) return
  // Two rows can name one file: it goes with the last of them.
  const named = await trx
    .selectFrom('attachments')
    .select('storage_key')
    .where('storage_key', 'in', keys)
    .execute()
  const kept = new Set(named.map(({ storage_key }) => storage_key))
  const work: RemovalJob[] = keys.filter((key) => !kept.has(key)).map((key) => ({ key }))
  await jobs.enqueue(trx, removalQueue, work)
}

/** Removes files that no row names: what a server left that was killed between a file and its row. */
export async function sweepFiles(db: Db, files: Files, before: Date): Promise<number> {
  let removed = 0
  for await (const key of files.keysBefore(before)) {
    const named = await db
      .selectFrom('attachments')
      .select('id')
      .where('storage_key', '=', key)
      .executeTakeFirst()
    if (named) continue
    await files.remove(key)
    removed += 1
  }
  return removed
}
