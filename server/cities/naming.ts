import type { Trx } from '../platform/postgres/database.ts'
import { fold } from '../search/words.ts'

/**
 * A name for a city in addresses that no other has: `dk-aarhus`, or `dk-aarhus-2` where that is another city's. A name
 * without any letter of Latin script gives `eg-city`.
 */
export async function freshSlug(trx: Trx, country: string, name: string): Promise<string> {
  const ascii = fold(name)
    .replace(/['’ʻʼ]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-|-$/g, '')
  const base = `${country.toLowerCase()}-${ascii || 'city'}`
  const rows = await trx
    .selectFrom('cities')
    .select('slug')
    .where('slug', 'like', `${base}%`)
    .execute()
  const taken = new Set(rows.map(({ slug }) => slug))
  let slug = base
  for (let next = 2; taken.has(slug); next += 1) slug = `${base}-${next}`
  return slug
}
