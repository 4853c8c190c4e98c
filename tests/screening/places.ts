import { allCountries } from '../../server/places/countries.ts'
import { knownPlaces } from '../../server/submissions/screening/screen.ts'
import { readContent } from '../../seeds/read.ts'

const read = await readContent()
if (!read.ok) throw new Error('The starting content cannot be read: npm run seeds:check says why.')

/** The starting content, and the places that a site with it knows. */
export const { content } = read
export const places = knownPlaces(
  allCountries().flatMap(({ names }) => names),
  content.cities,
)
