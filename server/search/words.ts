/**
 * Text into words, the same for what is searched and for what is typed. Marks are dropped (Durrës, durres),
 * letters folded that only differ by hand (ø o, ß ss, Arabic alef forms), and abbreviations kept whole
 * (R&R, P/CVE).
 */

const folded: Record<string, string> = {
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ə: 'a',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
  ؤ: 'و',
  ئ: 'ي',
  ё: 'е',
  ʻ: "'",
  ʼ: "'",
  '’': "'",
  '‘': "'",
  '`': "'",
}
const marks = /[\p{Mn}\u0640]/gu
const special = new RegExp(`[${Object.keys(folded).join('')}]`, 'gu')

/** A text in the form in which words are compared: NFKD without marks, lower case, folded letters. */
export function fold(text: string): string {
  // Most words: nothing to drop or fold but capitals.
  if (/^[\x20-\x5F\x61-\x7E]*$/.test(text)) return text.toLowerCase()
  // й and ё must not lose what makes them letters of their own, so Cyrillic short i is kept.
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('й', '\u0001')
    .replace(special, (letter) => folded[letter] ?? letter)
    .normalize('NFKD')
    .replace(marks, '')
    .replaceAll('\u0001', 'й')
}

export interface Word {
  /** As compared. */
  word: string
  /** Where it stands in the text given. */
  start: number
  end: number
}

const abbreviation = /^(?:p\.?|v\.?|c\.?)?(?:\/[a-z]{2,4})+$|^[a-z]&[a-z]$/
/** Nothing in it to split or strip: most words. */
const plain = /^[a-z0-9]+$/
const token = /[\p{L}\p{N}\p{M}]+(?:['’ʼʻ&/][\p{L}\p{N}\p{M}]+)*/uy

/** What each ASCII character is to a word; others are left to `token`. */
const [between, plainLetter, unsure] = [0, 1, 2]
const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  if (/[A-Za-z0-9]/.test(letter)) return plainLetter
  return /['&/]/.test(letter) ? unsure : between
})

/** The words of a text, with their places. 'R&R' and 'P/CVE' are one word; "city's" is 'city'; 'info-house' is two. */
export function words(text: string): Word[] {
  const found: Word[] = []
  const kindAt = (at: number) =>
    at === text.length ? between : (ascii[text.charCodeAt(at)] ?? unsure)
  for (let at = 0; at < text.length;) {
    const start = at
    while (kindAt(at) === plainLetter) at++
    if (kindAt(at) === between) {
      // Most words: read without the expression, which takes twice as long.
      if (at > start) found.push({ word: text.slice(start, at).toLowerCase(), start, end: at })
      at++
      continue
    }
    token.lastIndex = start
    const whole = token.exec(text)?.[0] ?? ''
    if (whole) found.push(...wordsIn(whole, start))
    at = Math.max(at + 1, start + whole.length)
  }
  return found
}

/** The words of what stands together at `from`. */
function wordsIn(together: string, from: number): Word[] {
  const whole = fold(together)
  if (plain.test(whole) || abbreviation.test(whole)) {
    return [{ word: whole, start: from, end: from + together.length }]
  }
  const found: Word[] = []
  for (const part of together.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’ʼʻ][\p{L}\p{N}\p{M}]+)*/gu)) {
    const start = from + part.index
    const word = fold(part[0]).replace(/'s$/, '').replaceAll("'", '')
    if (word) found.push({ word, start, end: start + part[0].length })
  }
  return found
}

/** A key by which titles sort alike in every engine. */
export function sortKey(title: string): string {
  return words(title)
    .map(({ word }) => word)
    .join(' ')
}
