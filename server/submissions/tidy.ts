import { sectionsOf, type Kind, type SectionId } from '@homeward/schema/names.ts'
import type { DraftContent, DraftYear } from '@homeward/schema/submission.ts'

/** A year; 'wrong' where what was typed is none. */
export type Year = number | 'wrong' | null

interface Placed {
  /** Which of the rows that were written it is: rows left empty do not count. */
  at: number
}

export interface TidyOutcome extends Placed {
  outcome: string
  finding: string
  by: string
  year: Year
}

export interface TidySource extends Placed {
  title: string
  publisher: string
  year: Year
  url: string
}

/**
 * What is written in a draft, as it would be published: NFC, one line where a field is one line, no blanks around, no
 * empty rows. An empty text is one that is missing. It may still be too long or wrong.
 */
export interface Tidy {
  language: string
  title: string
  summary: string
  organisation: string
  leadType: string
  partners: (Placed & { name: string })[]
  country: string
  citySlug: string
  themes: string[]
  targetGroups: string[]
  stages: string[]
  evidence: string
  startYear: Year
  endYear: Year
  year: Year
  dateFrom: string
  dateTo: string
  outcomes: TidyOutcome[]
  means: { staff: string; money: string; agencies: string }
  sections: Partial<Record<SectionId, string>>
  sources: TidySource[]
  checked: string
  confirmed: string
  notKnown: ReadonlySet<string>
  licence: boolean
}

// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

const plain = (text: string | null | undefined): string =>
  (text ?? '').normalize('NFC').replace(controls, '')

/** One line without blanks around it. */
const line = (text: string | null | undefined): string => plain(text).replace(/\s+/g, ' ').trim()

/** Lines as they are, without blank ones around them. */
const block = (text: string | null | undefined): string =>
  plain(text)
    .replace(/\r\n?/g, '\n')
    .replace(/^\s*\n|\s+$/g, '')

function year(value: DraftYear | undefined): Year {
  if (typeof value === 'number') return Number.isInteger(value) ? value : 'wrong'
  const text = line(value)
  if (text === '') return null
  return /^\d{1,6}$/.test(text) ? Number(text) : 'wrong'
}

const chosen = (codes: string[] | undefined): string[] => [
  ...new Set((codes ?? []).map(line).filter((code) => code !== '')),
]

/** @param kind which sections there are */
export function tidied(content: DraftContent, kind: Kind): Tidy {
  const { means = {}, sections = {} } = content
  return {
    language: line(content.language),
    title: line(content.title),
    summary: line(content.summary),
    organisation: line(content.organisation),
    leadType: line(content.leadType),
    partners: (content.partners ?? [])
      .map((name, at) => ({ at, name: line(name) }))
      .filter(({ name }) => name !== ''),
    country: line(content.country),
    citySlug: line(content.citySlug),
    themes: chosen(content.themes),
    targetGroups: chosen(content.targetGroups),
    stages: chosen(content.stages),
    evidence: line(content.evidence),
    startYear: year(content.startYear),
    endYear: year(content.endYear),
    year: year(content.year),
    dateFrom: line(content.dateFrom),
    dateTo: line(content.dateTo),
    outcomes: outcomesOf(content),
    means: { staff: line(means.staff), money: line(means.money), agencies: line(means.agencies) },
    sections: Object.fromEntries(
      sectionsOf[kind].flatMap((id): [SectionId, string][] => {
        const text = block(sections[id])
        return text === '' ? [] : [[id, text]]
      }),
    ),
    sources: sourcesOf(content),
    checked: line(content.checked),
    confirmed: line(content.confirmed),
    notKnown: new Set(content.notKnown ?? []),
    licence: content.licence === true,
  }
}

function outcomesOf({ outcomes = [] }: DraftContent): TidyOutcome[] {
  return outcomes
    .map((row, at) => ({
      at,
      outcome: line(row.outcome),
      finding: line(row.finding),
      by: line(row.by),
      year: year(row.year),
    }))
    .filter(
      ({ outcome, finding, by, year: when }) => outcome + finding + by !== '' || when !== null,
    )
}

function sourcesOf({ sources = [] }: DraftContent): TidySource[] {
  return sources
    .map((row, at) => ({
      at,
      title: line(row.title),
      publisher: line(row.publisher),
      year: year(row.year),
      url: line(row.url),
    }))
    .filter(
      ({ title, publisher, url, year: when }) => title + publisher + url !== '' || when !== null,
    )
}
