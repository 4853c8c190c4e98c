import type { Logger } from 'pino'
import { mediaTypes, documentTypes, type DocumentType } from '../documents/kinds.ts'
import { textOfKept } from '../documents/takingIn.ts'
import { FileMissing } from '../platform/files/files.ts'
import type { Queue } from '../platform/jobs.ts'
import { sweepFiles } from './documents.ts'
import { readingQueue, removalQueue, type ReadingJob, type RemovalJob } from './queues.ts'
import { screenDocument, screeningVersion } from './screened.ts'
import type { Setting } from './setting.ts'

type Needs = Pick<Setting, 'database' | 'files' | 'dataDir' | 'screen'>

function typeOf(mediaType: string): DocumentType {
  const type = documentTypes.find((one) => mediaTypes[one] === mediaType)
  if (type === undefined) throw new Error(`There is no document type ${mediaType}`)
  return type
}

/** Reads the texts of documents that were uploaded, and screens them. One at a time: reading takes memory. */
export function readingJobs(needs: Needs): Queue<ReadingJob> {
  return {
    name: readingQueue,
    batch: 1,
    async work(jobs) {
      for (const { attachmentId } of jobs) await readDocument(needs, attachmentId)
    },
  }
}

async function readDocument(needs: Needs, id: string): Promise<void> {
  const { db } = needs.database
  const waiting = await db
    .selectFrom('attachments as a')
    .innerJoin('entries as e', 'e.id', 'a.entry_id')
    .select(['a.media_type', 'a.storage_key', 'e.original_language'])
    .where('a.id', '=', id)
    .where('a.state', '=', 'waiting')
    .executeTakeFirst()
  // Taken out since, or read by another.
  if (!waiting) return
  const { storage_key: key, media_type, original_language: language } = waiting
  const read = await textOfKept(needs.files, key, typeOf(media_type), needs.dataDir).catch(
    (error: unknown) => {
      if (error instanceof FileMissing) return { state: 'unreadable', why: 'broken' } as const
      throw error
    },
  )
  const found =
    read.state === 'readable'
      ? {
          state: 'readable' as const,
          extracted_text: read.text,
          passages: JSON.stringify(await screenDocument(needs.screen, id, read.text, language)),
          screening: screeningVersion,
        }
      : { state: 'unreadable' as const, unreadable_because: read.why }
  // Rows made meanwhile for the same file wait for the same.
  await db
    .updateTable('attachments')
    .set({ ...found, screening: null })
    .where('storage_key', '=', key)
    .where('state', '=', 'waiting')
    .execute()
  await db
    .updateTable('attachments')
    .set(found)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .execute()
}

/** When documents are looked for that nobody reads: every five minutes (five fields, UTC). */
export const resuming = { name: 'resume-reading', cron: '*/5 * * * *' } as const

/**
 * Lets documents be read whose reading was lost: with a server that was killed, or since their files could not be got at
 * for longer than jobs are tried. Without it they could never be handed in. A document that is read twice is read once more.
 * @param before those that were uploaded before
 */
export async function resumeReading(
  { database, jobs }: Pick<Setting, 'database' | 'jobs'>,
  before: Date,
): Promise<number> {
  const waiting = await database.db
    .selectFrom('attachments')
    .select('id')
    .where('state', '=', 'waiting')
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(100)
    .execute()
  await jobs.enqueue(
    database.db,
    readingQueue,
    waiting.map(({ id }): ReadingJob => ({ attachmentId: id })),
  )
  return waiting.length
}

/** Removes files whose documents are gone. */
export function removalJobs({ files }: Pick<Setting, 'files'>): Queue<RemovalJob> {
  return {
    name: removalQueue,
    batch: 10,
    work: (jobs) => Promise.allSettled(jobs.map(({ key }) => files.remove(key))),
  }
}

/** When files are looked for that no row names: once a day (five fields, UTC). */
export const sweeping = { name: 'sweep-files', cron: '43 3 * * *' } as const
const day = 86_400_000

export async function sweep(
  { database, files }: Pick<Setting, 'database' | 'files'>,
  log: Pick<Logger, 'info'>,
): Promise<void> {
  const removed = await sweepFiles(database.db, files, new Date(Date.now() - day))
  if (removed > 0) log.info(`${removed} files that no document names were removed`)
}
