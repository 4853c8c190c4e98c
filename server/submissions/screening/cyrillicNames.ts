import people from './words/people.json' with { type: 'json' }
import words from './words/cyrillicWords.json' with { type: 'json' }
import type { Found } from './found.ts'
import { Lexicon } from './lexicon.ts'
import { cyrillicAmbiguous, cyrillicGiven } from './nameLists.ts'
import type { KnownPlaces } from './places.ts'
import { isPublic } from './publicRoles.ts'
import { flatten, type Text, type Word } from './text.ts'

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

type Grade = 'sure' | 'given' | 'patronymic' | 'family' | 'initial' | 'plain' | 'none'

function gradeOf(word: Word, places: KnownPlaces): Grade {
  if (word.script !== 'cyrillic' || (!word.large && !patronymicWord.has(word.key))) return 'none'
  if (word.end - word.start === 1) return 'initial'
  if (patronymicWord.has(word.key)) return 'patronymic'
  if (common.has(word) || places.has(word.key)) return 'none'
  const given = givenForms().get(word.key)
  if (given !== undefined) return given ? 'given' : 'sure'
  if (patronymic.test(word.key)) return 'patronymic'
  if (family.test(word.key) && !notFamily.has(word)) return 'family'
  return 'plain'
}

/** Names in a text in Cyrillic letters. */
export function cyrillicNames(text: Text, places: KnownPlaces): Found[] {
  const found: Found[] = []
  const { words: all } = text
  let index = 0
  while (index < all.length) {
    const word = all[index]
    if (!word || word.script !== 'cyrillic') {
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
    gradeOf(first, places) === 'plain' &&
    next &&
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
  const previous = text.words[from - 1]
  const previousKey = previous?.sentence === first.sentence ? (previous?.key ?? '') : ''
  const single = grades.length === 1
  const inPlace = /^(?:в|во|из|под|близ|над|города?|селе?|село)$/.test(previousKey)
  if (has('patronymic') && !(single && /^(?:[оу]гл|к[ыи]з)/.test(first.key))) return true
  if (has('initial')) return besideInitials(text, from, to, grades)
  if (has('sure')) return !(single && inPlace)
  if (cueBefore(text, from)) return !(single && inPlace)
  if (age.test(text.text.slice(last.end, last.end + 16)) && !(first.first && single)) return true
  if (has('given') && grades.length > 1) return has('family') || !first.first
  if (has('given')) return personVerbs.someIn(text, to + 1, to + 5) && !isQuoted(text, first)
  if (!has('family') || inPlace || first.first)
    return (
      first.first &&
      single &&
      /(?:ову|еву|овым|евым|овой|евой|енко)$/.test(first.key) &&
      personal(text, to) &&
      !inPlace
    )
  if (grades.length > 1) return !has('plain')
  return familyStrong.test(first.key) && !isQuoted(text, first)
}

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
  if (!word || word.key.length < 4 || givenForms().get(word.key) !== false) return null
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
