import { fold } from '../../search/words.ts'

/**
 * A text as the screening reads it: its words with their places, its sentences, and a flat copy of the same length in
 * which words are compared.
 */

export type Script = 'latin' | 'cyrillic' | 'arabic' | 'other'

export interface Word {
  start: number
  end: number
  /** As it stands in the text. */
  written: string
  /** As compared: lower case, no marks. */
  key: string
  /** The key, and in Arabic also without what is written together with the word: and, with, for, the. */
  keys: readonly string[]
  script: Script
  /** Starts with a large letter. */
  large: boolean
  /** All letters large, at least two. */
  upper: boolean
  /** Index of its sentence. */
  sentence: number
  /** First of its sentence, where a large letter says nothing. */
  first: boolean
}

/** Stands where there is none. */
export const noWord: Word = {
  start: 0,
  end: 0,
  written: '',
  key: '',
  keys: [],
  script: 'other',
  large: false,
  upper: false,
  sentence: -1,
  first: false,
}

export interface Span {
  start: number
  end: number
}

export interface Text {
  text: string
  /** Same length as the text, in the form in which things are compared. */
  flat: string
  words: readonly Word[]
  sentences: readonly Span[]
  /** Index of the first word that starts at or after each sentence's start; one more at the end. */
  firstWords: readonly number[]
}

const flatLetters = new Map<string, string>()

function flatLetter(letter: string): string {
  const known = flatLetters.get(letter)
  if (known !== undefined) return known
  const folded = digit(letter) ?? fold(letter)
  const lower = letter.toLowerCase()
  const flat =
    folded.length === letter.length ? folded : lower.length === letter.length ? lower : letter
  flatLetters.set(letter, flat)
  return flat
}

/** Arabic and Persian digits as those of ASCII. */
function digit(letter: string): string | undefined {
  const code = letter.charCodeAt(0)
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660)
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0)
  return undefined
}

const needsFolding = /[A-Z]|\P{ASCII}/u

/** Lower case without marks, unit for unit: offsets stay those of the text. */
export function flatten(text: string): string {
  if (!needsFolding.test(text)) return text
  let flat = ''
  for (const letter of text) flat += flatLetter(letter)
  return flat
}

/** Words; what is elided before a name stands by itself: d'Inès, l'Amina, all'Aurora. */
const wordPattern =
  /(?<![\p{L}\p{M}])(?:\p{Ll}{1,6}|L|Qu|All|Dell|Nell|Dall)['’](?=\p{Lu})|[\p{L}\p{M}]+(?:['’ʼʻ`][\p{L}\p{M}]+)*/gu
/** A full stop after one of these ends no sentence. */
const abbreviated =
  /(?:^|[\s(«"“])(?:mr|mrs|ms|dr|prof|st|sr|sra|srta|mme|mlle|mm|hr|fr|dhr|mw|mevr|sig|dott|no|nr|art|ul|d|г|ул|стр|им|тел|кв|bp|jl|gg|bw|g|m|z|znj|tel|approx|ca|geb|nac|nat|av|bd|avda|bl|br|mah|cad|sok|apt|ing|ст|р|т|п|гр|тов|rr|str|az|exp|ref|b|p|\p{L})\.$/u

function scriptOf(key: string): Script {
  const code = key.charCodeAt(0)
  if (code < 0x0250 || (code >= 0x1e00 && code < 0x1f00)) return 'latin'
  if (code >= 0x0400 && code < 0x0530) return 'cyrillic'
  if (code >= 0x0600 && code < 0x0780) return 'arabic'
  return 'other'
}

const arabicPrefix = /^(?:و|ف)?(?:بال|كال|لل|ال|ب|ل|ك)?(?=.{2})/

/** An Arabic word and what is left without its particles. */
function arabicKeys(key: string): readonly string[] {
  const keys = new Set([key])
  if (/^[وف]/.test(key) && key.length > 3) keys.add(key.slice(1))
  const written = [...keys]
  for (const one of written) {
    if (/^[بلك]/.test(one) && one.length > 3) keys.add(one.slice(1))
    if (one.startsWith('لل') && one.length > 4) keys.add(`ال${one.slice(2)}`)
    const bare = one.replace(arabicPrefix, '')
    if (bare.length > 2) keys.add(bare)
  }
  return [...keys]
}

/** Where sentences end: a stop or a blank line; not after an abbreviation or an initial. */
function sentencesOf(text: string, flat: string): Span[] {
  const found: Span[] = []
  let start = 0
  for (const match of flat.matchAll(
    /[.!?؟…]["'”’»)\]]{0,3}\s|\n\s{0,3}\n|\n(?=\s{0,3}[-*#|>\d])|[|•]/g,
  )) {
    const end = match.index + match[0].length
    if (match[0].startsWith('.')) {
      const before = flat.slice(Math.max(0, match.index - 12), match.index + 1)
      const next = text.slice(end, end + 1)
      if (abbreviated.test(before) || /[\p{Ll}\d]/u.test(next)) continue
    }
    found.push({ start, end })
    start = end
  }
  if (start < text.length || found.length === 0) found.push({ start, end: text.length })
  return found
}

/** Reads a text. Linear in its length. */
export function read(text: string): Text {
  const flat = flatten(text)
  const sentences = sentencesOf(text, flat)
  const words: Word[] = []
  const firstWords: number[] = []
  let sentence = -1
  let first = true
  for (const match of text.matchAll(wordPattern)) {
    const start = match.index
    const end = start + match[0].length
    while (sentence < sentences.length - 1 && start >= (sentences[sentence + 1]?.start ?? 0)) {
      sentence += 1
      firstWords.push(words.length)
      first = true
    }
    words.push({ start, end, ...shapeOf(match[0], flat.slice(start, end)), sentence, first })
    first = false
  }
  while (firstWords.length <= sentences.length) firstWords.push(words.length)
  return { text, flat, words, sentences, firstWords }
}

function shapeOf(written: string, flat: string) {
  const key =
    (/\p{M}/u.test(written) ? fold(written) : flat)
      .replace(/[’ʼʻ`]/g, "'")
      .replace(/(?<=^.{1,6})'$/, '') || flat
  const script = scriptOf(key)
  return {
    written,
    key,
    keys: script === 'arabic' ? arabicKeys(key) : [key],
    script,
    large: /^\p{Lu}/u.test(written),
    upper: /^[\p{Lu}\p{M}'’]{2,}$/u.test(written),
  }
}

/** The words from the first that starts at or after `from` to the last that starts before `to`. */
export function wordsBetween({ words }: Text, from: number, to: number): readonly Word[] {
  return words.slice(indexAt(words, from), indexAt(words, to))
}

/** Index of the first word that starts at or after an offset. */
export function indexAt(words: readonly Word[], offset: number): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle]?.start ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the sentence at an offset. */
export function sentenceAt({ sentences }: Text, offset: number): number {
  let low = 0
  let high = sentences.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sentences[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
