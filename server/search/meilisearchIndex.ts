import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Locale, Meilisearch, Settings } from 'meilisearch'
import { filterNames } from '@homeward/schema/search.ts'
import { filterValues, span, type LiveEntry } from '../entries/rendering.ts'
import { searchText, type SearchLabels, type SearchText } from './documents.ts'
import { primary, stems } from './stems.ts'
import { fieldsInHead, searchFields } from './weights.ts'
import { sortKey } from './words.ts'

/** The index's name where nothing else is asked for. */
export const usualName = 'homeward-entries'

/** Raise it when documents are made otherwise than before: the index is then built anew. */
const documentVersion = 4

/** Text fields carry their language, so that each is split into words by its own rules. */
const textField = (part: keyof SearchText, language: string) => `${part}_${language}`
/** The same text as stems, so that every form of a word finds every other. */
export const stemsField = (part: keyof SearchText, language: string) => `${part}_stems_${language}`

/** The fields by which Meilisearch's best are ordered anew. */
export const headStems = (languages: string[]): string[] =>
  fieldsInHead.flatMap((field) => languages.map((language) => stemsField(field, language)))

/**
 * What is set on the index, for the languages that there are; synonyms, which change more often and ask for no new
 * building, are set apart. @param languages primary tags, such as 'en'
 */
export function settingsFor(languages: string[]): Settings {
  return {
    searchableAttributes: searchFields.flatMap((part) =>
      languages.flatMap((language) => [textField(part, language), stemsField(part, language)]),
    ),
    displayedAttributes: ['slug', ...headStems(languages)],
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
      attributePatterns: [`*_${language}`],
      locales: [language as Locale],
    })),
    // Whether words stand together in a field, and not how near: on the relevance benchmark as good, and indexed in half
    // the time, so that what is published is found sooner.
    proximityPrecision: 'byAttribute',
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

/** Entry -> document of the index. @param documents texts of its documents */
export function documentOf(
  entry: LiveEntry,
  labels: SearchLabels,
  documents: string[],
  today: Date,
): Document {
  const text = searchText(entry, labels, documents)
  const language = primary(entry.language)
  const texts = Object.fromEntries(
    searchFields.flatMap((part) => [
      [textField(part, language), text[part]],
      [stemsField(part, language), stems(text[part], language).join(' ')],
    ]),
  )
  const years = span(entry)
  return {
    id: entry.entryId,
    slug: entry.slug,
    ...texts,
    ...filterValues(entry, today),
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

/** Sets the synonyms, where they are not so already. */
export async function changeSynonyms(
  client: Meilisearch,
  name: string,
  synonyms: Record<string, string[]>,
): Promise<void> {
  const index = client.index(name)
  if (!isDeepStrictEqual(await index.getSynonyms(), synonyms))
    await done(index.updateSynonyms(synonyms))
}
