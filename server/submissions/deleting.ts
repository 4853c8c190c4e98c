import type { Work } from '../platform/jobs.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { acting, type Asked } from './acting.ts'
import { removeUnused } from './documents.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'

/**
 * Deletes what one writes, with its comments and documents. What was handed in and taken back leaves its snapshot: that
 * stays on record, and nobody is shown it. An entry that was never published goes with the last of its texts.
 */
export function deleteDraft(setting: Setting, asked: Asked): Promise<void> {
  return acting(setting, 'delete', asked, async (work, draft) => {
    const documents = draft.documents.map(({ id }) => id)
    if (draft.state === 'withdrawn') await clear(work.trx, draft)
    else await work.trx.deleteFrom('revisions').where('id', '=', draft.id).execute()
    await removeUnused(work, documents)
    await dropEntry(work, draft)
  })
}

async function clear(trx: Trx, draft: Draft): Promise<void> {
  for (const table of [
    'drafts',
    'comments',
    'screening_answers',
    'revision_attachments',
    'revision_terms',
    'outcomes',
  ] as const) {
    await trx.deleteFrom(table).where('revision_id', '=', draft.id).execute()
  }
  await trx
    .updateTable('revisions')
    .set({
      title: null,
      summary: null,
      sections: '{}',
      sources: '[]',
      organisation: null,
      partners: null,
      means_staff: null,
      means_money: null,
      means_agencies: null,
    })
    .where('id', '=', draft.id)
    .execute()
}

async function dropEntry({ trx }: Work, draft: Draft): Promise<void> {
  if (draft.everPublished) return
  await trx
    .deleteFrom('entries')
    .where('id', '=', draft.entryId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('revisions').select('id').where('entry_id', '=', draft.entryId))),
    )
    .execute()
}
