import { createHash } from 'node:crypto'
import type { Meilisearch, Settings } from 'meilisearch'
import { filterNames, type FilterName } from '@homeward/schema/search.ts'
import { citySize, runningState, span, type LiveEntry } from '../entries/rendering.ts'
import { searchText, type SearchLabels } from './documents.ts'
import { stopWords } from './stopWords.ts'
import { sortKey } from './words.ts'

/** The index's name where nothing else is asked for. */
export const usualName = 'homeward-entries'

/** Raise it when documents are made otherwise than before: the index is then built anew. */
const documentVersion = 1

type TextField = 'title' | 'summary' | 'body'

/** Text fields carry their language, so that each is split into words by its own rules. */
export const textField = (field: TextField, language: string): string =>
  `${field}_${language.split('-')[0]}`

/** What is set on the index, for the languages and synonyms that there are. */
export function settingsFor(languages: string[], synonyms: Record<string, string[]>): Settings {
  const each = (field: TextField) => languages.map((language) => textField(field, language))
  return {
    searchableAttributes: [
      ...each('title'),
      'places',
      'terms',
      'organisations',
      ...each('summary'),
      ...each('body'),
    ],
    displayedAttributes: ['slug', ...each('title'), ...each('summary'), ...each('body')],
    filterableAttributes: [...filterNames, 'yearFrom', 'yearTo'],
    sortableAttributes: ['publishedAt', 'changedAt', 'titleKey', 'slug'],
    rankingRules: [
      'sort',
      'words',
      'typo',
      'proximity',
      'attributeRank',
      'wordPosition',
      'exactness',
    ],
    localizedAttributes: languages.map((language) => ({
      attributePatterns: [`*_${language.split('-')[0]}`],
      locales: [language.split('-')[0] ?? language],
    })) as NonNullable<Settings['localizedAttributes']>,
    stopWords: stopWords(languages),
    synonyms,
    typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 4, twoTypos: 8 } },
    faceting: { maxValuesPerFacet: 5_000, sortFacetValuesBy: { '*': 'count' } },
    pagination: { maxTotalHits: 1_000_000 },
  }
}

/** A name for how the index is set and filled: another one means that it must be built anew. */
export function settingsVersion(settings: Settings): string {
  return createHash('sha256')
    .update(JSON.stringify([documentVersion, settings]))
    .digest('hex')
    .slice(0, 16)
}

type Document = { id: string; slug: string } & Record<string, unknown>

/** Entry -> document of the index. */
export function documentOf(entry: LiveEntry, labels: SearchLabels, today: Date): Document {
  const text = searchText(entry, labels)
  const years = span(entry)
  const filters: Record<FilterName, string | string[] | null> = {
    kind: entry.kind,
    theme: entry.themes,
    country: entry.country,
    region: entry.region,
    city: entry.city?.slug ?? null,
    citySize: citySize(entry.city?.population ?? null),
    targetGroup: entry.targetGroups,
    stage: entry.stages,
    evidence: entry.evidence,
    finding: [...new Set(entry.outcomes.map(({ finding }) => finding))],
    leadType: entry.leadType,
    origin: entry.origin,
    running: runningState(entry, today),
    language: entry.languages,
  }
  return {
    id: entry.entryId,
    slug: entry.slug,
    [textField('title', entry.language)]: text.title,
    places: text.places,
    terms: text.terms,
    organisations: text.organisations,
    [textField('summary', entry.language)]: text.summary,
    [textField('body', entry.language)]: text.body,
    ...filters,
    yearFrom: years?.from ?? null,
    yearTo: years?.to ?? null,
    publishedAt: entry.publishedAt.getTime(),
    changedAt: entry.changedAt.getTime(),
    titleKey: sortKey(entry.title),
  }
}

const patience = { timeout: 600_000 }

/** Waits for a task, and throws what made it fail. */
async function done(task: {
  waitTask(options: typeof patience): Promise<{ status: string; error: unknown }>
}) {
  const { status, error } = await task.waitTask(patience)
  if (status !== 'succeeded') throw new Error(`Meilisearch: ${JSON.stringify(error)}`)
}

/** Builds the index anew beside the one that answers, then puts it in its place. Searches go on meanwhile. */
export async function buildIndex(
  client: Meilisearch,
  name: string,
  settings: Settings,
  batches: AsyncIterable<Document[]>,
): Promise<void> {
  const nextName = `${name}-next`
  await remove(client, nextName)
  await done(client.createIndex(nextName, { primaryKey: 'id' }))
  const next = client.index(nextName)
  await done(next.updateSettings(settings))
  for await (const batch of batches) await done(next.addDocuments(batch))
  const exists = await indexExists(client, name)
  await done(
    client.swapIndexes([
      { indexes: exists ? [name, nextName] : [nextName, name], rename: !exists },
    ]),
  )
  if (exists) await remove(client, nextName)
}

async function remove(client: Meilisearch, name: string): Promise<void> {
  if (await indexExists(client, name)) await done(client.deleteIndex(name))
}

/** Whether there is an index to ask. */
export async function indexExists(client: Meilisearch, name: string): Promise<boolean> {
  const { results } = await client.getRawIndexes({ limit: 1_000 })
  return results.some(({ uid }) => uid === name)
}

/** Puts documents in and takes others out, and waits until searches see it. */
export async function changeIndex(
  client: Meilisearch,
  name: string,
  documents: Document[],
  removed: string[],
): Promise<void> {
  const index = client.index(name)
  if (removed.length > 0) await done(index.deleteDocuments(removed))
  if (documents.length > 0) await done(index.addDocuments(documents))
}
