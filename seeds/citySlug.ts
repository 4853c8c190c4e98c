import { fold } from '@homeward/server/search/words.ts'

/** The stable name of a city in addresses: `ly-tripoli`, `td-ndjamena`. */
export function citySlug(country: string, name: string): string {
  const ascii = fold(name)
    .replace(/['’ʻʼ]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `${country.toLowerCase()}-${ascii}`
}
