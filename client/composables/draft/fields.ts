import { sectionIds, type SectionId } from '@homeward/schema/names.ts'
import type { DraftContent } from '@homeward/schema/submission.ts'

/** What stands in one field of a draft. */
export type FieldValue = DraftContent[Exclude<keyof DraftContent, 'sections' | 'means'>] | undefined

export const meansNames = ['staff', 'money', 'agencies'] as const
export type MeansName = (typeof meansNames)[number]

const plainFields = [
  'language',
  'title',
  'summary',
  'organisation',
  'leadType',
  'partners',
  'country',
  'citySlug',
  'themes',
  'targetGroups',
  'stages',
  'evidence',
  'startYear',
  'endYear',
  'year',
  'dateFrom',
  'dateTo',
  'outcomes',
  'sources',
  'checked',
  'confirmed',
  'notKnown',
  'licence',
] as const satisfies readonly (keyof DraftContent)[]
type PlainField = (typeof plainFields)[number]

/** The parts of a draft that are saved, compared and merged on their own, named as in the API. */
export type Field = PlainField | `sections.${SectionId}` | `means.${MeansName}`

export const fields: readonly Field[] = [
  ...plainFields,
  ...sectionIds.map((id) => `sections.${id}` as const),
  ...meansNames.map((name) => `means.${name}` as const),
]

const isPlain = (field: Field): field is PlainField => plainFields.some((known) => known === field)
const sectionOf = (field: Field) => sectionIds.find((id) => field === `sections.${id}`)
const meansOf = (field: Field) => meansNames.find((name) => field === `means.${name}`)

export function valueAt(content: DraftContent, field: Field): FieldValue {
  if (isPlain(field)) return content[field]
  const section = sectionOf(field)
  if (section) return content.sections?.[section]
  const means = meansOf(field)
  return means && content.means?.[means]
}

/** A copy of a draft in which one field has another value. */
export function withValue(content: DraftContent, field: Field, value: FieldValue): DraftContent {
  const section = sectionOf(field)
  if (section) return { ...content, sections: { ...content.sections, [section]: value } }
  const means = meansOf(field)
  if (means) return { ...content, means: { ...content.means, [means]: value } }
  return { ...content, [field]: value }
}

/** The text in a field; an empty one where there is none. */
export function textAt(content: DraftContent, field: Field): string {
  const value = valueAt(content, field)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The codes or lines in a field that is a list of them. */
export function listAt(content: DraftContent, field: Field): string[] {
  const value = valueAt(content, field)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

const isEmptyRow = (row: unknown): boolean =>
  typeof row === 'object' && row !== null
    ? Object.values(row).every((value) => value === '' || value === null || value === undefined)
    : row === ''

/** Whether nothing is written in a field. Rows that were added and left empty do not count. */
export function isEmpty(value: FieldValue): boolean {
  if (value === undefined || value === null || value === false) return true
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) && value.every(isEmptyRow)
}

/** Whether two values are the same; what was never written is the same as what was emptied. */
export function same(one: FieldValue, other: FieldValue): boolean {
  if (one === other) return true
  const bare = (value: FieldValue) =>
    value === '' ||
    value === undefined ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
      ? null
      : value
  // Keys of rows come back from the server in another order.
  return JSON.stringify(inOrder(bare(one))) === JSON.stringify(inOrder(bare(other)))
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}

/** What differs from what is saved, as a save sends it. @param not fields that are not sent now */
export function changesFrom(
  saved: DraftContent,
  content: DraftContent,
  not: readonly Field[] = [],
): { fields: Field[]; content: DraftContent } {
  const changed = fields.filter(
    (field) => !not.includes(field) && !same(valueAt(saved, field), valueAt(content, field)),
  )
  return {
    fields: changed,
    content: changed.reduce<DraftContent>(
      (sent, field) => withValue(sent, field, valueAt(content, field)),
      {},
    ),
  }
}

/** Characters as the limits count them: code points. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/** The text at a place in a draft, such as `outcomes.0.by`; an empty one where there is none. */
export function textIn(content: DraftContent, name: string): string {
  let value: unknown = content
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null) return ''
    value = Object.entries(value).find(([key]) => key === part)?.[1]
  }
  return typeof value === 'string' ? value : ''
}
