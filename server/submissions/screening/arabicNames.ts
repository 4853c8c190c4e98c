import people from './words/people.json' with { type: 'json' }
import words from './words/arabicWords.json' with { type: 'json' }
import type { Found } from './found.ts'
import { Lexicon } from './lexicon.ts'
import { isOrdinaryWord } from './ordinaryWords.ts'
import { arabicAmbiguous, arabicFamily, arabicGiven } from './nameLists.ts'
import { isPublic } from './publicRoles.ts'
import type { Text, Word } from './text.ts'

/**
 * Names of persons in Arabic letters, which know no large ones: chains of names, or one name where what stands before
 * it says so.
 */

const titles = new Lexicon(words.titles)
const kin = new Lexicon(people.privatePersons.ar)
const naming = new Lexicon(people.naming.ar)
const kunya = new Set(words.kunya.split(' '))
const kunyaPlaces = new Lexicon(words.kunyaPlaces)
const adjectives = new Lexicon(words.adjectives)
const functions = new Lexicon(words.functions)
const tribes = new Lexicon(words.tribes)
const links = new Set('بن ابن بنت ولد ال'.split(' '))
const age = /^\s?(?:\(|،\s?)(?:\d{1,2})\s?(?:سنه|سنوات|سنين|عاما|اعوام|ربيعا|\)|،)/

type Grade = 'sure' | 'given' | 'family' | 'link' | 'none'

const withoutParticle = (key: string) => {
  const keys = [key]
  if (key.length > 3 && /^[وفبلك]/.test(key)) keys.push(key.slice(1))
  return keys
}

function gradeOf(text: Text, word: Word | undefined): Grade {
  if (!word || word.script !== 'arabic') return 'none'
  // على, 'on', is written like the name in some countries; only with two dots is it taken for one.
  if (text.text.slice(word.start, word.end).endsWith('ى') && /(?:^|[وف])علي$/.test(word.key))
    return 'none'
  if (links.has(word.key)) return 'link'
  // An ending of case that names do not bear in a text: كريماً, a noble one.
  if (/\u064b/.test(word.written)) return 'none'
  for (const key of withoutParticle(word.key)) {
    if (arabicGiven().has(key) || /^عبدال.{3,}/.test(key)) {
      return arabicAmbiguous().has(key) || key.length < 3 ? 'given' : 'sure'
    }
  }
  if (isFamily(word)) return 'family'
  return 'none'
}

function isFamily(word: Word): boolean {
  const { key } = word
  if (adjectives.has(word)) return false
  if (tribes.has(word) || arabicFamily().has(key)) return true
  if (
    /^ال.{2,}$/.test(key) &&
    arabicGiven().has(key.slice(2)) &&
    !arabicAmbiguous().has(key.slice(2))
  )
    return true
  return /^ال.{3,}ي$/.test(key)
}

/** Names in a text in Arabic letters. */
export function arabicNames(text: Text): Found[] {
  const found: Found[] = []
  const { words: all } = text
  let index = 0
  while (index < all.length) {
    const to = all[index]?.script === 'arabic' ? nameFrom(text, index) : null
    if (to === null) {
      index += 1
      continue
    }
    if (!isPublic(text, { from: index, to }) && !isCoordinatedAuthor(text, index)) {
      found.push({ start: all[index]?.start ?? 0, end: all[to]?.end ?? 0, reason: 'person' })
    }
    index = to + 1
  }
  return found
}

const gapAfter = (text: Text, index: number) => {
  const word = text.words[index]
  const next = text.words[index + 1]
  return word && next && word.sentence === next.sentence
    ? text.text.slice(word.end, next.start)
    : '|'
}

/** The index of the last word of a name that starts at `index`, or null. */
function nameFrom(text: Text, index: number): number | null {
  const { words: all } = text
  const word = all[index]
  if (!word) return null
  if (kunya.has(word.key) || (kunya.has(word.key.slice(1)) && /^[ولب]/.test(word.key)))
    return kunyaFrom(text, index)
  if (
    word.end - word.start <= 2 &&
    /^\. ?/.test(gapAfter(text, index)) &&
    /^\p{L}ـ?$/u.test(word.key)
  )
    return initialFrom(text, index)
  const cue = cueBefore(text, index)
  const grade = gradeOf(text, word)
  let to = index
  while (to < index + 4 && gapAfter(text, to) === ' ' && gradeOf(text, all[to + 1]) !== 'none')
    to += 1
  while (to > index && gradeOf(text, all[to]) === 'link') to -= 1
  const length = to - index + 1
  const last = gradeOf(text, all[to])
  if (grade === 'link') return null
  if (cue === 'title' || cue === 'naming') {
    if (grade === 'none') return afterCue(text, index, cue)
    return to
  }
  if (grade === 'sure') return to
  if (isSubject(text, index, grade)) return to
  if (grade === 'given') {
    if (length > 1 && (last === 'family' || hasSure(text, index, to) || isChain(text, index, to)))
      return to
    if (cue === 'kin' && !word.key.startsWith('ال')) return to
    return age.test(text.flat.slice(word.end, word.end + 16)) ? to : null
  }
  if (grade === 'family') {
    return length > 1 && hasSure(text, index, to) && word.key.startsWith('ال') === false
      ? to
      : cue === 'family'
        ? to
        : null
  }
  return unknownFrom(text, index, cue)
}

const hasSure = (text: Text, from: number, to: number) => {
  for (let index = from; index <= to; index += 1)
    if (gradeOf(text, text.words[index]) === 'sure') return true
  return false
}

/** Three or more words that may be names, in a row. */
const isChain = (text: Text, from: number, to: number) =>
  to - from >= 2 && !(text.words[from]?.key ?? '').startsWith('ال')

const personVerbs = new Lexicon(words.personVerbs)

/** After a verb of persons stands who does it: a name that is a word as well, or a word that no list has. */
function isSubject(text: Text, index: number, grade: Grade): boolean {
  const word = text.words[index]
  const previous = text.words[index - 1]
  if (!word || !previous || gapAfter(text, index - 1) !== ' ' || word.key.startsWith('ال'))
    return false
  if (!personVerbs.has(previous) || personVerbs.has(word)) return false
  if (grade === 'given') return true
  return (
    grade === 'none' &&
    isUnknown(word) &&
    !/(?:ات|ين|ون|ه|تين|ان)$|^(?:است|ان|م.{4}|ت.{4})/.test(word.key)
  )
}

/** A word without article or particle that is in no list of words. */
function isUnknown(word: Word): boolean {
  if (word.key.length < 3 || word.key.startsWith('ال') || functions.has(word)) return false
  return !kin.has(word) && !word.keys.some((key) => isCommonArabic(key))
}

/** A common word, in the forms in which it is written. */
function isCommonArabic(key: string): boolean {
  if (isOrdinaryWord(key, 'ar') || isOrdinaryWord(`ال${key}`, 'ar')) return true
  const stem = key.replace(/(?:ها|هم|هن|نا|كم|ات|ين|ون|ان|ته|تي|يه|ه|ي|ا|ت|ك)$/, '')
  if (stem.length > 2 && stem !== key) {
    if (isOrdinaryWord(stem, 'ar') || isOrdinaryWord(`ال${stem}`, 'ar')) return true
    if (isOrdinaryWord(`${stem}ه`, 'ar') || isOrdinaryWord(`ال${stem}ه`, 'ar')) return true
  }
  return false
}

/** A word that no list knows, before a family name that is nothing else, or aged. */
function unknownFrom(text: Text, index: number, cue: Cue): number | null {
  const word = text.words[index]
  const next = text.words[index + 1]
  if (!word || functions.has(word) || word.key.length < 3 || word.key.startsWith('ال')) return null
  if (next && gapAfter(text, index) === ' ' && (tribes.has(next) || isNamedSon(next))) {
    return kin.has(word) || titles.has(word) || naming.has(word) ? null : index + 1
  }
  const joined = next !== undefined && gapAfter(text, index) === ' '
  if (cue === 'kin' && joined && isFamily(next) && !adjectives.has(next)) return index + 1
  if (isUnknown(word) && !/(?:ات|ين|ون|يه)$/.test(word.key)) {
    const family =
      joined && !adjectives.has(next) && (isFamily(next) || arabicGiven().has(next.key.slice(2)))
    if (family && next.key.startsWith('ال') && !isCommonArabic(next.key)) return index + 1
    if (cue === 'kin' && isPersonKin(text.words[index - 1])) return family ? index + 1 : index
  }
  return cue === 'kin' && age.test(text.flat.slice(word.end, word.end + 16)) ? index : null
}

/** Words after which a name stands, rather than what belongs to somebody: the boy X, her uncle X. */
const isPersonKin = (word: Word | undefined) =>
  word !== undefined &&
  /^(?:[وفبلك]|لل|بال|وال)?(?:ال)?(?:شاب|شابه|فتي|فتاه|طفل|طفله|مراهق|مستفيد|مستفيده|نزيل|نزيله|سجين|متطوع|متطوعه|عائد|عائده|تلميذ|تلميذه|طالب|طالبه|قاصر|حدث)$|(?:ه|ها|هم)$/.test(
    word.key,
  )

const isNamedSon = (word: Word) =>
  /^ال.{3,}$/.test(word.key) &&
  arabicGiven().has(word.key.slice(2)) &&
  !arabicAmbiguous().has(word.key.slice(2))

function kunyaFrom(text: Text, index: number): number | null {
  const { words: all } = text
  const next = all[index + 1]
  if (!next || gapAfter(text, index) !== ' ' || kunyaPlaces.has(next)) return null
  const father = /اب/.test(all[index]?.key ?? '')
  const grade = gradeOf(text, next)
  if (grade === 'none' && functions.has(next)) return null
  const hasFamily = gapAfter(text, index + 1) === ' ' && gradeOf(text, all[index + 2]) === 'family'
  const isNamed = next.key.startsWith('ال')
    ? grade === 'sure' || grade === 'family' || hasFamily
    : grade !== 'none'
  if (!father && !isNamed) return null
  if (kin.has(next)) return null
  return hasFamily ? index + 2 : index + 1
}

function initialFrom(text: Text, index: number): number | null {
  let to = index
  while (to < index + 3 && /^\. ?$/.test(gapAfter(text, to))) to += 1
  const last = text.words[to]
  if (to === index || !last) return null
  const before = text.words[index - 1]
  const digitBefore = /\d\s*$/.test(
    text.flat.slice(Math.max(0, (text.words[index]?.start ?? 0) - 4), text.words[index]?.start),
  )
  if (digitBefore || (last.end - last.start > 1 && before === undefined && !isFamily(last)))
    return null
  return last.end - last.start === 1 || gradeOf(text, last) !== 'none' || last.key.startsWith('ال')
    ? to
    : null
}

type Cue = 'title' | 'naming' | 'kin' | 'family' | null

function cueBefore(text: Text, index: number): Cue {
  const previous = text.words[index - 1]
  if (!previous) return null
  const gap = gapAfter(text, index - 1)
  if (!/^(?: |: ?| ?[«"“]|، )$/.test(gap)) return null
  if (gap === '، ') return null
  if (titles.has(previous)) return 'title'
  if (naming.has(previous)) return 'naming'
  if (/^(?:ال|آل)?(?:عائله|عايله|اسره)$/.test(previous.key)) return 'family'
  return kin.has(previous) ? 'kin' : null
}

/** After 'Mr' or 'named' any word is a name, unless it is an office or a small word. */
function afterCue(text: Text, index: number, cue: Cue): number | null {
  const word = text.words[index]
  if (!word || functions.has(word) || word.key.length < 3) return null
  if (cue === 'title' && word.key.startsWith('ال')) return isFamily(word) ? index : null
  if (adjectives.has(word) || kin.has(word)) return null
  return gapAfter(text, index) === ' ' && gradeOf(text, text.words[index + 1]) !== 'none'
    ? index + 1
    : cue === 'naming' && word.key.startsWith('ال')
      ? null
      : index
}

/** 'X and Y (2018)': the year may stand after the second. */
function isCoordinatedAuthor(text: Text, index: number): boolean {
  const end = text.words[index]?.end ?? 0
  return /^[^.،؛]{0,40}\((?:19|20)\d\d\)/.test(text.flat.slice(end, end + 60))
}
