import { fold } from '../search/words.ts'

/** Entries have slugs of at most 120 characters; room is left for a number that tells two apart. */
const longest = 100

/**
 * The slug that an entry gets when it is first published, for ever: its country's code, then its title.
 * @param country ISO 3166-1 alpha-2; null for what belongs to no country
 * @param taken whether another entry has or had that slug
 */
export async function slugFor(
  country: string | null,
  title: string,
  taken: (slug: string) => Promise<boolean>,
): Promise<string> {
  const base = slugOf(country, title)
  if (!(await taken(base))) return base
  for (let number = 2; ; number += 1) {
    const slug = `${base}-${number}`
    if (!(await taken(slug))) return slug
  }
}

function slugOf(country: string | null, title: string): string {
  const words = fold(title)
    .replace(/['’ʼ]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  // A title in letters that addresses do not have.
  const named = words === '' ? 'practice' : words
  const whole = country === null ? named : `${country.toLowerCase()}-${named}`
  if (whole.length <= longest) return whole
  const cut = whole.slice(0, longest + 1)
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), longest / 2)).replace(/-+$/, '')
}

/** The slug of an entry that was never published: it is reachable under none. */
export const temporarySlug = (id: string): string => `draft-${id}`
