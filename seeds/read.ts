import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  folderOf,
  type ContentCities,
  type ContentSynonyms,
  type ContentVocabulary,
} from '@homeward/schema/content.ts'
import { citySlug } from './citySlug.ts'
import { inOrder, type Fault } from './fault.ts'
import { readCities, readSynonyms, readVocabulary, type ReadList } from './lists.ts'
import { readEntry, type ContentEntry, type ReadEntry } from './parse.ts'
import type { Placed } from './placed.ts'
import { vocabulary as ownVocabulary } from './vocabulary.ts'

/** The folder of the content that comes with the program. */
export const ownFolder = fileURLToPath(new URL('.', import.meta.url))

/** All that a folder of content holds. */
export interface Content {
  entries: ContentEntry[]
  vocabulary: ContentVocabulary
  cities: ContentCities
  synonyms: ContentSynonyms
}

export type ReadContent =
  | { ok: true; content: Content }
  | { ok: false; faults: Fault[]; files: number }

/** Reads and checks a folder of content: practices/, guidance/, events/ and the three lists beside them. */
export async function readContent(folder = ownFolder): Promise<ReadContent> {
  const vocabulary = await readListFile(folder, 'vocabulary.json', readVocabulary)
  const cities = await readListFile(folder, 'cities.json', readCities)
  const synonyms = await readListFile(folder, 'synonyms.json', readSynonyms)
  const read = await readEntries(folder, vocabulary.value ?? ownVocabulary)
  const faults = [
    ...[vocabulary, cities, synonyms].flatMap((list) => list.faults),
    ...read.flatMap((entry) => entry.faults),
    ...repeatedIds(read),
    ...(cities.value ? unmatchedCities(read, cities.value, cities.placed) : []),
  ]
  if (read.length === 0) {
    const message = 'No entry was found: give the folder that holds practices/, guidance/, events/.'
    faults.push({ file: '.', line: 1, field: 'folder', message })
  }
  const entries = read.flatMap(({ entry }) => entry ?? [])
  if (faults.length > 0 || !vocabulary.value || !cities.value || !synonyms.value) {
    return { ok: false, faults: inOrder(faults), files: read.length }
  }
  return {
    ok: true,
    content: {
      entries,
      vocabulary: vocabulary.value,
      cities: cities.value,
      synonyms: synonyms.value,
    },
  }
}

async function readListFile<T>(
  folder: string,
  name: string,
  read: (text: string, file: string) => ReadList<T>,
): Promise<ReadList<T>> {
  const { text, faults } = await readText(folder, name)
  if (faults.length === 0) return read(text, name)
  return { value: null, faults, placed: { value: undefined, lineOf: () => 1, fieldAt: () => null } }
}

/** A file as text. One that is not UTF-8 is refused, not guessed at. */
async function readText(folder: string, name: string): Promise<{ text: string; faults: Fault[] }> {
  const fault = (line: number, message: string) => ({
    text: '',
    faults: [{ file: name, line, field: 'file', message }],
  })
  let bytes: Buffer
  try {
    bytes = await readFile(join(folder, name))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return fault(1, `The file cannot be read (${code}): put it there, and let this user read it.`)
  }
  try {
    // A mark at the very beginning, which editors on Windows write, says how the file is written and goes with reading it.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { text, faults: [] }
  } catch {
    const before = new TextDecoder().decode(bytes).split('\uFFFD')[0] ?? ''
    return fault(before.split('\n').length, 'The file is not UTF-8: save it as UTF-8.')
  }
}

async function readEntries(folder: string, vocabulary: ContentVocabulary): Promise<ReadEntry[]> {
  const names = await Promise.all(
    Object.values(folderOf).map(async (kind) =>
      (await listFolder(join(folder, kind))).map((name) => `${kind}/${name}`),
    ),
  )
  return Promise.all(
    names.flat().map(async (name) => {
      if (!name.endsWith('.md')) {
        const message = 'Only entries stand here: name it <id>.md, or move it out of the folder.'
        return {
          entry: null,
          placed: null,
          faults: [{ file: name, line: 1, field: 'file', message }],
        }
      }
      const { text, faults } = await readText(folder, name)
      return faults.length > 0
        ? { entry: null, placed: null, faults }
        : readEntry(text, name, vocabulary)
    }),
  )
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  } catch {
    return []
  }
}

function repeatedIds(read: ReadEntry[]): Fault[] {
  const first = new Map<string, string>()
  return read.flatMap(({ entry, placed }) => {
    if (!entry || !placed) return []
    const { file } = entry
    const { id } = entry.frontMatter
    const other = first.get(id)
    if (other === undefined) {
      first.set(id, file)
      return []
    }
    const message = `The id '${id}' is that of ${other} too: give one of them another id.`
    return [{ file, line: placed.lineOf(['id']), field: 'id', message }]
  })
}

function cityOf({ frontMatter }: ContentEntry): { country: string; city: string } | null {
  if (!('city' in frontMatter) || frontMatter.city === undefined) return null
  const { country, city } = frontMatter
  return country === undefined ? null : { country, city }
}

/** Cities of entries that are not in cities.json; and those in it that no entry names. */
function unmatchedCities(read: ReadEntry[], cities: ContentCities, list: Placed): Fault[] {
  const known = new Set(cities.map(({ country, name }) => `${country} ${name}`))
  const named = new Set<string>()
  const missing = read.flatMap(({ entry, placed }): Fault[] => {
    const at = entry && cityOf(entry)
    if (!at || !placed) return []
    named.add(`${at.country} ${at.city}`)
    if (known.has(`${at.country} ${at.city}`)) return []
    const slug = citySlug(at.country, at.city)
    const message = `'${at.city}' (${at.country}) is not in cities.json: correct the name, or add it there as ${slug}.`
    return [{ file: entry.file, line: placed.lineOf(['city']), field: 'city', message }]
  })
  // An entry that could not be read may name the city that is left over.
  if (read.some(({ entry }) => entry === null)) return missing
  const left = cities.flatMap(({ country, name }, i): Fault[] =>
    named.has(`${country} ${name}`)
      ? []
      : [
          {
            file: 'cities.json',
            line: list.lineOf([i]),
            field: `[${i}]`,
            message: `No entry names ${name} (${country}): take it out, or correct it.`,
          },
        ],
  )
  return [...missing, ...left]
}
