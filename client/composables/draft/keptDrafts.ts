import type { DraftContent } from '@homeward/schema/submission.ts'

/** What was typed in one window and is not saved yet, as the browser keeps it. */
export interface KeptDraft {
  /** The window in which it was typed. */
  window: string
  submission: string
  /** Who typed it: others who use this browser do not get it. */
  person: string
  /** What was saved when it was typed. */
  base: DraftContent
  content: DraftContent
}

const database = 'homeward'
const store = 'drafts'

function asPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1)
  request.addEventListener('upgradeneeded', () =>
    request.result.createObjectStore(store, { keyPath: 'window' }),
  )
  return asPromise(request)
}

async function within<T>(
  mode: IDBTransactionMode,
  act: (kept: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await opened()
  try {
    return await asPromise(
      act(db.transaction(store, mode, { durability: 'strict' }).objectStore(store)),
    )
  } finally {
    db.close()
  }
}

const isKept = (value: unknown): value is KeptDraft =>
  typeof value === 'object' &&
  value !== null &&
  ['window', 'submission', 'person', 'base', 'content'].every((key) => key in value)

/** What this browser keeps of a person's draft. @throws DOMException where the browser keeps nothing */
export async function keptOf(submission: string, person: string): Promise<KeptDraft[]> {
  const all: unknown[] = await within('readonly', (kept) => kept.getAll())
  return all.filter(
    (one): one is KeptDraft =>
      isKept(one) && one.submission === submission && one.person === person,
  )
}

export async function keep(draft: KeptDraft): Promise<void> {
  await within('readwrite', (kept) => kept.put(draft))
}

export async function forget(window: string): Promise<void> {
  await within('readwrite', (kept) => kept.delete(window))
}
