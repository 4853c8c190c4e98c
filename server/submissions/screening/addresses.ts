import lists from './words/placesAndTime.json' with { type: 'json' }
import streets from './words/streets.json' with { type: 'json' }
import { standsNear, type Found } from './found.ts'
import { Lexicon } from './lexicon.ts'
import { privatePersons } from './numbers.ts'
import type { Span, Text, Word } from './text.ts'

/** Home addresses: a street and a number, or a house and a number, where somebody lives. */

const before = new Lexicon(streets.before)
const after = new Lexicon(streets.after)
const units = new Lexicon(streets.units)
const residence = new Lexicon(lists.residence)
const publicPlace = new Lexicon(lists.publicPlace)
const endings = streets.endings.split(' ')

const number =
  /(?<![\p{L}\d.,/])(?:n[o°º.r]{0,3}\.? ?|№ ?|no[.:]? ?|nr\.? ?|nomor |numero |lambarka |رقم |عدد )?\d{1,4}(?: ?[a-d](?![\p{L}]))?(?:[/-]\d{1,3})?(?![\d%]|[.,:]\d| ?(?:€|euro|%|km|ans|years|jahre|años|anos|anni|лет|years))/gu

/** Addresses at which somebody lives. Those of offices and meetings are left alone. */
export function homeAddresses(text: Text): Found[] {
  const found: Found[] = []
  for (const { index, 0: written } of text.flat.matchAll(number)) {
    if (/^(?:19|20)\d\d$/.test(written)) continue
    const span = { start: index, end: index + written.length }
    const street = streetBeside(text, span)
    const unit = unitBefore(text, span)
    if (!street && !unit) continue
    const lives = standsNear(text, residence, span, 120)
    const person = standsNear(text, privatePersons, span)
    const open = standsNear(text, publicPlace, span, 160)
    const is = street
      ? open
        ? (lives && person) || (unit && lives)
        : lives || person || unit !== null
      : unit !== null && lives && isHouse(text, span, unit) && !open
    if (!is) continue
    const start = Math.min(span.start, street?.start ?? span.start, unit?.start ?? span.start)
    const last = found.at(-1)
    const end = Math.max(span.end, street?.end ?? 0)
    if (last && start - last.end < 25) last.end = Math.max(end, last.end)
    else found.push({ start, end, reason: 'home-address' })
  }
  return found
}

/** The street that a number belongs to: rue X 12, 12 rue X, Xstraße 12, 12 X Street, X Sokak No: 12. */
function streetBeside(text: Text, span: Span): Span | null {
  const words = around(text, span, 48)
  for (const word of words.left) {
    const between = text.flat.slice(word.end, span.start)
    if (/[;!?\n(]|\. ?$/.test(between) && !/^[^;!?\n(]*\bn[or]\. ?$/.test(between)) continue
    if (before.has(word) && !/\d.*\d.*\d/.test(between)) return { start: word.start, end: span.end }
    const ends = endings.some(
      (ending) => word.key.length > ending.length && word.key.endsWith(ending),
    )
    if (ends && word.large && /^[., ]{1,2}(?:no[.:]? ?)?$/.test(between))
      return { start: word.start, end: span.end }
    if (
      after.has(word) &&
      word.large &&
      /^[., ]{1,3}(?:no[.:]? ?)?$/.test(between) &&
      word.key.length > 2
    )
      return { start: word.start, end: span.end }
  }
  for (const [place, word] of words.right.entries()) {
    const between = text.flat.slice(span.end, word.start)
    if (/[;!?\n()]|\. /.test(between)) break
    if (place === 0 && before.has(word) && /^,? $/.test(between))
      return { start: span.start, end: words.right[3]?.end ?? word.end }
    if (place > 0 && place < 5 && word.large && after.has(word))
      return { start: span.start, end: word.end }
    if (!word.large && place > 0 && !/^(?:the|of|de|la|and)$/.test(word.key)) break
  }
  return null
}

/** 'flat 9', 'No: 18 Daire: 3', 'кв. 12', 'house number 14'. */
function unitBefore(text: Text, span: Span): Word | null {
  const { left } = around(text, span, 34)
  return (
    left.find(
      (word) =>
        units.has(word) &&
        word.key.length > 1 &&
        span.start - word.end < 10 &&
        !/[.;!?]\s/.test(text.flat.slice(word.end, span.start).replace(/^\./, '')),
    ) ?? null
  )
}

/** A house or flat, and not just a room or a number. */
function isHouse(text: Text, span: Span, unit: Word | null): boolean {
  if (!unit) return false
  return !/^(?:no|nr|nomor|etage|kat|kati|room|chumba|qol|stock|piso|عدد|رقم|طابق|к|этаж|int|app|bat|blok)$/.test(
    unit.key,
  )
}

function around({ words }: Text, { start, end }: Span, reach: number) {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle]?.start ?? 0) < start) low = middle + 1
    else high = middle
  }
  const left: Word[] = []
  for (let index = low - 1; index >= 0 && (words[index]?.end ?? 0) > start - reach; index -= 1) {
    const word = words[index]
    if (word) left.push(word)
  }
  while ((words[low]?.start ?? end) < end) low += 1
  return { left, right: words.slice(low, low + 6) }
}
