import { diffArrays } from 'diff'
import type { FieldDiff } from '@homeward/schema/moderation.ts'
import { sectionsOf } from '@homeward/schema/names.ts'
import type { Tidy, Year } from '../submissions/tidy.ts'
import type { ComparedDocument, Side } from './sides.ts'
import { budgetFor, textDiff, type Budget } from './wordDiff.ts'

type RowText = Record<string, string | null>

/** What differs between two sides, field by field in the order of the form, with what is the same. */
export function fieldDiffs(from: Side | null, to: Side): FieldDiff[] {
  const budget = budgetFor()
  const old = from?.text ?? null
  const now = to.text
  const text = (field: string, of: (side: Tidy) => string) =>
    textField(field, old ? of(old) : '', of(now), budget)
  const value = (field: string, of: (side: Tidy) => string | Year) =>
    valueField(field, old ? of(old) : '', of(now))
  const list = (field: string, of: (side: Tidy) => RowText[], key: string | null) =>
    listField(field, old ? of(old) : [], of(now), key)
  const sections = sectionsOf[to.kind].map((id) =>
    text(`sections.${id}`, (side) => side.sections[id] ?? ''),
  )
  const language = value('language', (side) => side.language)
  if (to.translation) {
    return [language, text('title', titleOf), text('summary', summaryOf), ...sections]
  }
  return [
    language,
    text('title', titleOf),
    text('summary', summaryOf),
    text('organisation', (side) => side.organisation),
    value('leadType', (side) => side.leadType),
    list('partners', (side) => side.partners.map(({ name }) => ({ name })), 'name'),
    value('country', (side) => side.country),
    value('citySlug', (side) => side.citySlug),
    list('themes', (side) => termRows(side.themes), 'id'),
    list('targetGroups', (side) => termRows(side.targetGroups), 'id'),
    list('stages', (side) => termRows(side.stages), 'id'),
    value('evidence', (side) => side.evidence),
    value('startYear', (side) => side.startYear),
    value('endYear', (side) => side.endYear),
    value('year', (side) => side.year),
    value('dateFrom', (side) => side.dateFrom),
    value('dateTo', (side) => side.dateTo),
    ...sections,
    list('outcomes', outcomeRows, 'outcome'),
    text('means.staff', (side) => side.means.staff),
    text('means.money', (side) => side.means.money),
    text('means.agencies', (side) => side.means.agencies),
    list('sources', sourceRows, 'title'),
    value('checked', (side) => side.checked),
    value('confirmed', (side) => side.confirmed),
    listField(
      'documents',
      documentRows(from?.documents ?? []),
      documentRows(to.documents),
      'sha256',
    ),
  ]
}

const titleOf = (side: Tidy) => side.title
const summaryOf = (side: Tidy) => side.summary
const termRows = (ids: string[]): RowText[] => ids.map((id) => ({ id }))
const yearText = (year: Year): string | null => (year === null ? null : String(year))

const outcomeRows = ({ outcomes }: Tidy): RowText[] =>
  outcomes.map(({ outcome, finding, by, year }) => ({ outcome, finding, by, year: yearText(year) }))

const sourceRows = ({ sources }: Tidy): RowText[] =>
  sources.map(({ title, publisher, year, url }) => ({
    title,
    publisher,
    year: yearText(year),
    url,
  }))

const documentRows = (documents: ComparedDocument[]): RowText[] =>
  documents.map(({ bytes, ...document }) => ({ ...document, bytes: String(bytes) }))

function changeOf(empty: boolean, emptyBefore: boolean, same: boolean): FieldDiff['change'] {
  if (same) return 'same'
  return emptyBefore ? 'added' : empty ? 'removed' : 'changed'
}

function textField(field: string, from: string, to: string, budget: Budget): FieldDiff {
  const { stretches, byParagraph } = textDiff(from, to, budget)
  return {
    field,
    change: changeOf(to === '', from === '', from === to),
    as: 'text',
    stretches,
    ...(byParagraph ? { byParagraph } : {}),
  }
}

function valueField(field: string, before: string | Year, after: string | Year): FieldDiff {
  const [from, to] = [before, after].map((one) => (one === null ? '' : String(one)))
  return {
    field,
    change: changeOf(to === '', from === '', from === to),
    as: 'value',
    from: from || null,
    to: to || null,
  }
}

/** @param key a row that says otherwise, but this, is the same one changed */
function listField(field: string, from: RowText[], to: RowText[], key: string | null): FieldDiff {
  const rows = listRows(from, to, key)
  return {
    field,
    change: changeOf(
      to.length === 0,
      from.length === 0,
      rows.every(({ change }) => change === 'same'),
    ),
    as: 'list',
    rows,
  }
}

type Rows = NonNullable<FieldDiff['rows']>

function listRows(from: RowText[], to: RowText[], key: string | null): Rows {
  const changes = diffArrays(from, to, {
    comparator: (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)),
  })
  const rows: Rows = changes.flatMap(({ value, added, removed }) =>
    value.map((row) =>
      added
        ? { change: 'added' as const, from: null, to: row }
        : removed
          ? { change: 'removed' as const, from: row, to: null }
          : { change: 'same' as const, from: row, to: row },
    ),
  )
  return key === null ? rows : paired(rows, key)
}

const sorted = (row: RowText) =>
  Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1))

/** A row that went and one that came with the same key are one that changed. */
function paired(rows: Rows, key: string): Rows {
  const gone = rows.filter(({ change }) => change === 'removed')
  const used = new Set<Rows[number]>()
  const joined = rows.map((row) => {
    if (row.change !== 'added') return row
    const before = gone.find(
      (one) => !used.has(one) && one.from?.[key] && one.from[key] === row.to?.[key],
    )
    if (!before) return row
    used.add(before)
    const moved = JSON.stringify(sorted(before.from ?? {})) === JSON.stringify(sorted(row.to ?? {}))
    return {
      change: moved ? ('same' as const) : ('changed' as const),
      from: before.from,
      to: row.to,
    }
  })
  return joined.filter((row) => !used.has(row))
}
