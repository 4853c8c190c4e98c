import { isDeepStrictEqual } from 'node:util'
import type { DraftContent } from '@homeward/schema/submission.ts'
import { noteWriter } from '../moderation/writers.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { acting, checkVersion, type Asked } from './acting.ts'
import { isTooLong, merged } from './content.ts'
import { isLanguage } from './lacks.ts'
import type { Setting } from './setting.ts'
import type { Draft } from './store.ts'

/**
 * Saves what was typed. What is there already counts as saved, whatever version was read: an answer that was lost on
 * its way makes no conflict with oneself.
 * @param version that the person changed
 * @throws ProblemError 412 with the submission as it is, where somebody else has saved since
 */
export function saveDraft(
  setting: Setting,
  asked: Asked,
  sent: DraftContent,
  version: number,
): Promise<Draft> {
  return acting(setting, 'edit', asked, async ({ trx }, draft) => {
    const content = merged(draft.content, sent)
    if (isDeepStrictEqual(content, draft.content)) return draft
    await checkVersion(setting, draft, asked.person, version)
    const json = JSON.stringify(content)
    if (isTooLong(json)) throw tooLong()
    const saved = {
      ...draft,
      content,
      version: draft.version + 1,
      saved: { at: new Date(), by: asked.person.id, byName: asked.person.name },
    }
    await trx
      .updateTable('drafts')
      .set({
        content: json,
        version: saved.version,
        saved_by: asked.person.id,
        saved_at: saved.saved.at,
      })
      .where('revision_id', '=', draft.id)
      .execute()
    await noteWriter(trx, draft.id, asked.person.id)
    return { ...saved, language: await keepLanguage(trx, saved) }
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

/** The language of what was never published follows the one that is chosen. */
async function keepLanguage(trx: Trx, draft: Draft): Promise<string> {
  const { language = '' } = draft.content
  if (draft.everPublished || language === draft.language || !isLanguage(language)) {
    return draft.language
  }
  await trx
    .updateTable('entries')
    .set({ original_language: language })
    .where('id', '=', draft.entryId)
    .execute()
  return language
}

function tooLong(): ProblemError {
  return new ProblemError(
    413,
    'draft-too-long',
    'This draft is longer than can be kept',
    'What was saved before is kept. Shorten the text, or attach what is long as a document.',
  )
}
