import lists from './words/numbers.json' with { type: 'json' }
import people from './words/people.json' with { type: 'json' }
import { datesOf } from './dates.ts'
import { standsAfter, standsBefore, standsNear, type Found } from './found.ts'
import { knownByForm } from './identityNumbers.ts'
import { Lexicon } from './lexicon.ts'
import { indexAt, sentenceAt, type Span, type Text } from './text.ts'

/** Telephone numbers, identity numbers, case numbers and dates of birth. */

export const privatePersons = new Lexicon(people.privatePersons)
const phoneCues = new Lexicon(lists.phone)
const publicLines = new Lexicon(lists.public)
const identityLabels = new Lexicon(lists.idLabels)
const strongCaseLabels = new Lexicon(lists.caseStrong)
const weakCaseLabels = new Lexicon(lists.caseWeak)
const publicNumbers = new Lexicon(lists.publicNumbers)
const births = new Lexicon(lists.birth)

const phoneShape =
  /(?<![\p{L}\d@_/.,№#-])(?:\+|00 ?)?\(?\d(?:[ \u00a0\u2011.\-–/()]{0,3}\d){5,15}(?![\d\p{L}]|[/-]\d)/gu
const freeOfCharge =
  /^(?:\+?\d{0,3}[ -]?)?(?:\(?0? ?800|8[- (]?800|0? ?80[ -]?0|080|116[ -]?\d{3}|0900|444)/
const amount = /^\d{1,3}(?:[. \u00a0]\d{3})+$/
const moneyBefore = /(?:rp|idr|€|\$|eur|usd|try|tl|kes|ksh|tsh|tzs|ugx|xof|fcfa|km|din|₺|£)\.? ?$/
const yearAndNumber = /^(?:19|20)\d\d\/\d+$/
const yearRange = /^(?:19|20)\d\d ?[-–/] ?(?:(?:19|20)?\d\d)$/
const money =
  /^\s?(?:€|\$|£|eur|usd|euro|dollar|lira|tl|km|din|dinar|leke|birr|naira|doolar|marka|dirham|shilling|ksh|tsh|rp|rupiah|cfa|fcfa|pesos|reais|mt|metic|млн|тыс|руб|тенге|сом|دينار|درهم|ليره|جنيه|دولار|%|km|kg|families|people)/

const countDigits = (written: string) => written.replace(/\D/g, '').length

/** Telephone numbers, unless they are said to be an institution's or cost nothing to call. */
export function phones(text: Text): Found[] {
  const dates = datesOf(text)
    .filter(({ exact }) => exact === 'day')
    .toSorted((a, b) => a.end - b.end)
  let passed = 0
  return [...text.flat.matchAll(phoneShape)].flatMap((match): Found[] => {
    const written = match[0].trim()
    const span = { start: match.index, end: match.index + written.length }
    while ((dates[passed]?.end ?? Infinity) <= span.start) passed += 1
    if ((dates[passed]?.start ?? Infinity) < span.end) return []
    if (!looksCalled(text, written, span) || isPublicLine(text, written, span)) return []
    return [{ ...span, reason: 'phone' }]
  })
}

function looksCalled(text: Text, written: string, span: Span): boolean {
  const count = countDigits(written)
  if (yearRange.test(written) || money.test(text.flat.slice(span.end, span.end + 12))) return false
  if (yearAndNumber.test(written)) return false
  if (moneyBefore.test(text.flat.slice(Math.max(0, span.start - 6), span.start))) return false
  if (standsBefore(text, publicNumbers, span.start, 28)) return false
  if (written.startsWith('+')) return count >= 8
  const cued =
    standsBefore(text, phoneCues, span.start, 90) || standsAfter(text, phoneCues, span.end, 30)
  if (
    standsBefore(text, identityLabels, span.start, 40) &&
    !standsBefore(text, phoneCues, span.start, 40)
  ) {
    return false
  }
  const grouped = /\d[ \u00a0.\-/()]+\d/.test(written)
  if (/^\(?0/.test(written) && count >= 8) {
    return (
      cued || (grouped && !/\d{4}-\d{4,}/.test(written)) || standsNear(text, privatePersons, span)
    )
  }
  if (/^[78][ -]?\(?[3-9]\d\d\)?[ -]?\d/.test(written) && count === 11) return true
  if (amount.test(written) && !cued) return false
  if (cued) return count >= 7
  // Written in groups of more than three, and somebody beside it: no amount is written so.
  return count >= 9 && count < 13 && grouped && standsNear(text, privatePersons, span, 90)
}

function isPublicLine(text: Text, written: string, span: Span): boolean {
  if (freeOfCharge.test(written)) return true
  return standsNear(text, publicLines, span) && !standsNear(text, privatePersons, span)
}

const numberAfter =
  /(?<![\p{L}\d])(?:[\p{L}]{1,3}[ -]?)?\d(?:[ ./–-]{0,2}(?:\d|(?<=[\d .])\p{L}{1,2}(?![\p{L}])))*(?:[ -]?\p{L}{1,2}(?![\p{L}\d]))?/gu

/** Letters and digits as on number plates: AB51 XYZ, 1-ABC-234, 34 ABC 123, KBC 123A, AA 123 BB. */
const plateShape =
  /(?<![\p{L}\d])(?:\p{L}{1,3}[ -]?\d{2,4}[ -]?\p{L}{1,3}|\d{1,3}[ -]\p{L}{1,3}[ -]?\d{2,5}|\p{L}{1,3}[ -]\p{L}{1,2} ?\d{1,4})(?![\p{L}\d])/gu
const plateLabels = new Lexicon(lists.plates)

/** Identity numbers, known by their form or by the word before them. */
export function identityNumbers(text: Text): Found[] {
  const found: Found[] = []
  for (const span of knownByForm(text.flat)) {
    if (!standsBefore(text, publicNumbers, span.start, 40))
      found.push({ ...span, reason: 'identity-number' })
  }
  for (const { 0: plate, index } of text.flat.matchAll(
    /(?<![\p{L}\d])[авекмнорстух] ?\d{3} ?[авекмнорстух]{2} ?\d{2,3}(?!\d)/gu,
  )) {
    found.push({ start: index, end: index + plate.length, reason: 'identity-number' })
  }
  for (const { 0: plate, index } of text.flat.matchAll(plateShape)) {
    const span = { start: index, end: index + plate.length }
    if (standsBefore(text, plateLabels, index, 40))
      found.push({ ...span, reason: 'identity-number' })
  }
  for (let index = 0; index < text.words.length; index += 1) {
    const length = identityLabels.at(text.words, index)
    const span = length > 0 ? numberBeside(text, index + length - 1, 55) : null
    if (span) found.push({ ...span, reason: 'identity-number' })
  }
  return found
}

/** The number that a label names: the first after it in its sentence that is long enough and no date, year or amount. */
function numberBeside(text: Text, index: number, reach: number): Span | null {
  const label = text.words[index]
  if (!label) return null
  const end = Math.min(text.sentences[label.sentence]?.end ?? 0, label.end + reach)
  const beside = text.flat.slice(label.end, end + 20)
  for (const match of beside.matchAll(numberAfter)) {
    if (match.index > end - label.end) return null
    const written = match[0].trim()
    const span = { start: label.end + match.index, end: label.end + match.index + written.length }
    if (countDigits(written) < 5 || yearRange.test(written) || isDate(written)) continue
    if (money.test(text.flat.slice(span.end, span.end + 12))) continue
    if (
      standsBefore(text, publicNumbers, span.start, 40) &&
      !standsBefore(text, privatePersons, span.start, 60)
    )
      continue
    return span
  }
  return null
}

const isDate = (written: string) =>
  /^\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}(?:19|20)?\d\d$|^(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}$/.test(
    written,
  )

const code =
  /(?<![\p{L}\d])(?:\d{1,3} ?)?(?:\p{L}{1,6}(?: ?[-/.]{1,2} ?| )?)?(?:\d+|\d*\p{L}{1,3}\d+)(?: ?[-/.‑] ?[\p{L}\d]{1,10}|:[\p{L}\d]{1,10}){0,6}(?![\p{L}\d])/gu
const compound = /\d ?[-/:] ?[\p{L}\d]|\p{L} ?[-/] ?\d/u

/** Numbers of somebody's file, case or procedure. */
export function caseNumbers(text: Text): Found[] {
  const found: Found[] = []
  for (const match of text.flat.matchAll(code)) {
    // A small word before a number is no part of it: 'in 2023'.
    const small = /^(?:[\p{Ll}\p{Lo}]+|\p{L}{4,}) (?=\d)/u.exec(
      text.text.slice(match.index, match.index + 8),
    )
    const written = match[0].slice(small?.[0].length ?? 0).trim()
    const start = match.index + (small?.[0].length ?? 0)
    const span = { start, end: start + written.length }
    if (isCaseNumber(text, written, span)) found.push({ ...span, reason: 'case-number' })
  }
  return found
}

const pages = /^(?:pp?|pags?|pgs?|uk|str|vol|art)[. ]/

function isCaseNumber(text: Text, written: string, span: Span): boolean {
  const count = countDigits(written)
  if (pages.test(written)) return false
  if (count < 2 || yearRange.test(written) || isDate(written) || /^\d{1,2}[:.]\d\d$/.test(written))
    return false
  const isCompound = compound.test(written)
  if (!isCompound && count < 4) return false
  if (/^(?:19|20)\d\d$/.test(written)) return false
  if (money.test(text.flat.slice(span.end, span.end + 12))) return false
  if (standsBefore(text, publicNumbers, span.start, 45)) return false
  if (isCompound && labelAfter.test(text.flat.slice(span.end, span.end + 12))) {
    return (
      standsAfter(text, strongCaseLabels, span.end, 40) &&
      !standsAfter(text, publicNumbers, span.end, 30)
    )
  }
  if (standsBefore(text, strongCaseLabels, span.start, 36)) return isCompound || beside(text, span)
  if (!isCompound || !standsNear(text, privatePersons, span)) return false
  if (standsBefore(text, publicNumbers, span.start, 160)) return false
  const parts = written.split(/[-/ ]/).length
  return standsBefore(text, weakCaseLabels, span.start, 24) || (parts > 2 && /\p{L}/u.test(written))
}

/** In Turkish the label follows: '2020/1187 sayılı dosya'. */
const labelAfter = /^ (?:sayili|no['’]?lu|numarali|esas)/

/** Whether the number stands right after its label: 'file 22871', 'ملف القاصر رقم 2203'. */
function beside(text: Text, span: Span): boolean {
  return (
    standsBefore(text, strongCaseLabels, span.start, 16) ||
    (standsBefore(text, weakCaseLabels, span.start, 10) &&
      standsBefore(text, strongCaseLabels, span.start, 40))
  )
}

/** A day written as a word before its month: 'third of', 'vingt et un', 'третьего'. */
const dayInWords =
  /(?<!\p{L})(?:\p{L}{2,9}[- ])?(?:first|second|third|\p{L}{2,8}th|premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|un|uno|primero|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\p{L}{2,6}|veinti\p{L}{2,6}|veinte|treinta|primo|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|venti\p{L}{0,6}|trenta|primeiro|dois|quatro|sete|oito|dez|doze|treze|catorze|vinte|trinta|\p{L}{2,14}ten?|\p{L}{2,14}(?:ого|его)) (?:of |de |di |del )?$/u

/** 'né le', 'rođ.': with their accents, since 'ne', 'në' and 'rod' are everyday words elsewhere. */
const bornByAccent = /(?<!\p{L})(?:[nN](?:é|É)(?:e|s|es)?(?!\p{L})[^.;!?\n]*|[rR]ođ\. ?)$/u

/** Full dates beside a word of birth. */
export function birthDates(text: Text): Found[] {
  return datesOf(text)
    .filter(
      ({ exact, start }) =>
        exact === 'day' || dayInWords.test(text.flat.slice(Math.max(0, start - 36), start)),
    )
    .flatMap(({ start, end, year }): Found[] => {
      const cued =
        standsBefore(text, births, start, 45) ||
        standsAfter(text, births, end, 24) ||
        bornByAccent.test(text.text.slice(Math.max(0, start - 45), start))
      if (!cued || bornIsAProject(text, start, year)) return []
      return [{ start, end, reason: 'birth-date' }]
    })
}

const projects = new Lexicon(
  'project projet proyecto projeto projekt progetto proje projesi program* programme initiative iniciativa initiativa initiatief inisiatif centre centro center zentrum centrum centar merkez* qendra pusat kituo xarunta association asociacion associacao verein stichting associazione dernek udruzenje shoqata yayasan cooperative cooperativa kooperative idea idee ide mradi mpango mashruuc* barnaamij* مشروع برنامج مبادره جمعيه مركز فكره проект* программ* центр* инициатив* иде* ассоциаци*',
)

/** A programme, too, is born on some day. */
function bornIsAProject(text: Text, offset: number, year: number | null): boolean {
  if (year !== null && year < 2005) return false
  const sentence = sentenceAt(text, offset)
  const from = text.firstWords[sentence] ?? 0
  return (
    projects.someIn(text, from, indexAt(text.words, offset)) &&
    !privatePersons.someIn(text, from, indexAt(text.words, offset))
  )
}
