import type { Config } from '../platform/config/config.ts'
import type { Log } from '../platform/log.ts'
import { findMeilisearch, startMeilisearch } from '../platform/meilisearch/meilisearchProcess.ts'
import { StartError } from '../platform/startError.ts'
import type { MeilisearchServer } from './meilisearchRequests.ts'

/** A Meilisearch that answers, and how to end what was started for it. */
export interface ChosenMeilisearch {
  server: MeilisearchServer
  stop(): Promise<void>
}

type Settings = Pick<
  Config,
  'searchEngine' | 'meiliUrl' | 'meiliKey' | 'meiliBin' | 'dataDir' | 'databaseUrl'
>

/**
 * Which engine answers: the Meilisearch at MEILI_URL; else a program that is found and started as a child; else, as
 * null says, PostgreSQL. SEARCH_ENGINE settles it by hand.
 * @throws StartError where Meilisearch is asked for and none is to be had
 */
export async function chooseMeilisearch(
  settings: Settings,
  log: Log,
  path: string | undefined,
): Promise<ChosenMeilisearch | null> {
  const { searchEngine, meiliUrl, meiliKey, meiliBin, dataDir } = settings
  if (searchEngine === 'postgres') return null
  if (meiliUrl !== null) {
    return { server: { url: meiliUrl, key: meiliKey }, stop: async () => {} }
  }
  const bin = findMeilisearch({ meiliBin, path })
  if (bin === null) {
    if (searchEngine === 'auto') return null
    throw new StartError(
      'SEARCH_ENGINE is meilisearch, but there is no Meilisearch.',
      '',
      'Set MEILI_URL to one that runs, or MEILI_BIN to a program, or put one on the PATH; or set SEARCH_ENGINE=postgres.',
    )
  }
  const child = await startMeilisearch({ bin, dataDir, log })
  // A change is one job, which one server does: the index of another would never hear of it.
  if (settings.databaseUrl !== null)
    log.info(
      "Meilisearch runs beside this server. Its index is this server's own: another server on the same database must share it by MEILI_URL, or search with PostgreSQL",
    )
  return { server: { url: child.url, key: child.key }, stop: () => child.stop() }
}
