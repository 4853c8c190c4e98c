import type { Readable } from 'node:stream'
import type { Document, DocumentChange, DocumentList } from '@homeward/schema/submission.ts'
import { safeDownloadHeaders, safeFileName } from '../documents/downloads.ts'
import { FileMissing } from '../platform/files/files.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { acting, readable, type Asked } from './acting.ts'
import { removeUnused } from './documents.ts'
import { raiseVersion } from './saving.ts'
import type { Setting } from './setting.ts'
import { readDraft, type Draft } from './store.ts'
import { checkHoldsDocuments, documentIn } from './uploading.ts'

/** The documents of a submission, and how many bytes they are together. */
export async function listDocuments(setting: Setting, asked: Asked): Promise<DocumentList> {
  const { documents } = await readable(setting, asked)
  return { documents, bytes: documents.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/**
 * Changes what is said of a document. Where another revision has it too, what is live for one, that one keeps it as it is
 * and this one has it under an id of its own.
 */
export function changeDocument(
  setting: Setting,
  asked: Asked,
  id: string,
  change: DocumentChange,
): Promise<Document> {
  return acting(setting, 'edit', asked, async ({ trx }, draft) => {
    checkHoldsDocuments(draft)
    const before = documentIn(draft, id)
    const after = { ...before, ...tidy(change, before.fileName) }
    if (
      after.fileName === before.fileName &&
      after.alternativeText === before.alternativeText &&
      after.owner === before.owner
    ) {
      return before
    }
    const own = (await isShared(trx, id)) ? await takeOwnRow(trx, draft, id) : id
    await trx
      .updateTable('attachments')
      .set({
        file_name: after.fileName,
        alternative_text: after.alternativeText,
        owner: after.owner,
      })
      .where('id', '=', own)
      .execute()
    await raiseVersion(trx, draft, asked.person)
    return documentIn(await readDraft(trx, draft.id, asked.person), own)
  })
}

const words = (text: string | null | undefined) =>
  text === undefined ? undefined : text?.normalize('NFC').replace(/\s+/g, ' ').trim() || null

function tidy(change: DocumentChange, fileName: string): DocumentChange {
  const alternativeText = words(change.alternativeText)
  const owner = words(change.owner)
  return {
    ...(alternativeText === undefined ? {} : { alternativeText }),
    ...(owner === undefined ? {} : { owner }),
    ...(change.fileName === undefined ? {} : { fileName: sameEnding(change.fileName, fileName) }),
  }
}

/** A name can be changed, what it says the file is cannot. */
function sameEnding(wanted: string, before: string): string {
  const ending = /\.[a-z0-9]{1,8}$/i.exec(before)?.[0] ?? ''
  const name = safeFileName(wanted)
  const whole = name.toLowerCase().endsWith(ending.toLowerCase()) ? name : `${name}${ending}`
  if (whole !== ending) return safeFileName(whole)
  throw invalid([{ field: 'fileName', message: 'Please give a name.' }])
}

async function isShared(trx: Trx, id: string): Promise<boolean> {
  const { count } = await trx
    .selectFrom('revision_attachments')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('attachment_id', '=', id)
    .executeTakeFirstOrThrow()
  return Number(count) > 1
}

async function takeOwnRow(trx: Trx, draft: Draft, id: string): Promise<string> {
  const columns = [
    'entry_id',
    'file_name',
    'media_type',
    'bytes',
    'sha256',
    'storage_key',
    'alternative_text',
    'owner',
    'extracted_text',
    'state',
    'unreadable_because',
    'leftovers',
    'removed',
    'uploaded_by',
  ] as const
  const own = await trx
    .insertInto('attachments')
    .columns([...columns])
    .expression((eb) =>
      eb
        .selectFrom('attachments')
        .select([...columns])
        .where('id', '=', id),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('revision_attachments')
    .set({ attachment_id: own.id })
    .where('revision_id', '=', draft.id)
    .where('attachment_id', '=', id)
    .execute()
  return own.id
}

/** Takes a document out of a submission. It goes for good where no other revision has it. */
export function removeDocument(setting: Setting, asked: Asked, id: string): Promise<void> {
  return acting(setting, 'edit', asked, async (work, draft) => {
    checkHoldsDocuments(draft)
    documentIn(draft, id)
    await work.trx
      .deleteFrom('revision_attachments')
      .where('revision_id', '=', draft.id)
      .where('attachment_id', '=', id)
      .execute()
    await removeUnused(work, [id])
    await raiseVersion(work.trx, draft, asked.person)
  })
}

/** A document for download, by whoever may read the submission. */
export async function openDocument(
  setting: Setting,
  asked: Asked,
  id: string,
): Promise<{ headers: Record<string, string>; content: Readable }> {
  const document = documentIn(await readable(setting, asked), id)
  const { storage_key: key } = await setting.database.db
    .selectFrom('attachments')
    .select('storage_key')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  try {
    return { headers: safeDownloadHeaders(document), content: await setting.files.read(key) }
  } catch (error) {
    if (!(error instanceof FileMissing)) throw error
    throw new ProblemError(410, 'document-gone', 'The file of this document is not there any more')
  }
}
