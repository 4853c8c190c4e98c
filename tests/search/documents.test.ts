import { afterEach, describe, expect, it } from 'vitest'
import type { SearchAnswer } from '@homeward/schema/search.ts'
import { refreshPublished } from '../../server/entries/published.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { engines, isPresent, startedSite, type Site } from '../site.ts'

const slug = 'ke-kwale-amnesty-returnees'
let site: Site | null = null
afterEach(async () => {
  await site?.stop()
  site = null
})

/** Gives the live revision of an entry a document of which a text was read, and shows the change. */
async function attach({ database }: Site, text: string, state: 'readable' | 'removed') {
  await inTransaction(database, database.jobs, async (work) => {
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
        file_name: 'plan.docx',
        media_type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        bytes: 1,
        sha256: Buffer.alloc(32),
        storage_key: text,
        extracted_text: text,
        state,
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
  })
}

describe.each(engines)('what stands in documents, on %s', (engine) => {
  it.runIf(isPresent(engine))(
    'is found once it is published, and not once it is removed',
    async () => {
      site = await startedSite({ engine })
      const { url } = site
      const found = async (word: string) => {
        const answer = await fetch(`${url}/api/v1/search?q=${word}`)
        const { hits }: SearchAnswer = JSON.parse(await answer.text())
        return hits.map((hit) => hit.slug)
      }
      expect(await found('quixotherapy')).toEqual([])
      await attach(site, 'The protocol of quixotherapy in twelve steps.', 'readable')
      await attach(site, 'Names that were zorblaxed.', 'removed')
      await expect
        .poll(() => found('quixotherapy'), { timeout: 30_000, interval: 50 })
        .toEqual([slug])
      expect(await found('zorblaxed')).toEqual([])
    },
  )
})
