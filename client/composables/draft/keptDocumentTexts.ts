import type { DocumentChange } from '@homeward/schema/submission.ts'

/** What was typed about documents and is not saved yet, by their ids. */
export type DocumentEdits = Readonly<Record<string, DocumentChange>>

const keyOf = (submission: string, person: string) => `homeward.documents.${person}.${submission}`

const isText = (value: unknown) => value === null || typeof value === 'string'
const isChange = (value: unknown): value is DocumentChange =>
  typeof value === 'object' && value !== null && Object.values(value).every(isText)
const isEdits = (value: unknown): value is DocumentEdits =>
  typeof value === 'object' && value !== null && Object.values(value).every(isChange)

/** What this browser keeps of it. Empty where it keeps nothing. */
export function keptEdits(submission: string, person: string): DocumentEdits {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(submission, person)) ?? '{}')
    return isEdits(found) ? found : {}
  } catch {
    return {}
  }
}

export function keepEdits(submission: string, person: string, edits: DocumentEdits): void {
  try {
    if (Object.keys(edits).length === 0) localStorage.removeItem(keyOf(submission, person))
    else localStorage.setItem(keyOf(submission, person), JSON.stringify(edits))
  } catch {
    // A browser that keeps nothing: saving goes on without.
  }
}
