import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FilesError } from '../platform/files/files.ts'
import { apart } from './apart/run.ts'
import type { Allowance, Answer } from './apart/task.ts'
import {
  type DocumentType,
  type Leftover,
  pictureTypes,
  type Removed,
  type Unreadable,
} from './kinds.ts'

/** What became of a file that was to be cleaned. */
export type Cleaned =
  | { state: 'cleaned'; path: string; leftovers: Leftover[]; removed: Removed[] }
  /** It is as it was: nothing could be taken out of it. */
  | { state: 'unreadable'; why: Unreadable; leftovers: Leftover[] }

/**
 * Writes a new file without what must not travel: authors' names, comments, places, devices, scripts.
 * @param type what the file is, as `whatItIs` found it
 * @param folder where the new file is written, under a random name; its owner removes it
 * @throws FilesError where the machine failed: a file that could be cleaned must not pass for one that cannot
 */
export async function cleaned(
  path: string,
  type: DocumentType,
  folder: string,
  allowed: Partial<Allowance> = {},
): Promise<Cleaned> {
  const target = join(folder, randomBytes(16).toString('hex'))
  const answer = await apart({ kind: 'clean', path, type, target }, allowed)
  if (answer.state === 'cleaned') return { ...answer, path: target }
  await rm(target, { force: true })
  return {
    state: 'unreadable',
    why: reasonOf(answer),
    leftovers: [{ kind: 'unchecked', count: 1 }],
  }
}

/** The text of a document, or why there is none. */
export type DocumentText =
  | { state: 'readable'; text: string; truncated: boolean }
  | { state: 'unreadable'; why: Unreadable }

/**
 * The text that a file holds: NFC, at most 2 million UTF-16 units, without control characters other than line breaks.
 * Pictures have none. Give it the cleaned file: what that holds can be read by whoever has it.
 * @throws FilesError where the machine failed
 */
export async function textOf(
  path: string,
  type: DocumentType,
  allowed: Partial<Allowance> = {},
): Promise<DocumentText> {
  if (pictureTypes.has(type)) return { state: 'unreadable', why: 'no-text' }
  const answer = await apart({ kind: 'text', path, type }, allowed)
  if (answer.state === 'text') {
    return { state: 'readable', text: answer.text, truncated: answer.truncated }
  }
  return { state: 'unreadable', why: reasonOf(answer) }
}

function reasonOf(answer: Answer): Unreadable {
  if (answer.state === 'failed')
    throw new FilesError(`A file could not be gone through (${answer.code})`)
  return answer.state === 'unreadable' ? answer.why : 'broken'
}
