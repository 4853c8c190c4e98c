import worldCountries from 'world-countries/countries.json' with { type: 'json' }
import { nearest } from '@homeward/server/platform/nearest.ts'
import { quoted } from './fault.ts'

/** ISO 3166-1 alpha-2 codes, and XK for Kosovo, by the names in use (package world-countries). */
const codeByName = new Map(
  worldCountries.flatMap(({ cca2, name, altSpellings }) =>
    [name.common, name.official, ...altSpellings.filter((other) => other !== cca2)].map(
      (each) => [each.toLowerCase(), cca2] as const,
    ),
  ),
)
const codes = new Set(worldCountries.map(({ cca2 }) => cca2))

/** What is wrong with a country code, or null. */
export function countryFault(code: string): string | null {
  if (codes.has(code)) return null
  const upper = code.toUpperCase()
  const name = nearest(code, code.length > 3 ? [...codeByName.keys()] : [])
  const meant = codes.has(upper) ? upper : codeByName.get(name ?? code.toLowerCase())
  const remedy =
    meant === undefined ? 'use ISO 3166-1 alpha-2, such as DK' : `did you mean '${meant}'?`
  return `${quoted(code)} is not a country code: ${remedy}`.replace(/[^?]$/, '$&.')
}
