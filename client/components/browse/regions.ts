import type { Country } from '@homeward/schema/places.ts'

export interface Region {
  code: string
  name: string
  countries: Country[]
}

/** Countries by sub-region; regions and countries in the order of the reader's alphabet. */
export function regionsOf(countries: Country[], language: string): Region[] {
  const { compare } = new Intl.Collator(language)
  const regions = Map.groupBy(countries, ({ subregion }) => subregion)
  return [...regions]
    .map(([code, inside]) => ({
      code,
      name: inside[0]?.subregionName ?? code,
      countries: inside.toSorted((a, b) => compare(a.name, b.name)),
    }))
    .toSorted((a, b) => compare(a.name, b.name))
}

export const countryLinks = (countries: Country[]) =>
  countries.map(({ code, name, count }) => ({ to: `/countries/${code}`, label: name, count }))
