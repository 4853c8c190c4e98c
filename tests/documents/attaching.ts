import { Readable } from 'node:stream'
import { refreshPublished } from '../../server/entries/published.ts'
import { openFiles } from '../../server/platform/files/files.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import type { Site } from '../site.ts'

/** What a document is, besides its file. */
export interface MadeDocument {
  fileName: string
  mediaType: string
  content: Buffer
  alternativeText?: string
  owner?: string
  /** What was read in it. */
  text?: string
}

/** Gives what is live of an entry a document, as a decision would. @returns the ids of both, and where the file is */
export async function withDocument(
  { database, dataDir }: Pick<Site, 'database' | 'dataDir'>,
  slug: string,
  { fileName, mediaType, content, alternativeText, owner, text }: MadeDocument,
): Promise<{ entry: string; document: string; key: string }> {
  const files = await openFiles(null, dataDir)
  const { key, bytes, sha256 } = await files.put(Readable.from([content]), {
    maxBytes: content.length,
  })
  return inTransaction(database, database.jobs, async (work) => {
    const { trx } = work
    const live = await trx
      .selectFrom('revisions as r')
      .innerJoin('entries as e', 'e.id', 'r.original_of')
      .select(['r.id', 'r.entry_id'])
      .where('e.slug', '=', slug)
      .where('r.state', '=', 'published')
      .executeTakeFirstOrThrow()
    const { id } = await trx
      .insertInto('attachments')
      .values({
        entry_id: live.entry_id,
        file_name: fileName,
        media_type: mediaType,
        bytes,
        sha256: Buffer.from(sha256, 'hex'),
        storage_key: key,
        alternative_text: alternativeText ?? null,
        owner: owner ?? null,
        extracted_text: text ?? null,
        state: text === undefined ? 'unreadable' : 'readable',
        leftovers: '[]',
        removed: '[]',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('revision_attachments')
      .values({ revision_id: live.id, attachment_id: id, position: 0 })
      .execute()
    await refreshPublished(work, [live.entry_id])
    return { entry: live.entry_id, document: id, key }
  })
}
