import { readFileSync } from 'node:fs'

/** What kind of thing was typed. */
export const kinds = [
  'programme',
  'topic',
  'place',
  'topic-place',
  'jargon',
  'abbreviation',
  'typo',
  'form',
] as const
export type Kind = (typeof kinds)[number]

export const halves = ['tune', 'held-out'] as const
export type Half = (typeof halves)[number]

export interface Query {
  id: string
  kind: Kind
  /** As a practitioner would type it. */
  text: string
  /** What that person wants. */
  note: string
  /** Slug of the entry -> 1 touches it, 2 clearly useful, 3 exactly what was meant. The rest count as 0. */
  grades: Record<string, number>
}

/** Reads one half of the queries. @throws Error that names the query and what is wrong with it */
export function readQueries(half: Half): Query[] {
  const parsed: unknown = JSON.parse(
    readFileSync(new URL(`./${half}.json`, import.meta.url), 'utf8'),
  )
  if (!Array.isArray(parsed)) throw new Error(`${half}.json: a list of queries is needed`)
  return parsed.map((item: unknown, index) => readQuery(item, `${half}.json, query ${index + 1}`))
}

function readQuery(item: unknown, where: string): Query {
  if (!isRecord(item)) throw new Error(`${where}: an object is needed`)
  const kind = kinds.find((known) => known === item.kind)
  if (kind === undefined) throw new Error(`${where}: kind must be one of ${kinds.join(', ')}`)
  return {
    id: text(item, 'id', where),
    kind,
    text: text(item, 'text', where),
    note: text(item, 'note', where),
    grades: readGrades(item.grades, where),
  }
}

function text(item: Record<string, unknown>, name: string, where: string): string {
  const value = item[name]
  if (typeof value !== 'string' || value.trim() === '')
    throw new Error(`${where}: ${name} is empty`)
  return value
}

function readGrades(value: unknown, where: string): Record<string, number> {
  if (!isRecord(value)) throw new Error(`${where}: grades must be an object of slugs`)
  return Object.fromEntries(
    Object.entries(value).map(([slug, grade]) => {
      if (grade !== 1 && grade !== 2 && grade !== 3) {
        throw new Error(`${where}: the grade of ${slug} must be 1, 2 or 3`)
      }
      return [slug, grade]
    }),
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What is wrong with the two halves taken together, one line each; nothing where all is well.
 * @param slugs of every entry of the content
 */
export function faultsOf(
  tune: readonly Query[],
  heldOut: readonly Query[],
  slugs: ReadonlySet<string>,
): string[] {
  const all = [...tune, ...heldOut]
  return [
    ...(all.length < 60 ? [`${all.length} queries; at least 60 are needed`] : []),
    ...repeated(all.map(({ id }) => id)).map((id) => `${id}: the id is there twice`),
    ...repeated(all.map((query) => query.text.trim().toLowerCase())).map(
      (typed) => `“${typed}” is there twice`,
    ),
    ...all.flatMap((query) => faultsOfOne(query, slugs)),
    ...imbalances(tune, heldOut),
  ]
}

function faultsOfOne({ id, grades }: Query, slugs: ReadonlySet<string>): string[] {
  const unknown = Object.keys(grades).filter((slug) => !slugs.has(slug))
  const useful = Object.values(grades).some((grade) => grade >= 2)
  return [
    ...unknown.map((slug) => `${id}: no entry is called ${slug}`),
    ...(useful ? [] : [`${id}: no entry has a grade of 2 or 3`]),
  ]
}

const repeated = (values: readonly string[]) => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
]

/** An odd number of a kind may leave one more on a side, in every kind and in all. */
function imbalances(tune: readonly Query[], heldOut: readonly Query[]): string[] {
  const count = (half: readonly Query[], kind: Kind) =>
    half.filter((query) => query.kind === kind).length
  const lopsided = kinds
    .filter((kind) => Math.abs(count(tune, kind) - count(heldOut, kind)) > 1)
    .map((kind) => `${kind}: ${count(tune, kind)} to tune by, ${count(heldOut, kind)} held out`)
  const few = kinds
    .filter((kind) => count(tune, kind) + count(heldOut, kind) < 10)
    .map((kind) => `${kind}: fewer than 10 queries`)
  const inAll = Math.abs(tune.length - heldOut.length)
  return [
    ...lopsided,
    ...few,
    ...(inAll > 1 ? [`in all ${tune.length} to tune by, ${heldOut.length} held out`] : []),
  ]
}
