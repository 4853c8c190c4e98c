import type { Db } from '../platform/postgres/database.ts'
import { refreshed } from '../platform/refreshed.ts'
import { labelSource } from '../vocabulary/labels.ts'
import { readKnown } from './known.ts'
import { screenApart } from './screener.ts'
import type { PlaceNames } from './screeningTask.ts'
import type { Setting } from './setting.ts'

/** Terms and cities change seldom; how old they may be, in seconds. */
const keptFor = { known: 3, places: 60 }

/** What submissions need, on top of what the application stands on. */
export function surroundings(
  given: Pick<Setting, 'database' | 'jobs' | 'files' | 'dataDir' | 'publicUrl'>,
): Setting {
  const { db } = given.database
  const places = refreshed(keptFor.places, () => readPlaces(db))
  return {
    ...given,
    known: refreshed(keptFor.known, () => readKnown(db)),
    screen: async (parts) => screenApart(parts, await places()),
    labels: labelSource(db),
  }
}

async function readPlaces(db: Db): Promise<PlaceNames> {
  const [countries, cities] = await Promise.all([
    db.selectFrom('countries').select('names').execute(),
    db.selectFrom('cities').select(['name', 'population']).execute(),
  ])
  return { countries: countries.flatMap(({ names }) => names), cities }
}
