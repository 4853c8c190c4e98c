import type { ContentVocabulary } from '@homeward/schema/content.ts'
import type { TermKind } from '@homeward/schema/vocabulary.ts'
import type { Trx } from '@homeward/server/platform/postgres/database.ts'
import { contentHash } from './contentHash.ts'

const listOfKind: Record<TermKind, keyof ContentVocabulary> = {
  theme: 'themes',
  targetGroup: 'targetGroups',
  stage: 'stages',
  leadType: 'leadTypes',
  evidence: 'evidence',
  finding: 'findings',
}

interface TermText {
  kind: TermKind
  id: string
  position: number
  labels: Record<string, string>
  about: Record<string, string>
}

function termsOf(vocabulary: ContentVocabulary): TermText[] {
  const kinds: TermKind[] = ['theme', 'targetGroup', 'stage', 'leadType', 'evidence', 'finding']
  return kinds.flatMap((kind) =>
    vocabulary[listOfKind[kind]].map(({ id, label, about }, position) => ({
      kind,
      id,
      position,
      labels: { en: label },
      about: { en: about },
    })),
  )
}

function hashOf({ kind, id, position, labels, about }: TermText, retired = false): string {
  return contentHash({ kind, id, position, labels, about, retired })
}

/**
 * Writes terms that are new, and those whose text is still what an earlier import wrote.
 * @returns the ids of terms that were there and read otherwise now
 */
export async function importTerms(trx: Trx, vocabulary: ContentVocabulary): Promise<string[]> {
  const rows = await trx.selectFrom('terms').selectAll().execute()
  const known = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]))
  const changed = termsOf(vocabulary).flatMap((term) => {
    const row = known.get(`${term.kind} ${term.id}`)
    const seeded = hashOf(term)
    const ours = row === undefined || hashOf(row, row.retired) === row.seeded_hash
    return ours && seeded !== row?.seeded_hash ? [{ ...term, seeded_hash: seeded }] : []
  })
  if (changed.length === 0) return []
  await trx
    .insertInto('terms')
    .values(
      changed.map((term) => ({
        ...term,
        labels: JSON.stringify(term.labels),
        about: JSON.stringify(term.about),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['kind', 'id']).doUpdateSet((eb) => ({
        position: eb.ref('excluded.position'),
        labels: eb.ref('excluded.labels'),
        about: eb.ref('excluded.about'),
        seeded_hash: eb.ref('excluded.seeded_hash'),
        version: eb('terms.version', '+', 1),
      })),
    )
    .execute()
  return changed.flatMap(({ kind, id }) => (known.has(`${kind} ${id}`) ? id : []))
}
