import type { OriginalText } from '@homeward/server/entries/publishing.ts'
import type { Trx } from '@homeward/server/platform/postgres/database.ts'

/** The texts with each term that moderators have merged into another replaced by that one. */
export async function withTermsInUse(trx: Trx, texts: OriginalText[]): Promise<OriginalText[]> {
  const rows = await trx
    .selectFrom('terms')
    .select(['kind', 'id', 'merged_into'])
    .where('merged_into', 'is not', null)
    .execute()
  const into = new Map(rows.map(({ kind, id, merged_into }) => [`${kind} ${id}`, merged_into]))
  const one = (kind: string, id: string) => into.get(`${kind} ${id}`) ?? id
  const all = (kind: string, ids: string[]) => [...new Set(ids.map((id) => one(kind, id)))]
  return texts.map((text) => ({
    ...text,
    themes: all('theme', text.themes),
    targetGroups: all('targetGroup', text.targetGroups),
    stages: all('stage', text.stages),
    leadType: one('leadType', text.leadType),
  }))
}
