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
const token = /[\p{L}\p{N}\p{M}]+(?:['’ʼʻ&/][\p{L}\p{N}\p{M}]+)*/gu

/** The words of a text, with their places. 'R&R' and 'P/CVE' are one word; "city's" is 'city'; 'info-house' is two. */
export function words(text: string): Word[] {
  const found: Word[] = []
  for (const match of text.matchAll(token)) {
    const whole = fold(match[0])
    if (plain.test(whole) || abbreviation.test(whole)) {
      found.push({ word: whole, start: match.index, end: match.index + match[0].length })
      continue
    }
    for (const part of match[0].matchAll(/[\p{L}\p{N}\p{M}]+(?:['’ʼʻ][\p{L}\p{N}\p{M}]+)*/gu)) {
      const start = match.index + part.index
      const word = fold(part[0]).replace(/'s$/, '').replaceAll("'", '')
      if (word) found.push({ word, start, end: start + part[0].length })
    }
  }
  return found
}

/** A key by which titles sort alike in every engine. */
export function sortKey(title: string): string {
  return words(title)
    .map(({ word }) => word)
    .join(' ')
}
