import type { Figures } from '@homeward/schema/figures.ts'
import { csvOf, type Cell } from '../platform/csv.ts'

/**
 * The figures as one table, a row for each number, so that a program can take out what it needs: what is counted, by
 * what, for which value (and its name), how many, and how many days in the middle.
 */
export function figuresTable(figures: Figures, countryName: (code: string) => string): string {
  const { waiting, decisions, published } = figures
  const row = (
    figure: string,
    by: string,
    value: string | null,
    { count, medianDays = null }: { count: number; medianDays?: number | null },
  ): Cell[] => [
    figure,
    by,
    value,
    by === 'country' && value !== null ? countryName(value) : null,
    count,
    medianDays,
  ]
  return csvOf([
    ['figure', 'by', 'value', 'name', 'count', 'median_days'],
    row('waiting', 'all', null, { count: waiting.total }),
    ...waiting.byWhat.map((one) => row('waiting', 'what', one.what, one)),
    ...waiting.byKind.map((one) => row('waiting', 'kind', one.kind, one)),
    ...waiting.byCountry.map((one) => row('waiting', 'country', one.country, one)),
    row('decided', 'all', null, decisions),
    ...decisions.byVerdict.map((one) => row('decided', 'verdict', one.verdict, one)),
    ...decisions.byKind.map((one) => row('decided', 'kind', one.kind, one)),
    ...decisions.byCountry.map((one) => row('decided', 'country', one.country, one)),
    ...published.map((one) => row('published', 'month', one.month, one)),
  ])
}
