import type { Readable } from 'node:stream'
import { safeDownloadHeaders } from '../documents/downloads.ts'
import { FileMissing, type Files } from '../platform/files/files.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db } from '../platform/postgres/database.ts'

/** A published document, ready to be sent. */
export interface PublishedDocument {
  headers: Record<string, string>
  /** @throws ProblemError 410 where its file is not there any more */
  read(files: Files): Promise<Readable>
}

/**
 * A document of what is live of an entry. Whatever else an entry has, in drafts or in earlier texts, is to readers as
 * if it were not.
 * @returns 'no-entry' where none is live at this slug
 * @throws ProblemError 404 where it has no such document
 */
export async function openPublished(
  db: Db,
  slug: string,
  id: string,
): Promise<PublishedDocument | 'no-entry'> {
  const row = await db
    .selectFrom('published_entries as p')
    .leftJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'p.entry_id').on('r.state', '=', 'published'),
    )
    .leftJoin('revision_attachments as d', (join) =>
      join.onRef('d.revision_id', '=', 'r.id').on('d.attachment_id', '=', id),
    )
    .leftJoin('attachments as a', (join) =>
      join.onRef('a.id', '=', 'd.attachment_id').on('a.state', '<>', 'removed'),
    )
    .select(['a.file_name', 'a.media_type', 'a.bytes', 'a.sha256', 'a.storage_key'])
    .where('p.slug', '=', slug)
    .executeTakeFirst()
  if (!row) return 'no-entry'
  const { file_name: fileName, media_type: mediaType, bytes, sha256, storage_key: key } = row
  if (
    fileName === null ||
    mediaType === null ||
    bytes === null ||
    sha256 === null ||
    key === null
  ) {
    throw new ProblemError(
      404,
      'unknown-document',
      'This entry has no such document',
      'See which it has on its page.',
    )
  }
  return {
    headers: safeDownloadHeaders({ fileName, mediaType, bytes, sha256: sha256.toString('hex') }),
    async read(files) {
      try {
        return await files.read(key)
      } catch (error) {
        if (!(error instanceof FileMissing)) throw error
        throw new ProblemError(
          410,
          'document-gone',
          'The file of this document is not there any more',
        )
      }
    },
  }
}
