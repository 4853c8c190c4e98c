import people from './words/people.json' with { type: 'json' }
import type { Found } from './found.ts'
import { isLargeCity } from './largeCities.ts'
import {
  actsAsPerson,
  afterArticle,
  afterPlaceWord,
  besideAnotherName,
  besidePlace,
  cueBefore,
  hasRelative,
  isAged,
  isCalledThing,
  isKin,
  isKunya,
  isNamedThing,
  isNickname,
  isThing,
  isTitle,
  titleAfter,
  verbAfter,
  type Run,
} from './latinCues.ts'
import { gradeOf, isGermanNoun, type Grade } from './latinGrades.ts'
import { Lexicon } from './lexicon.ts'
import { isAmbiguous } from './nameLists.ts'
import { isOrdinaryWord } from './ordinaryWords.ts'
import { wordsOfThings, type Bodies } from './notPersons.ts'
import type { KnownPlaces } from './places.ts'
import { isPublic } from './publicRoles.ts'
import type { Text, Word } from './text.ts'

/** Names of persons in Latin letters: words written large that are known as names, or that what stands beside says are. */

const particles = new Lexicon(people.particles)

/** Words written large in a row, with the particles and initials between them. */
function runsOf(text: Text): Run[] {
  const { words } = text
  const runs: Run[] = []
  let index = 0
  while (index < words.length) {
    const word = words[index]
    if (!word || !word.large || word.script !== 'latin') {
      index += 1
      continue
    }
    let to = index
    for (;;) {
      const next = continued(text, to)
      if (next === null) break
      to = next
    }
    runs.push({ from: index, to })
    index = to + 1
  }
  return runs
}

/** The index of the word that continues a name, or null. */
function continued(text: Text, index: number): number | null {
  const { words } = text
  for (let next = index + 1; next <= index + 3; next += 1) {
    const word = words[next]
    const previous = words[next - 1]
    if (!word || !previous || word.script !== 'latin') return null
    const gap = text.text.slice(previous.end, word.start)
    const initial = previous.end - previous.start === 1
    if (!/^(?:[ \u00a0]-?|-)$/.test(gap) && !(initial && /^\. ?-?$/.test(gap))) return null
    if (word.large) return next
    if (!particles.has(word)) return null
  }
  return null
}

/** Names in a text of which `language` is the BCP 47 tag. */
export function latinNames(
  text: Text,
  language: string,
  places: KnownPlaces,
  bodies: Bodies,
): Found[] {
  const found: Found[] = []
  const things = wordsOfThings(text, bodies)
  for (const run of runsOf(text)) {
    for (const name of namesIn(text, run, language, places, things)) {
      const start = text.words[name.from]?.start ?? 0
      const end = text.words[name.to]?.end ?? start
      found.push({ start, end, reason: 'person' })
    }
  }
  return found
}

/** A run without its common words, titles and words for relatives: the pieces that may be names, and are. */
function namesIn(
  text: Text,
  run: Run,
  language: string,
  places: KnownPlaces,
  things: ReadonlySet<number>,
): Run[] {
  const names: Run[] = []
  let from = -1
  const close = (to: number) => {
    if (from < 0) return
    const trimmed = trim(text, { from, to }, language, places)
    if (trimmed && isName(text, trimmed, language, places)) names.push(trimmed)
    from = -1
  }
  for (let index = run.from; index <= run.to; index += 1) {
    const word = text.words[index]
    if (!word) break
    // 'O' and 'A' at a sentence's beginning are articles, and no initials.
    const article = word.first && word.end - word.start === 1 && text.text[word.end] === ' '
    const grade = article ? 'none' : word.large ? gradeOf(word, language, places) : null
    const cue = index < run.to && from < 0 && (isTitle(word, language) || isKin(word, language))
    if (grade === 'none' || cue || things.has(index)) close(index - 1)
    else if (from < 0 && word.large) from = index
  }
  close(run.to)
  return names
}

/** Drops particles at the end, and a sentence's first word that is a common one. */
function trim(text: Text, run: Run, language: string, places: KnownPlaces): Run | null {
  let { from, to } = run
  while (to > from && !text.words[to]?.large) to -= 1
  const first = text.words[from]
  const hyphen = text.text.slice(first?.end, (first?.end ?? 0) + 1) === '-'
  if (first?.first && from < to && !hyphen && !first.upper) {
    const grade = gradeOf(first, language, places)
    const second = text.words[from + 1]
    const known = second && ['sure', 'likely', 'given'].includes(gradeOf(second, language, places))
    if (grade === 'plain' || (grade === 'unknown' && known)) from += 1
    while (from < to && !text.words[from]?.large) from += 1
  }
  return to - from > 7 ? { from, to: from + 7 } : { from, to }
}

function isName(text: Text, run: Run, language: string, places: KnownPlaces): boolean {
  const words = text.words.slice(run.from, run.to + 1).filter(({ large }) => large)
  const grades = words.map((word) => gradeOf(word, language, places))
  if (!isLikely(text, run, words, grades, language, places)) return false
  if (inAddressOrPath(text, run)) return false
  return !isPublic(text, run)
}

function isLikely(
  text: Text,
  run: Run,
  words: Word[],
  grades: Grade[],
  language: string,
  places: KnownPlaces,
): boolean {
  const count = (...sought: Grade[]) => grades.filter((one) => sought.includes(one)).length
  const first = words[0]
  if (!first || count('initial') === grades.length) return false
  const cue = cueBefore(text, run, language)
  if (cue === 'title' || cue === 'kunya') return count('plain') < grades.length || cue === 'kunya'
  if (titleAfter(text, run, language) || isKunya(words)) return true
  if (isNickname(text, run) && count('plain') < grades.length) return true
  if (isCalledThing(text, run)) return false
  if (count('sure') > 0) {
    const city = grades.length === 1 && isLargeCity(first.key)
    return !isPlaceCompound(text, run, grades) && !(city && afterPlaceWord(text, run, language))
  }
  if (isAged(text, run) && (!first.first || count('given', 'likely', 'part') > 0)) return true
  if (
    words.some(({ key }) => /(?:ovic|evic|oglu|ogullari|ovich|zadeh)$/.test(key)) &&
    grades.length > 1
  )
    return true
  if (count('initial') > 0) return hasInitial(text, run, words, grades, language)
  if (cue !== null) {
    if (cue === 'kin' && words.every(({ upper, key }) => upper && key.length > 4)) return true
    const named = words.filter((word, n) => isNamed(word, grades[n] ?? 'none', language)).length
    return named > 0 && named + count('initial') === grades.length
  }
  if (grades.length > 1 && isLargeCity(words.map(({ key }) => key).join(' '))) return false
  if (isNamedThing(text, run)) return false
  if (afterPlaceWord(text, run, language) || words.some(isMadeOfCapitals)) return false
  if (count('likely', 'given') === 0 && isThing(text, run, language)) return false
  return grades.length === 1
    ? standsAlone(text, run, first, grades[0] ?? 'none', language, places)
    : standTogether(text, run, words, grades, language)
}

/** Whether a word can be a name beside a word that says so. */
const isNamed = (word: Word, grade: Grade, language: string) =>
  grade === 'given' ||
  grade === 'likely' ||
  (grade === 'unknown' && !word.upper) ||
  (grade === 'part' && !isOrdinaryWord(word.key, language))

/** Whether one word by itself is a name. */
function standsAlone(
  text: Text,
  run: Run,
  word: Word,
  grade: Grade,
  language: string,
  places: KnownPlaces,
): boolean {
  if (word.upper && word.key.length < 6) return false
  if (grade === 'likely') {
    if (afterArticle(text, run, language)) return false
    if (!word.first) return true
    return hasWordList(language) || verbAfter(text, run, language)
  }
  if (grade === 'given') {
    if (besideAnotherName(text, run, language) || hasRelative(text, run, language)) return true
    // In mid-sentence, where nouns are written small, a large word that acts is somebody.
    const unsure = isAmbiguous(word.key) && (word.first || language.startsWith('de'))
    return !unsure && actsAsPerson(text, run, language)
  }
  if (grade !== 'unknown' && grade !== 'part') return false
  if (word.upper || besidePlace(text, run, places)) return false
  if (isOrdinaryWord(word.key, language)) return false
  return word.first
    ? verbAfter(text, run, language, 'strong')
    : actsAsPerson(text, run, language) && !(language.startsWith('de') && isGermanNoun(word.key))
}

/** 'CeSI', 'HelsinkiMissio', 'NGOs': nobody's name. */
const isMadeOfCapitals = ({ written }: Word) =>
  /\p{Lu}\p{Lu}|\p{Ll}\p{Lu}/u.test(written) && /\p{Ll}/u.test(written)
    ? !/^(?:Mc|Mac|De|Di|Du|La|Le|El|Al|Van|Ben|Abu?|O['’]|N['’]|D['’]|L['’])\p{Lu}\p{Ll}/u.test(
        written,
      )
    : false

/** Languages of which no list of common words is at hand: any first word may be one. */
const hasWordList = (language: string) => !/^(?:sw|so)/.test(language)

/** Whether words in a row are a name: a given one among them, or all of them in no list of words. */
function standTogether(
  text: Text,
  run: Run,
  words: Word[],
  grades: Grade[],
  language: string,
): boolean {
  const first = words[0]
  if (!first) return false
  const count = (...sought: Grade[]) => grades.filter((one) => sought.includes(one)).length
  if (words.every(({ upper }) => upper) && count('likely') === 0) return false
  const plain = count('plain')
  if (grades[0] === 'likely' || grades[0] === 'given') {
    if (plain === 0) return !(first.first && isAmbiguous(first.key))
    return grades[0] === 'likely' && grades.length === 2 && !hasThing(text, run)
  }
  if (plain > 0) return false
  if (count('likely') > 0) return true
  if (words.some(({ key, upper }) => isAmbiguous(key) || upper)) return false
  if (first.first) {
    const nouns = language.startsWith('de') && words.every(({ key }) => isGermanNoun(key))
    return verbAfter(text, run, language, nouns ? 'strong' : 'any')
  }
  if (language.startsWith('de')) return count('part') === grades.length
  return true
}

/** A quoted or linked title rather than somebody: signs of one stand around. */
function hasThing(text: Text, { from, to }: Run): boolean {
  const before = text.text.slice(
    Math.max(0, (text.words[from]?.start ?? 0) - 1),
    text.words[from]?.start,
  )
  const after = text.text.slice(text.words[to]?.end ?? 0, (text.words[to]?.end ?? 0) + 1)
  return /["«“„]/.test(before) || /["»”]/.test(after)
}

/** 'K. Traoré', 'Mo B.': an initial with a word that is not the beginning of a sentence. */
function hasInitial(
  text: Text,
  run: Run,
  words: Word[],
  grades: Grade[],
  language: string,
): boolean {
  const last = grades.length - 1
  const named = words.some((word, n) => isNamed(word, grades[n] ?? 'none', language))
  if (grades[last] === 'initial') {
    const end = words[last]?.end ?? 0
    return (
      (named && grades[0] !== 'unknown') ||
      (grades.length === 2 &&
        text.text[end] === '.' &&
        /^\.[\s]*[:,;)\p{Ll}]/u.test(text.text.slice(end, end + 4)))
    )
  }
  const first = words[0]
  const dotted = first !== undefined && text.text[first.end] === '.'
  const before = text.text.slice(Math.max(0, (first?.start ?? 0) - 2), first?.start ?? 0)
  return (
    dotted &&
    !/[\p{L}.]$/u.test(before) &&
    !words.some(({ upper }) => upper) &&
    (named || !/[.!?]\s$/.test(before))
  )
}

/** 'Saint-Denis', 'Ali-Sabieh', 'Dar-es-Salaam': one word of which only a part is a name. */
function isPlaceCompound(text: Text, run: Run, grades: Grade[]): boolean {
  if (run.from === run.to || !grades.some((grade) => grade === 'plain' || grade === 'unknown'))
    return false
  const whole = text.text.slice(text.words[run.from]?.start, text.words[run.to]?.end)
  if (!/^[\p{L}'’]+(?:-[\p{L}'’]+)+$/u.test(whole)) return false
  const previous = text.words[run.from - 1]
  return (
    previous !== undefined &&
    /^(?:a|in|en|em|u|ne|di|a|nach|aus|de|from|near|to|at)$/.test(previous.key)
  )
}

/** Part of an address on the web, an e-mail address or a name on a network: found elsewhere. */
export function inAddressOrPath(text: Text, { from, to }: Run): boolean {
  const start = text.words[from]?.start ?? 0
  const end = text.words[to]?.end ?? 0
  const before = text.text.slice(Math.max(0, start - 1), start)
  const after = text.text.slice(end, end + 2)
  return /[@/_=%&?#]/.test(before) || /^[@/_=%&#]|^\.\p{L}/u.test(after)
}
