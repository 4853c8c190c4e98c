import { isDeepStrictEqual } from 'node:util'
import { revisionStates } from '@homeward/schema/names.ts'
import type { DraftContent } from '@homeward/schema/submission.ts'
import { noteWriter } from '../moderation/writers.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { acting, checkAllowed, checkVersion, readable, type Asked } from './acting.ts'
import { isTooLong, merged } from './content.ts'
import { isLanguage } from './lacks.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'
import { allows } from './workflow.ts'

/**
 * Saves what was typed. What is there already counts as saved, whatever version was read: an answer that was lost on
 * its way makes no conflict with oneself. It takes two questions to the database: this is what is asked for most.
 * @param version that the person changed
 * @throws ProblemError 412 with the submission as it is, where somebody else has saved since
 */
export async function saveDraft(
  setting: Setting,
  asked: Asked,
  sent: DraftContent,
  version: number,
): Promise<Draft> {
  for (;;) {
    const draft = await readable(setting, asked)
    await checkAllowed(setting, 'edit', draft, asked.person)
    const saved = await changed(setting, draft, asked, sent, version)
    if (saved === null) return draft
    if (saved.language !== draft.language) return saveWithLanguage(setting, asked, sent, version)
    if (await write(setting, saved)) return saved
    // Between the two somebody saved it or handed it in: what is to be said of that, the next look tells.
  }
}

/** The draft with what was sent; null where it is there already. */
async function changed(
  setting: Setting,
  draft: Draft,
  { person }: Asked,
  sent: DraftContent,
  version: number,
): Promise<Draft | null> {
  const content = merged(draft.content, sent)
  if (isDeepStrictEqual(content, draft.content)) return null
  await checkVersion(setting, draft, person, version)
  if (isTooLong(JSON.stringify(content))) throw tooLong()
  return {
    ...draft,
    content,
    language: languageOf(draft, content),
    version: draft.version + 1,
    saved: { at: new Date(), by: person.id, byName: person.name },
  }
}

/**
 * Writes the next version of a draft that can still be written, and notes who wrote it.
 * @returns whether it was the next: false where somebody else wrote it, or it was handed in
 */
async function write({ database: { pool } }: Setting, draft: Draft): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'save-draft',
    // Whoever hands it in has the revision locked: this waits, and then sees the new state.
    text: `with open as (
        select id from revisions where id = $1 and state = any($2::text[]) for share),
      saved as (
        update drafts d set content = $3, version = $4, saved_by = $5, saved_at = $6
        from open where d.revision_id = open.id and d.version = $4 - 1 returning d.revision_id),
      noted as (
        insert into revision_writers (revision_id, user_id)
        select revision_id, $5 from saved on conflict do nothing)
      select revision_id from saved`,
    values: [
      draft.id,
      statesToEdit,
      JSON.stringify(draft.content),
      draft.version,
      draft.saved.by,
      draft.saved.at,
    ],
  })
  return rowCount === 1
}

const statesToEdit = revisionStates.filter((state) => allows('edit', 'writer', state))

/** The language of what was never published follows the one that is chosen. */
function languageOf(draft: Draft, { language = '' }: DraftContent): string {
  return draft.everPublished || !isLanguage(language) ? draft.language : language
}

/** The same with the language of its entry, one at a time. */
function saveWithLanguage(
  setting: Setting,
  asked: Asked,
  sent: DraftContent,
  version: number,
): Promise<Draft> {
  return acting(setting, 'edit', asked, async ({ trx }, draft) => {
    const saved = await changed(setting, draft, asked, sent, version)
    if (saved === null) return draft
    await trx
      .updateTable('drafts')
      .set({
        content: JSON.stringify(saved.content),
        version: saved.version,
        saved_by: saved.saved.by,
        saved_at: saved.saved.at,
      })
      .where('revision_id', '=', draft.id)
      .execute()
    await trx
      .updateTable('entries')
      .set({ original_language: saved.language })
      .where('id', '=', draft.entryId)
      .execute()
    await noteWriter(trx, draft.id, asked.person.id)
    return saved
  })
}

/** Says that something of a draft beside its text was changed: other windows see by the version that it was. */
export async function raiseVersion(trx: Trx, draft: Draft, person: Person): Promise<void> {
  await trx
    .updateTable('drafts')
    .set({ version: draft.version + 1, saved_by: person.id, saved_at: new Date() })
    .where('revision_id', '=', draft.id)
    .execute()
  await noteWriter(trx, draft.id, person.id)
}

function tooLong(): ProblemError {
  return new ProblemError(
    413,
    'draft-too-long',
    'This draft is longer than can be kept',
    'What was saved before is kept. Shorten the text, or attach what is long as a document.',
  )
}
