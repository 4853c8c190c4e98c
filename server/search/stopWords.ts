/// <reference path="./stopword.d.ts" />
import * as lists from 'stopword'
import { fold } from './words.ts'

/** ISO 639-1 -> 639-3, for the languages that the package stopword has a list for and the project expects. */
const listOf: Record<string, string> = {
  ar: 'ara',
  da: 'dan',
  de: 'deu',
  en: 'eng',
  es: 'spa',
  fa: 'fas',
  fi: 'fin',
  fr: 'fra',
  id: 'ind',
  it: 'ita',
  nb: 'nob',
  nl: 'nld',
  no: 'nob',
  pt: 'por',
  ru: 'rus',
  sv: 'swe',
  tr: 'tur',
  uk: 'ukr',
  ur: 'urd',
}

/** Words that say too little to be looked for, as compared. @param languages BCP 47 tags */
export function stopWords(languages: string[]): string[] {
  const found = languages.flatMap((language) => {
    const list = lists[listOf[language.split('-')[0] ?? ''] ?? '']
    return Array.isArray(list) ? list.map(fold) : []
  })
  return [...new Set(found)].sort()
}
