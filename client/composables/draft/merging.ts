import type { DraftContent, DraftOutcome, DraftSource } from '@homeward/schema/submission.ts'
import { fields, isEmpty, same, valueAt, withValue, type Field, type FieldValue } from './fields.ts'

/** A field that two people changed, each in a way of their own, since it was last saved. */
export interface Conflict {
  field: Field
  /** What both began from. */
  base: FieldValue
  mine: FieldValue
  theirs: FieldValue
}

export interface Merged {
  /** What only one side changed is taken from that side; in a conflict, mine stands until it is decided. */
  content: DraftContent
  conflicts: Conflict[]
  /** Fields that were taken from the other side. */
  taken: Field[]
}

const codeLists: ReadonlySet<Field> = new Set([
  'partners',
  'themes',
  'targetGroups',
  'stages',
  'notKnown',
])

/** Joins two changes of one draft, field by field. */
export function merge(base: DraftContent, mine: DraftContent, theirs: DraftContent): Merged {
  let content = mine
  const conflicts: Conflict[] = []
  const taken: Field[] = []
  for (const field of fields) {
    const [was, my, their] = [valueAt(base, field), valueAt(mine, field), valueAt(theirs, field)]
    if (same(my, their) || same(was, their)) continue
    if (same(was, my)) {
      content = withValue(content, field, their ?? emptied(my))
      taken.push(field)
      continue
    }
    const both = joined(field, was, my, their)
    if (both === null) conflicts.push({ field, base: was, mine: my, theirs: their })
    else {
      content = withValue(content, field, both)
      taken.push(field)
    }
  }
  return { content, conflicts, taken }
}

/** The emptied form of a value, where the other side has none. */
function emptied(value: FieldValue): FieldValue {
  if (Array.isArray(value)) return []
  return typeof value === 'string' ? '' : null
}

type Row = DraftOutcome | DraftSource
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null
const linesOf = (value: FieldValue): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
const rowsOf = (value: FieldValue): Row[] => (Array.isArray(value) ? value.filter(isRow) : [])

/** Lists can be joined where the changes do not touch each other; null where a person has to decide. */
function joined(
  field: Field,
  was: FieldValue,
  my: FieldValue,
  their: FieldValue,
): FieldValue | null {
  if (codeLists.has(field)) return joinedLines(linesOf(was), linesOf(my), linesOf(their))
  if (field === 'outcomes' || field === 'sources')
    return joinedRows(rowsOf(was), rowsOf(my), rowsOf(their))
  return null
}

/** What either side added is there, what either side took out is not. */
function joinedLines(was: string[], my: string[], their: string[]): string[] {
  const added = (side: string[]) => side.filter((one) => !was.includes(one))
  const stays = was.filter((one) => my.includes(one) && their.includes(one))
  return [...new Set([...stays, ...added(their), ...added(my)])]
}

/** Rows that stand at the same place are joined cell by cell; rows that only one side added stand at the end. */
function joinedRows(was: Row[], my: Row[], their: Row[]): Row[] | null {
  if (my.length < was.length || their.length < was.length) return null
  const rows: Row[] = []
  for (const [i, row] of was.entries()) {
    const cells = joinedCells(row, my[i] ?? {}, their[i] ?? {})
    if (cells === null) return null
    rows.push(cells)
  }
  const more = [...their.slice(was.length), ...my.slice(was.length)]
  return [
    ...rows,
    ...more.filter((row, i) => !more.slice(0, i).some((other) => same([row], [other]))),
  ]
}

function joinedCells(was: Row, my: Row, their: Row): Row | null {
  const before = new Map(Object.entries(was))
  const mine = new Map(Object.entries(my))
  const joint: Row = { ...my }
  for (const [cell, value] of Object.entries(their)) {
    if (same(before.get(cell), value)) continue
    if (!same(before.get(cell), mine.get(cell)) && !same(mine.get(cell), value)) return null
    Object.assign(joint, { [cell]: value })
  }
  return joint
}

/** Whether both sides of a conflict can stand together: words and lists can, one of several answers cannot. */
export function canKeepBoth({ field, mine, theirs }: Conflict): boolean {
  if (isEmpty(mine) || isEmpty(theirs)) return false
  if (Array.isArray(mine) && Array.isArray(theirs)) return true
  return typeof mine === 'string' && typeof theirs === 'string' && isWritten(field)
}

const chosenFields: ReadonlySet<Field> = new Set([
  'language',
  'leadType',
  'country',
  'citySlug',
  'evidence',
  'startYear',
  'endYear',
  'year',
  'dateFrom',
  'dateTo',
  'checked',
  'confirmed',
])
const isWritten = (field: Field): boolean => !chosenFields.has(field)

/** Both texts, one after the other, to be edited. */
export function bothOf({ field, mine, theirs }: Conflict): FieldValue {
  if (typeof mine === 'string' && typeof theirs === 'string')
    return `${theirs}${field.startsWith('sections.') ? '\n\n' : ' '}${mine}`
  if (field === 'outcomes' || field === 'sources') {
    const rows = [...rowsOf(theirs), ...rowsOf(mine)]
    return rows.filter((row, i) => !rows.slice(0, i).some((other) => same([row], [other])))
  }
  return [...new Set([...linesOf(theirs), ...linesOf(mine)])]
}

/** What was saved last, but with what conflicts began from: merged with it, they come up again. */
export function withConflicts(base: DraftContent, conflicts: readonly Conflict[]): DraftContent {
  return conflicts.reduce((content, { field, base: was }) => withValue(content, field, was), base)
}
