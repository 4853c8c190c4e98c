import type { Readable } from 'node:stream'
import type { Document } from '@homeward/schema/submission.ts'
import { documentLimits } from '@homeward/schema/names.ts'
import { documentTypes, type Refusal } from '../documents/kinds.ts'
import { takeIn, type TakenIn } from '../documents/takingIn.ts'
import { safeFileName } from '../documents/downloads.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import { acting, checkAllowed, readable, type Asked } from './acting.ts'
import { readingQueue, type ReadingJob } from './queues.ts'
import { raiseVersion } from './saving.ts'
import type { Setting } from './setting.ts'
import { readDraft, type Draft } from './store.ts'

export interface Upload {
  content: Readable
  /** As the person's machine names it. */
  fileName: string
  /** Bytes that are announced; null: not told. */
  announced: number | null
}

/**
 * Takes a document in and gives it to a submission. What cannot be taken is refused before it is read, as far as that can
 * be known.
 * @throws ProblemError 413 where it, or all documents together, would be too large; 422 where they would be too many or
 * it is of a wrong type; 409 where documents cannot be changed now
 */
export async function addDocument(
  setting: Setting,
  asked: Asked,
  upload: Upload,
): Promise<Document> {
  const before = await readable(setting, asked)
  await checkAllowed(setting, 'edit', before, asked.person)
  checkHoldsDocuments(before)
  checkRoom(before, upload.announced ?? 1, upload.announced)
  const taken = await takeIn(setting.files, upload.content, upload.fileName, setting.dataDir)
  if (taken.state === 'refused') throw notTaken(taken.reason)
  const { document } = taken
  try {
    return await acting(setting, 'edit', asked, async (work, draft) => {
      checkRoom(draft, document.bytes, null)
      const id = await insertDocument(work, draft, document, upload, asked)
      await raiseVersion(work.trx, draft, asked.person)
      return documentIn(await readDraft(work.trx, draft.id, asked.person), id)
    })
  } catch (error) {
    await setting.files.remove(document.key).catch(() => {})
    throw error
  }
}

/** A document of a submission. @throws ProblemError 404 */
export function documentIn(draft: Pick<Draft, 'documents'> | null, id: string): Document {
  const found = draft?.documents.find((document) => document.id === id)
  if (found) return found
  throw new ProblemError(
    404,
    'unknown-document',
    'This document is not there any more',
    'Somebody of your team may have taken it out.',
  )
}

/** @throws ProblemError 409: documents belong to the original */
export function checkHoldsDocuments(draft: Draft): void {
  if (!draft.translation) return
  throw new ProblemError(
    409,
    'no-documents-here',
    'Documents belong to the original',
    'A translation holds text only: add documents to a revision of the original.',
  )
}

const megabytes = (bytes: number) => Math.round(bytes / 1_048_576)

/** @param announced bytes of the file alone, where they are known before it is read */
function checkRoom({ documents }: Draft, bytes: number, announced: number | null): void {
  if (announced !== null && announced > documentLimits.bytes) {
    throw notTaken({ code: 'too-large', params: { maxBytes: documentLimits.bytes } })
  }
  if (documents.length >= documentLimits.count) {
    throw new ProblemError(
      422,
      'too-many-documents',
      `An entry has at most ${documentLimits.count} documents`,
      'Take one out, or join several into one.',
    )
  }
  const together = documents.reduce((sum, document) => sum + document.bytes, bytes)
  if (together <= documentLimits.entryBytes) return
  throw new ProblemError(
    413,
    'documents-too-large',
    `The documents of an entry are at most ${megabytes(documentLimits.entryBytes)} MB together`,
    'Take one out, or make one smaller.',
  )
}

async function insertDocument(
  { trx, jobs }: Work,
  draft: Draft,
  document: TakenIn,
  { fileName }: Upload,
  { person }: Asked,
): Promise<string> {
  const waits = document.unreadable === null
  const { id } = await trx
    .insertInto('attachments')
    .values({
      entry_id: draft.entryId,
      file_name: safeFileName(fileName),
      media_type: document.mediaType,
      bytes: document.bytes,
      sha256: Buffer.from(document.sha256, 'hex'),
      storage_key: document.key,
      state: waits ? 'waiting' : 'unreadable',
      unreadable_because: document.unreadable,
      leftovers: JSON.stringify(document.leftovers),
      removed: JSON.stringify(document.removed),
      uploaded_by: person.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const last = await trx
    .selectFrom('revision_attachments')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('revision_id', '=', draft.id)
    .executeTakeFirst()
  await trx
    .insertInto('revision_attachments')
    .values({ revision_id: draft.id, attachment_id: id, position: (last?.position ?? -1) + 1 })
    .execute()
  const work: ReadingJob[] = waits ? [{ attachmentId: id }] : []
  await jobs.enqueue(trx, readingQueue, work)
  return id
}

const kindsInWords = documentTypes.map((type) => type.toUpperCase()).join(', ')

/** What is wrong with a file, for the person who sent it; programs read `reason`. */
function notTaken(reason: Refusal): ProblemError {
  const words: Record<Refusal['code'], [status: number, title: string, detail: string]> = {
    empty: [422, 'This file is empty', 'See whether it was saved before it was sent.'],
    'too-large': [
      413,
      `This file is larger than ${megabytes(documentLimits.bytes)} MB`,
      'Make it smaller, for example by saving its pictures with fewer points, or split it.',
    ],
    'wrong-type': [
      422,
      'This is no document of a kind that is taken here',
      `Documents can be ${kindsInWords}. What counts is what is in the file, not its name.`,
    ],
    macros: [422, 'This document holds macros', 'Save it as a document without macros.'],
    unsafe: [
      422,
      'This file is built in a way that could do harm',
      'Open it in the program that it was written with, and save it anew.',
    ],
    'broken-picture': [
      422,
      'This picture cannot be read',
      'Open it in a program for pictures, and save it anew.',
    ],
  }
  const [status, title, detail] = words[reason.code]
  return new ProblemError(status, 'document-refused', title, detail, { reason })
}
