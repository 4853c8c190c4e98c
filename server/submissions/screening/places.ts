import { flatten } from './text.ts'

/** What the screening needs to know of places: those too large for a place alone to tell who somebody is. */
export interface KnownPlaces {
  /** Whether a word, in the form in which words are compared, is the name of a country or a large city. */
  has(key: string): boolean
}

/** From this many people on, a place and a date do not tell who somebody is. */
const largeFrom = 50_000

/** Countries by all their names, and cities with their population where it is known. */
export function knownPlaces(
  countries: Iterable<string>,
  cities: Iterable<{ name: string; population: number | null }>,
): KnownPlaces {
  const names = new Set<string>()
  for (const country of countries) names.add(flatten(country))
  for (const { name, population } of cities) {
    if (population === null || population >= largeFrom) names.add(flatten(name))
  }
  return { has: (key) => names.has(key) }
}
