import { Value } from 'typebox/value'
import { ContentCities, ContentSynonyms, ContentVocabulary } from '@homeward/schema/content.ts'
import type { Type } from 'typebox'
import { characterFault, texts } from './characters.ts'
import { citySlug } from './citySlug.ts'
import { countryFault } from './countryCodes.ts'
import { fieldName, inOrder, quoted, type Fault, type Path } from './fault.ts'
import { readPlaced, type Placed } from './placed.ts'
import { shapeFaults, type ValueFault } from './shape.ts'
import { synonymFaults } from './synonyms.ts'

/** A list that is read: its value where it is right, and all that is wrong. */
export interface ReadList<T> {
  value: T | null
  faults: Fault[]
  placed: Placed
}

function readList(
  text: string,
  file: string,
  schema: Type.TSchema,
  rules: (value: unknown) => ValueFault[],
): { faults: Fault[]; placed: Placed } {
  const { placed, faults: yaml } = readPlaced(text)
  const syntax = jsonFault(text, yaml[0]?.line)
  if (syntax !== null) return { faults: [{ file, field: 'JSON', ...syntax }], placed }
  const found = shapeFaults(schema, placed.value)
  if (found.length === 0) found.push(...rules(placed.value))
  for (const { path, text } of texts(placed.value)) {
    const message = characterFault(text)
    if (message !== null) found.push({ path, message })
  }
  const faults = found.map(({ path, message }) => ({
    file,
    line: placed.lineOf(path),
    field: fieldName(path) || 'JSON',
    message,
  }))
  return { faults: inOrder(faults), placed }
}

/** @param near the line at which a reader of YAML stumbled, since that of JSON does not always tell */
function jsonFault(text: string, near: number | undefined) {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    const [, position] = /position (\d+)/.exec(said) ?? []
    const before = text.slice(0, Number(position ?? text.length))
    return {
      line: position === undefined && near !== undefined ? near : before.split('\n').length,
      message: 'This is not valid JSON: look for a missing or extra comma, quote or bracket.',
    }
  }
}

/** Reports what stands twice, each time but the first. */
function twice(values: { path: Path; value: string }[], what: string): ValueFault[] {
  const seen = new Set<string>()
  return values.flatMap(({ path, value }) => {
    const known = seen.has(value.toLowerCase())
    seen.add(value.toLowerCase())
    return known ? [{ path, message: `${what} ${quoted(value)} stands twice: change one.` }] : []
  })
}

/** Reads vocabulary.json: terms with labels and meanings, none of them twice in its list. */
export function readVocabulary(text: string, file: string): ReadList<ContentVocabulary> {
  const read = readList(text, file, ContentVocabulary, (value) =>
    Value.Check(ContentVocabulary, value)
      ? Object.entries(value).flatMap(([list, terms]) => [
          ...twice(
            terms.map(({ id }, i) => ({ path: [list, i, 'id'], value: id })),
            'The id',
          ),
          ...twice(
            terms.map(({ label }, i) => ({ path: [list, i, 'label'], value: label })),
            'The label',
          ),
        ])
      : [],
  )
  const { value } = read.placed
  const right = read.faults.length === 0 && Value.Check(ContentVocabulary, value)
  return { ...read, value: right ? value : null }
}

/** Reads cities.json: each city once, under the slug that its country and name give. */
export function readCities(text: string, file: string): ReadList<ContentCities> {
  const read = readList(text, file, ContentCities, (value) =>
    Value.Check(ContentCities, value)
      ? [
          ...value.flatMap(cityFaults),
          ...twice(
            value.map(({ slug }, i) => ({ path: [i, 'slug'], value: slug })),
            'The slug',
          ),
        ]
      : [],
  )
  const { value } = read.placed
  const right = read.faults.length === 0 && Value.Check(ContentCities, value)
  return { ...read, value: right ? value : null }
}

function cityFaults(city: ContentCities[number], i: number): ValueFault[] {
  const faults: ValueFault[] = []
  const message = countryFault(city.country)
  if (message !== null) faults.push({ path: [i, 'country'], message })
  const slug = citySlug(city.country, city.name)
  if (city.slug !== slug) {
    faults.push({
      path: [i, 'slug'],
      message: `The slug ${quoted(city.slug)} does not go with country and name: write '${slug}'.`,
    })
  }
  if ((city.latitude === null) !== (city.longitude === null)) {
    faults.push({
      path: [i, 'latitude'],
      message: 'Only one of latitude and longitude is known: give both, or null for both.',
    })
  }
  return faults
}

/** Reads synonyms.json: no phrase in two groups, no circle of one-way synonyms. */
export function readSynonyms(text: string, file: string): ReadList<ContentSynonyms> {
  const read = readList(text, file, ContentSynonyms, (value) =>
    Value.Check(ContentSynonyms, value) ? synonymFaults(value) : [],
  )
  const { value } = read.placed
  const right = read.faults.length === 0 && Value.Check(ContentSynonyms, value)
  return { ...read, value: right ? value : null }
}
