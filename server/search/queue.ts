import type { Work } from '../platform/jobs.ts'

export const indexQueue = 'index-entries'

/** What an index job carries. */
export interface IndexJob {
  entryId: string
}

/** Asks, in the transaction of the change, that an index outside follow it. */
export async function enqueueIndexing({ trx, jobs }: Work, entryIds: string[]): Promise<void> {
  const work: IndexJob[] = entryIds.map((entryId) => ({ entryId }))
  await jobs.enqueue(trx, indexQueue, work)
}

export const synonymQueue = 'follow-synonyms'

/** Asks, in the transaction of the change, that an index outside follow the synonyms. */
export async function enqueueSynonyms({ trx, jobs }: Work): Promise<void> {
  await jobs.enqueue(trx, synonymQueue, [{}])
}
