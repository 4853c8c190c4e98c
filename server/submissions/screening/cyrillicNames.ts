import people from './words/people.json' with { type: 'json' }
import words from './words/cyrillicWords.json' with { type: 'json' }
import type { Found } from './found.ts'
import { Lexicon } from './lexicon.ts'
import { cyrillicAmbiguous, cyrillicGiven } from './nameLists.ts'
import type { KnownPlaces } from './places.ts'
import { isPublic } from './publicRoles.ts'
import { isOrdinaryRussian } from './ordinaryWords.ts'
import { isLargeCity } from './largeCities.ts'
import { flatten, noWord, type Text, type Word } from './text.ts'

/** Names of persons in Cyrillic letters, in every case. */

const endings = ['', 'а', 'у', 'ом', 'ем', 'е', 'ы', 'и', 'ой', 'ей', 'я', 'ю', 'ью']

/** All cases of the given names, each with whether it is a word as well. */
let forms: Map<string, boolean> | null = null
function givenForms(): Map<string, boolean> {
  if (forms) return forms
  forms = new Map()
  for (const name of cyrillicGiven()) {
    const ambiguous = cyrillicAmbiguous().has(name)
    for (const stem of stemsOf(name)) {
      for (const ending of endings) {
        const form = stem + ending
        if (form.length > 2 && (stem !== name || fits(name, ending))) forms.set(form, ambiguous)
      }
    }
    forms.set(name, ambiguous)
  }
  for (const word of flatten(words.notNames).split(' ')) forms.delete(word)
  return forms
}

function stemsOf(name: string): string[] {
  if (name === 'павел') return ['павл']
  if (/[аяйьи]$/.test(name)) return [name.slice(0, -1)]
  return [name]
}
const fits = (name: string, ending: string) =>
  ending === '' || !/[аяйь]$/.test(name) || name.length > 8

const patronymic = /^.{2,}(?:[ое]вич|ьич|[ое]вн|ичн|иничн)(?:а|у|ем|ом|е|ы|ой|ей)?$/
const patronymicWord = new Set('оглы оглу кызы кизи улы уулу угли огли гызы'.split(' '))
const family =
  /^.{2,}(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ы|ых|ыми|ом)?|[цс]к(?:ий|ого|ому|им|ом|ая|ой|ую)|енко|швили|дзе|заде|(?:ян|янц|юк|чук)(?:а|у|ом|е)?|баев.{0,2})$/
const familyStrong = /^.{3,}(?:(?:[ое]в)(?:а|у|ым|ой|е)?|енко|швили|дзе|чук(?:а|у|ом|е)?)$/
const notFamily = new Lexicon(words.notFamily)
const kin = new Lexicon(people.privatePersons.ru)
const naming = new Lexicon(people.naming.ru)
const titles = new Lexicon(words.titles)
const personVerbs = new Lexicon(words.personVerbs)
const common = new Lexicon(words.common)
const age = /^\s?(?:\(|, ?)(?:\d{1,2})(?:[ -]?(?:лет|года|год|летн)|[),])/u

type Grade = 'sure' | 'given' | 'patronymic' | 'family' | 'initial' | 'unknown' | 'plain' | 'none'

function gradeOf(word: Word, places: KnownPlaces): Grade {
  if (word.script !== 'cyrillic' || (!word.large && !patronymicWord.has(word.key))) return 'none'
  if (word.end - word.start === 1) return 'initial'
  if (patronymicWord.has(word.key)) return 'patronymic'
  if (common.has(word) || isKnownPlace(word.key, places)) return 'none'
  const given = givenForms().get(word.key)
  if (given !== undefined) return given ? 'given' : 'sure'
  if (patronymic.test(word.key)) return 'patronymic'
  if (family.test(word.key) && !notFamily.has(word)) return 'family'
  return isUnknown(word) ? 'unknown' : 'plain'
}

/** Adjectives of places and peoples, and words that are none of a person's. */
const notPersonal =
  /(?:ск(?:ий|ая|ое|ие|ого|ой|ому|им|ом|ую|их|ими)|ость|ости|ство|ства|стве|ение|ения|ении|ании|ци[яиюй]|цией|циях|циям|циями)$/

const adjective =
  /.[бвгджзклнпрстхцчшщ](?:ого|его|ому|ему|ыми|ими|ых|их|ый|ий|ая|яя|ое|ее|ую|юю|ым|им|ые|ие)$/

/** Places in any case: Узбекистана, в Бухаре. */
function isKnownPlace(key: string, places: KnownPlaces): boolean {
  if (places.has(key)) return true
  const stem = key.replace(/(?:ом|ой|ей|ем|ах|ам|а|у|е|ы|и|ю|я)$/, '')
  return stem.length > 3 && ['', 'а', 'я', 'ь', 'й', 'и', 'ы'].some((end) => places.has(stem + end))
}

const isUnknown = (word: Word) =>
  word.key.length > 3 &&
  !word.upper &&
  !notPersonal.test(word.key) &&
  !adjective.test(word.key) &&
  !notFamily.has(word) &&
  !isOrdinaryRussian(word.key) &&
  !isLargeCity(word.key)

/** Names in a text in Cyrillic letters. */
export function cyrillicNames(text: Text, places: KnownPlaces): Found[] {
  const found: Found[] = []
  const { words: all } = text
  let index = 0
  while (index < all.length) {
    const word = all[index]
    if (!word || word.script !== 'cyrillic' || isSmallWord(text, word)) {
      index += 1
      continue
    }
    if (gradeOf(word, places) === 'none') {
      const small = word.large ? null : inSmallLetters(text, index)
      if (small !== null && !isPublic(text, { from: index, to: small })) {
        found.push({ start: word.start, end: all[small]?.end ?? word.end, reason: 'person' })
        index = small
      }
      index += 1
      continue
    }
    let to = index
    while (to < index + 5 && joins(text, to) && gradeOf(all[to + 1] ?? word, places) !== 'none')
      to += 1
    const from = dropUnknownFirst(text, index, to, places)
    if (isName(text, from, to, places) && !isPublic(text, { from, to })) {
      found.push({ start: all[from]?.start ?? 0, end: all[to]?.end ?? 0, reason: 'person' })
    }
    index = to + 1
  }
  return found
}

/** 'В' at the head of a sentence is no initial: that has its stop. */
const isSmallWord = (text: Text, word: Word) =>
  word.end - word.start === 1 && text.text[word.end] !== '.' && common.has(word)

function joins(text: Text, index: number): boolean {
  const word = text.words[index]
  const next = text.words[index + 1]
  if (!word || !next) return false
  const gap = text.text.slice(word.end, next.start)
  const initial = word.end - word.start === 1
  return gap === ' ' || gap === '-' || gap === '\u00a0' || (initial && /^\. ?$/.test(gap))
}

/** A sentence's first word is large anyhow. */
function dropUnknownFirst(text: Text, from: number, to: number, places: KnownPlaces): number {
  const first = text.words[from]
  const next = text.words[from + 1]
  return first?.first &&
    from < to &&
    !first.upper &&
    ['plain', 'unknown'].includes(gradeOf(first, places)) &&
    next &&
    !(gradeOf(first, places) === 'unknown' && gradeOf(next, places) === 'family') &&
    gradeOf(next, places) !== 'initial'
    ? from + 1
    : from
}

function isName(text: Text, from: number, to: number, places: KnownPlaces): boolean {
  const words = text.words.slice(from, to + 1)
  const grades = words.map((word) => gradeOf(word, places))
  const has = (grade: Grade) => grades.includes(grade)
  const first = words[0]
  const last = words.at(-1)
  if (!first || !last) return false
  const single = grades.length === 1
  const inPlace = isInPlace(text, from)
  if (has('patronymic') && !(single && /^(?:[оу]гл|к[ыи]з)/.test(first.key))) return true
  if (has('initial')) return besideInitials(text, from, to, grades)
  if (text.flat.slice(last.end, last.end + 7).startsWith('-байрам')) return false
  if (called.test(text.flat.slice(last.end, last.end + 40))) return true
  if (has('sure')) return !(inPlace && (single || isOnePlace(text, from, to)))
  if (cueBefore(text, from)) return !(single && inPlace)
  if (age.test(text.text.slice(last.end, last.end + 16)) && !(first.first && single)) return true
  if (inPlace || isQuoted(text, first)) return false
  if (has('given')) {
    if (single) return personal(text, to) && !isNounHere(text, to)
    return has('family') || has('unknown') || !first.first
  }
  if (first.first && single)
    return declined.test(first.key) ? personal(text, to) : verbNext(text, to, first)
  if (has('plain')) return false
  if (single && grades[0] === 'family') return familyStrong.test(first.key) || !first.first
  if (single) return !isAfterThing(text, from)
  return !first.first || verbNext(text, to, first)
}

/** 'Надежда на встречу': what a hope or a faith is for. */
const isNounHere = (text: Text, to: number) =>
  /^ (?:на|в|во|и|к|о|об|за|для|между) /.test(
    text.flat.slice(text.words[to]?.end ?? 0, (text.words[to]?.end ?? 0) + 8),
  )

const declined = /(?:ову|еву|овым|евым|овой|евой|енко)$/

/** 'X, as everybody called him'. */
const called =
  /^,? (?:как (?:его|ее) (?:звали|зовут|называ)|по (?:кличке|прозвищу)|так (?:его|ее) звали)/u

/** 'Сен-Дени', 'Сан-Хосе': joined by hyphens, one place. */
const isOnePlace = (text: Text, from: number, to: number) =>
  /^[\p{L}]+(?:-[\p{L}]+)+$/u.test(text.text.slice(text.words[from]?.start, text.words[to]?.end))

const placeWords =
  /^(?:в|во|из|под|близ|над|на|через|до|около|между|город|города|городе|городом|городу|село|села|селе|селом|селу|поселок|поселка|поселке|аул|аула|ауле|кишлак|кишлака|кишлаке|район|района|районе|область|области|республика|республики|республике|край|края|крае|столица|столице|станция|станции|река|реки|махалля|махалле|махалли|округ|округа)$/

/** Whether a place is named so, also further on in a row of them: 'из Владимира, Виктории и Сен-Дени'. */
function isInPlace(text: Text, from: number): boolean {
  const { words } = text
  for (let index = from; index > from - 12; index -= 1) {
    const previous = words[index - 1]
    const word = words[index]
    if (!previous || !word || previous.sentence !== word.sentence) return false
    if (placeWords.test(previous.key)) return index === from || !personsIn(text, index, from)
    const gap = text.text.slice(previous.end, word.start)
    if (!/^(?:,? |-)$/.test(gap) || !(previous.large || previous.key === 'и')) return false
  }
  return false
}

/** Between the preposition and the name stand only places: no blank joins a name to what stands before. */
const personsIn = (text: Text, start: number, from: number) =>
  text.words[from - 1]?.large === true &&
  !/[,-]/.test(text.text.slice(text.words[from - 1]?.end, text.words[from]?.start)) &&
  start < from

const things = new Lexicon(
  'программ* проект* инициатив* центр* фонд* организаци* движени* партия партии газет* журнал* радио канал* компани* фирм* сеть сети модел* метод* операци* группировк* клуб* театр* кафе магазин* завод* отел* гостиниц* приложени* рейс* фестивал* конкурс* премия премии ансамбл* команд*',
)
const isAfterThing = (text: Text, from: number) => things.has(text.words[from - 1] ?? noWord)

/** Whether a verb of persons follows what stands first in its sentence. */
function verbNext(text: Text, to: number, first: Word): boolean {
  const next = text.words[to + 1]
  return (
    next !== undefined &&
    isUnknownOrFamily(first) &&
    /^,? $/.test(text.text.slice(text.words[to]?.end, next.start)) &&
    personVerbs.has(next)
  )
}

const isUnknownOrFamily = (word: Word) => isUnknown(word) || familyStrong.test(word.key)

/** Whether somebody does something, or something is done to somebody, right after. */
function personal(text: Text, to: number): boolean {
  return personVerbs.someIn(text, to + 1, to + 4)
}

const isQuoted = (text: Text, word: Word) =>
  /[«"“]/.test(text.text.slice(Math.max(0, word.start - 1), word.start))

function besideInitials(text: Text, from: number, to: number, grades: Grade[]): boolean {
  if (grades.every((grade) => grade === 'initial')) return false
  const dotted = text.words
    .slice(from, to + 1)
    .some((word) => word.end - word.start === 1 && text.text[word.end] === '.')
  return dotted || grades.includes('sure') || grades.includes('family')
}

function cueBefore(text: Text, from: number): boolean {
  const previous = text.words[from - 1]
  const word = text.words[from]
  if (!previous || !word || previous.sentence !== word.sentence) return false
  const gap = text.text.slice(previous.end, word.start)
  if (!/^(?:\.? |: ?|, | [«"“]|-)$/.test(gap)) return false
  if (gap === ', ') return false
  return (
    (titles.has(previous) || kin.has(previous) || naming.has(previous)) &&
    !(gap.includes('«') && !naming.has(previous) && !kin.has(previous))
  )
}

/** In notes: a given name with a family name, in small letters. Gives the index of its last word. */
function inSmallLetters(text: Text, index: number): number | null {
  const word = text.words[index]
  const next = text.words[index + 1]
  if (!word || word.key.length < 4) return null
  const after = text.words[index + 1]
  // 'петров сергей': in lists the family's name stands first.
  if (
    after &&
    !after.large &&
    familyStrong.test(word.key) &&
    !notFamily.has(word) &&
    givenForms().get(after.key) === false &&
    text.text.slice(word.end, after.start) === ' '
  )
    return index + 1
  if (givenForms().get(word.key) !== false) return null
  const joined = next !== undefined && text.text.slice(word.end, next.start) === ' '
  if (
    joined &&
    !next.large &&
    (familyStrong.test(next.key) || patronymic.test(next.key)) &&
    !notFamily.has(next)
  )
    return index + 1
  return null
}
