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

/** Words of a language that say too little to be looked for, as compared. @param language ISO 639-1 */
export function stopWords(language: string): string[] {
  const name = listOf[language]
  const list = Object.entries(lists).find(([exported]) => exported === name)?.[1]
  return Array.isArray(list) ? list.map(fold) : []
}
