import {
  isAmbiguous,
  isCommonWord,
  isGivenName,
  isListedName,
  isNamePart,
  isSureName,
} from './nameLists.ts'
import { isOrdinaryWord } from './ordinaryWords.ts'
import type { KnownPlaces } from './places.ts'
import { isLargeCity } from './largeCities.ts'
import type { Word } from './text.ts'

/**
 * How much a word in Latin letters looks like a name. 'sure': a given name and hardly ever anything else; 'likely': a
 * given name that is no common word here; 'given': one that is a word or a place as well; 'part': known beside other
 * names; 'unknown': in no list; 'plain': a common word; 'none': never a name.
 */
export type Grade = 'sure' | 'likely' | 'given' | 'part' | 'initial' | 'unknown' | 'plain' | 'none'

/** Endings of cases in the languages whose names have them. */
const slavic = ['om', 'em', 'u', 'a', 'e', 'i', 'ova', 'ovu', 'in', 'inu', 'oj', 'ki']
const endings: Record<string, readonly string[]> = {
  bs: slavic,
  hr: slavic,
  sr: slavic,
  sq: ['it', 'in', 'i', 'un', 'ut', 'u', 'es', 'en', 'ja', 'e', 'n', 's', 'a'],
  de: ['s'],
  nl: ['s'],
  so: ['ka', 'ta'],
}

/** The forms in which a word may be a name: without what is put after it. */
export function formsOf(word: Word, language: string): string[] {
  const key = word.key
  const apostrophe = key.indexOf("'")
  const forms = [key]
  if (apostrophe > 2) forms.push(key.slice(0, apostrophe))
  else if (apostrophe > 0) forms.push(key.slice(apostrophe + 1))
  for (const ending of endings[language.slice(0, 2)] ?? []) {
    if (key.length - ending.length < 3 || !key.endsWith(ending)) continue
    const stem = key.slice(0, -ending.length)
    forms.push(stem, `${stem}a`)
  }
  return forms
}

/** German writes every noun large: these endings are those of things. */
const germanThing =
  /(?:ung|ungen|heit|keit|heiten|keiten|schaft|schaften|tum|ion|ionen|tat|taten|mus|nis|nisse|chen|lein|ment|stelle|stellen|werk|arbeit|gruppe|hilfe|dienst|dienste|amt|plan|jahr|jahre|zeit|tag|tage|weg|platz|raum|haus|heim|schule|kurs|abend|morgen|gesprach|leiter|leiterin|trager|berater|beraterin|helfer|helferin|ler|lerin|ner|nerin|ende|enden)$/

/** Endings of abstract words in the Romance languages and English. */
const romanceThing =
  /.{3}(?:cion|ciones|sion|siones|cao|coes|sao|soes|tion|tions|sions|zione|zioni|sione|dade|dades|idad|idades|ment|ments|mento|mentos|menti|ismo|ismos|ismi|isme|ismes|ism|ness|ship|ance|ence|ancia|encia|enza|anza)$/

/** Whether two common German words make one: 'Lesekreis'. */
function isGermanCompound(key: string): boolean {
  for (let at = 3; at <= key.length - 3; at += 1) {
    const left = key.slice(0, at).replace(/s$/, '')
    if (left.length < 3 || !isOrdinaryWord(key.slice(at), 'de')) continue
    if (isOrdinaryWord(left, 'de') || isOrdinaryWord(key.slice(0, at), 'de')) return true
  }
  return false
}

/** Whether a word by its form names a thing in a language: an ending, a compound. */
export function isThingByForm(key: string, language: string): boolean {
  const tag = language.slice(0, 2).toLowerCase()
  if (tag === 'de') return germanThing.test(key)
  return /^(?:en|fr|es|pt|it)$/.test(tag) && romanceThing.test(key)
}

/** Whether an unknown word in German is more likely a noun than a name. */
export const isGermanNoun = (key: string): boolean =>
  key.length > 10 || germanThing.test(key) || isGermanCompound(key)

const slavicFamily = /.{2}(?:ovic|evic|avic|ovich|evich)(?:a|u|em|om|i|eva|ima)?$/

/** @param language BCP 47 tag of the text */
export function gradeOf(word: Word, language: string, places: KnownPlaces): Grade {
  if (word.end - word.start === 1) return word.large ? 'initial' : 'none'
  if (isCommonWord(word.key)) return 'none'
  const forms = formsOf(word, language)
  const place = places.has(word.key.replace(/'s$/, ''))
  if (forms.some((form) => isSureName(form)) && !place) return 'sure'
  if (place) return 'none'
  const ordinary = forms.some((form, n) => n < 2 && isOrdinaryWord(form, language))
  const thing = isThingByForm(word.key, language)
  if (!ordinary && !thing && !isLargeCity(word.key)) {
    if (forms.some((form) => isListedName(form) && !isAmbiguous(form))) return 'likely'
  }
  if (forms.some((form) => isGivenName(form))) return 'given'
  if (isLargeCity(word.key)) return 'none'
  if (forms.some((form) => isNamePart(form)) || slavicFamily.test(word.key)) return 'part'
  return ordinary || thing ? 'plain' : 'unknown'
}
