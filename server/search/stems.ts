import { stopWords } from './stopWords.ts'
import { words } from './words.ts'
import { stemmer as arabic } from '@orama/stemmers/arabic'
import { stemmer as danish } from '@orama/stemmers/danish'
import { stemmer as dutch } from '@orama/stemmers/dutch'
import { stemmer as english } from '@orama/stemmers/english'
import { stemmer as finnish } from '@orama/stemmers/finnish'
import { stemmer as french } from '@orama/stemmers/french'
import { stemmer as german } from '@orama/stemmers/german'
import { stemmer as indonesian } from '@orama/stemmers/indonesian'
import { stemmer as italian } from '@orama/stemmers/italian'
import { stemmer as norwegian } from '@orama/stemmers/norwegian'
import { stemmer as portuguese } from '@orama/stemmers/portuguese'
import { stemmer as russian } from '@orama/stemmers/russian'
import { stemmer as spanish } from '@orama/stemmers/spanish'
import { stemmer as swedish } from '@orama/stemmers/swedish'
import { stemmer as turkish } from '@orama/stemmers/turkish'

const stemmers: Record<string, (word: string) => string> = {
  ar: arabic,
  da: danish,
  de: german,
  en: english,
  es: spanish,
  fi: finnish,
  fr: french,
  id: indonesian,
  it: italian,
  nb: norwegian,
  nl: dutch,
  no: norwegian,
  pt: portuguese,
  ru: russian,
  sv: swedish,
  tr: turkish,
}

/** Their stemmers also take letters from the beginning of a word, or change them. */
const changingBeginnings = new Set(['ar', 'id', 'tr'])

/** Whether a word and its stem always begin with the same letter. */
export const keepsBeginnings = (language: string): boolean =>
  !changingBeginnings.has(primary(language))

/** The language of a BCP 47 tag without region or script. */
export const primary = (tag: string): string => tag.split('-')[0] ?? tag

/** By language and word. */
const knownStems = new Map<string, Map<string, string>>()
/** More words than the texts of a knowledge base have, and few enough to keep. */
const mostStems = 50_000

/** What a word's forms have in common, in the language given; the word itself where there is no stemmer. */
export function stemOf(word: string, language: string): string {
  const known = knownStems.get(language) ?? new Map<string, string>()
  const before = known.get(word)
  if (before !== undefined) return before
  const stemmer = stemmers[primary(language)]
  if (!stemmer) return word
  if (known.size >= mostStems) known.clear()
  const stem = stemmer(word)
  known.set(word, stem)
  knownStems.set(language, known)
  return stem
}

const stopWordsOf = new Map<string, Set<string>>()

/** Whether a word says too little to be looked for. */
export function saysTooLittle(word: string, language: string): boolean {
  const tag = primary(language)
  const known = stopWordsOf.get(tag) ?? new Set(stopWords(tag))
  stopWordsOf.set(tag, known)
  return known.has(word)
}

/** The stems of a text's words, in order, without those that say too little. */
export function stems(text: string, language: string): string[] {
  return words(text)
    .filter(({ word }) => !saysTooLittle(word, language))
    .map(({ word }) => stemOf(word, language))
}
