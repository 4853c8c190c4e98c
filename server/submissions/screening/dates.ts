import words from './words/placesAndTime.json' with { type: 'json' }
import { Lexicon } from './lexicon.ts'
import type { Span, Text } from './text.ts'

/** A date in a text, as exact as it is written. */
export interface WrittenDate extends Span {
  exact: 'day' | 'month' | 'year'
  year: number | null
}

const months = new Lexicon(words.months)
const numeric =
  /(?<![\d./-])(?:(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-]) ?\d{1,2}\2 ?(?:(?:19|20)\d\d|\d\d))(?![\d/-])/g
const monthNumeric = /(?<![\d./-])(?:0?[1-9]|1[0-2])[/.](?:19|20)\d\d(?![\d/])/g
const yearAlone = /(?<![\d.,/:-])(?:19|20)\d\d(?![\d/]|[.,:-]\d)/g
const dayBefore =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|re|e|o|a|º|°|ª|\.)?(?:-?(?:го|е|ого|um|ta|da|de))? ?(?:of|de|di|du|the|ya|mwezi wa|e|شهر|من)? ?$/
const yearAfter =
  /^['’]?[\p{L}]{0,4} ?,? ?(?:de|del|du|of|di|ya|tahun|sanadka|год|سنة|عام|سنه)? ?,? ?((?:19|20)\d\d)/u
const dayAfter = /^ (\d{1,2})(?:st|nd|rd|th)?(?:, ?| )((?:19|20)\d\d)?/

/** Dates written in digits or with a month's name. */
export function datesOf(text: Text): WrittenDate[] {
  const { flat } = text
  const found: WrittenDate[] = []
  for (const { index, 0: written } of flat.matchAll(numeric)) {
    const numbers = written.split(/[./-] ?/).map(Number)
    const [day, month] =
      written.length > 4 && /^\d{4}/.test(written) ? [numbers[2], numbers[1]] : numbers
    if (isDay(day) && isDay(month) && ((day ?? 0) <= 12 || (month ?? 0) <= 12)) {
      found.push({ start: index, end: index + written.length, exact: 'day', year: yearIn(written) })
    }
  }
  for (const { index, 0: written } of flat.matchAll(monthNumeric)) {
    found.push({ start: index, end: index + written.length, exact: 'month', year: yearIn(written) })
  }
  for (let index = 0; index < text.words.length; index += 1) {
    const date = withMonth(text, index)
    if (date) found.push(date)
  }
  for (const { index, 0: written } of flat.matchAll(yearAlone)) {
    found.push({ start: index, end: index + 4, exact: 'year', year: Number(written) })
  }
  return found
}

const isDay = (number: number | undefined) => number !== undefined && number >= 1 && number <= 31

function yearIn(written: string): number | null {
  const year = /(?:19|20)\d\d/.exec(written)
  return year ? Number(year[0]) : null
}

/** The date around a month's name: 3 May 2019, May 3, 2019, May 2019. A month alone is none. */
function withMonth({ flat, words: all }: Text, index: number): WrittenDate | null {
  const length = months.at(all, index)
  const word = all[index]
  const last = all[index + length - 1]
  if (length === 0 || !word || !last) return null
  const before = dayBefore.exec(flat.slice(Math.max(0, word.start - 16), word.start))
  const rest = flat.slice(last.end, last.end + 30)
  const after = dayAfter.exec(rest)
  const year = yearAfter.exec(rest)
  const found = year?.[1] ?? after?.[2]
  if (!before && !after?.[2] && !year) {
    return after && isDay(Number(after[1])) && Number(after[1]) > 0
      ? { start: word.start, end: last.end + after[0].length, exact: 'day', year: null }
      : null
  }
  const end = last.end + (year?.[0].length ?? (after?.[2] ? after[0].length : 0))
  return {
    start: before ? word.start - before[0].length : word.start,
    end,
    exact: before || after?.[2] ? 'day' : 'month',
    year: found ? Number(found) : null,
  }
}
