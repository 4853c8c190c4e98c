import type { ContentSynonyms } from '@homeward/schema/content.ts'
import type { Trx } from '@homeward/server/platform/postgres/database.ts'
import { contentHash } from './contentHash.ts'

interface SynonymText {
  direction: 'both' | 'one-way'
  sources: string[]
  targets: string[]
}

function synonymsOf({ groups, oneWay, spelling }: ContentSynonyms): SynonymText[] {
  return [
    ...[...groups.map(({ terms }) => terms), ...spelling].map((targets) => ({
      direction: 'both' as const,
      sources: [],
      targets,
    })),
    ...oneWay.map(({ from, to }) => ({
      direction: 'one-way' as const,
      sources: [from],
      targets: to,
    })),
  ]
}

function hashOf({ direction, sources, targets }: SynonymText): string {
  return contentHash({ direction, sources, targets })
}

/**
 * Writes synonyms that no import has written before, and takes away those that one wrote, that nobody has changed
 * since, and that the content no longer holds. What people changed or took out stays as they left it.
 */
export async function importSynonyms(trx: Trx, synonyms: ContentSynonyms): Promise<void> {
  const wanted = new Map(synonymsOf(synonyms).map((synonym) => [hashOf(synonym), synonym]))
  const rows = await trx.selectFrom('synonyms').selectAll().execute()
  const over = rows.flatMap((row) =>
    row.seeded_hash === hashOf(row) && !wanted.has(row.seeded_hash) ? row.seeded_hash : [],
  )
  if (over.length > 0) {
    await trx.deleteFrom('synonyms').where('seeded_hash', 'in', over).execute()
    // The content itself dropped them: should it take them up again, they come back.
    await trx.deleteFrom('seeded_synonyms').where('hash', 'in', over).execute()
  }
  const written = await trx.selectFrom('seeded_synonyms').select('hash').execute()
  const before = new Set(written.map(({ hash }) => hash))
  const fresh = [...wanted].filter(([hash]) => !before.has(hash))
  if (fresh.length === 0) return
  await trx
    .insertInto('synonyms')
    .values(fresh.map(([hash, synonym]) => ({ ...synonym, seeded_hash: hash })))
    .execute()
  await trx
    .insertInto('seeded_synonyms')
    .values(fresh.map(([hash]) => ({ hash })))
    .execute()
}
