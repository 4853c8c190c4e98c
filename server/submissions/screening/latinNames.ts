import people from './words/people.json' with { type: 'json' }
import type { Found } from './found.ts'
import { Lexicon } from './lexicon.ts'
import { isAmbiguous, isCommonWord, isGivenName, isNamePart, isSureName } from './nameLists.ts'
import type { KnownPlaces } from './places.ts'
import { isPublic } from './publicRoles.ts'
import type { Text, Word } from './text.ts'

/** Names of persons in Latin letters: words written large that are known as names, or that what stands beside says are. */

const particles = new Lexicon(people.particles)
const kunya = new Lexicon(people.kunya)
const titlesAfter = new Lexicon(people.titlesAfter)
const both = /^(?: (?:e|y|et|und|and|en|i|dhe|dan|na|iyo|ve|ile|&) )$/
const age =
  /^\s?(?:\((?:aged? |c\. ?|ca\. ?)?\d{1,2}(?:[ -]?(?:years?|yrs?|yo|ans|años|anos|jahre?n?|jaar|anni|yaş\p{L}*|god\p{L}*|vjeç\p{L}*|tahun|miaka|jir))?[),]|, ?(?:aged? |lij[ae]? )?\d{1,2}(?=,| (?:years?|ans|años|anos|jahre?|jaar|anni|yaş|god|vjeç|tahun|jir))|,? (?:yenye )?(?:umri wa )?miaka \d| ?, ?\d{1,2} ?(?:yaşında|godina|vjeç))/iu

type Grade = 'sure' | 'given' | 'part' | 'initial' | 'plain' | 'none'

/** Lexicons of one language with those of names that travel. */
function forLanguage<K extends string>(lists: Record<K, string>) {
  const made = new Map<string, Lexicon>()
  return (language: string): Lexicon => {
    const tag = language.slice(0, 2).toLowerCase()
    const known = made.get(tag)
    if (known) return known
    const own = Object.entries<string>(lists).filter(
      ([key]) => key === tag || key === 'other' || key === 'en',
    )
    const lexicon = new Lexicon(
      ...(own.some(([key]) => key === tag) ? own : Object.entries<string>(lists)).map(
        ([, list]) => list,
      ),
    )
    made.set(tag, lexicon)
    return lexicon
  }
}
const titlesOf = forLanguage(people.titles)
const namingOf = forLanguage(people.naming)
const kinOf = forLanguage(people.privatePersons)

/** Endings of cases in the languages whose names have them. */
const endings: Record<string, readonly string[]> = {
  bs: ['om', 'em', 'u', 'a', 'e', 'i', 'ova', 'in'],
  hr: ['om', 'em', 'u', 'a', 'e', 'i'],
  sr: ['om', 'em', 'u', 'a', 'e', 'i'],
  sq: ['it', 'in', 'i', 'un', 'ut', 'u', 'es', 'en', 'ja', 'e', 'n', 's'],
  de: ['s'],
  nl: ['s'],
  tr: [],
}

/** The forms in which a word may be a name: without what is put after it. */
function formsOf(word: Word, language: string): string[] {
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

export function gradeOf(word: Word, language: string, places: KnownPlaces): Grade {
  if (word.end - word.start === 1) return word.large ? 'initial' : 'none'
  if (isCommonWord(word.key)) return 'none'
  const forms = formsOf(word, language)
  const place = places.has(word.key)
  if (forms.some((form) => isSureName(form)) && !place) return 'sure'
  if (place) return 'none'
  if (forms.some((form) => isGivenName(form))) return 'given'
  if (forms.some((form) => isNamePart(form))) return 'part'
  return 'plain'
}

interface Run {
  from: number
  to: number
}

/** Words written large in a row, with the particles and initials between them. */
function runsOf(text: Text): Run[] {
  const { words } = text
  const runs: Run[] = []
  let index = 0
  while (index < words.length) {
    const word = words[index]
    if (!word || !isLarge(word)) {
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

const isLarge = (word: Word | undefined) =>
  word !== undefined &&
  word.script === 'latin' &&
  (word.large || (/^(?:al|el)-?$/.test(word.key) && false))

/** The index of the word that continues a name, or null. */
function continued(text: Text, index: number): number | null {
  const { words } = text
  for (let next = index + 1; next <= index + 3; next += 1) {
    const word = words[next]
    const previous = words[next - 1]
    if (!word || !previous || word.script !== 'latin') return null
    const gap = text.text.slice(previous.end, word.start)
    const initial = previous.end - previous.start === 1
    if (
      !(
        gap === ' ' ||
        gap === '-' ||
        gap === '\u00a0' ||
        gap === ' -' ||
        (initial && /^\. ?-?$/.test(gap))
      )
    )
      return null
    if (word.large) return next
    if (!particles.has(word)) return null
  }
  return null
}

/** Names in a text of which `language` is the BCP 47 tag. */
export function latinNames(text: Text, language: string, places: KnownPlaces): Found[] {
  const found: Found[] = []
  for (const run of runsOf(text)) {
    for (const name of namesIn(text, run, language, places)) {
      const start = text.words[name.from]?.start ?? 0
      const end = text.words[name.to]?.end ?? start
      found.push({ start, end, reason: 'person' })
    }
  }
  return [...found, ...lowerCase(text, language, places)]
}

/** A run without its common words: the pieces that may be names, and are. */
function namesIn(text: Text, run: Run, language: string, places: KnownPlaces): Run[] {
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
    const none = word.large && gradeOf(word, language, places) === 'none'
    if (none) close(index - 1)
    else if (from < 0 && word.large) from = index
  }
  close(run.to)
  return names
}

/** Drops particles at the ends, and a sentence's first word that no list knows. */
function trim(text: Text, run: Run, language: string, places: KnownPlaces): Run | null {
  let { from, to } = run
  while (to > from && !text.words[to]?.large) to -= 1
  const first = text.words[from]
  const hyphen = text.text.slice(first?.end, (first?.end ?? 0) + 1) === '-'
  if (
    first?.first &&
    from < to &&
    !hyphen &&
    gradeOf(first, language, places) === 'plain' &&
    !first.upper
  ) {
    const second = text.words[from + 1]
    const known = second && ['sure', 'given'].includes(gradeOf(second, language, places))
    if (known) from += 1
    while (from < to && !text.words[from]?.large) from += 1
  }
  return to - from > 7 ? { from, to: from + 7 } : { from, to }
}

function isName(text: Text, run: Run, language: string, places: KnownPlaces): boolean {
  const words = text.words.slice(run.from, run.to + 1).filter(({ large }) => large)
  const grades = words.map((word) => gradeOf(word, language, places))
  if (!isLikely(text, run, words, grades, language)) return false
  if (inAddressOrPath(text, run)) return false
  return !isPublic(text, run)
}

function isLikely(text: Text, run: Run, words: Word[], grades: Grade[], language: string): boolean {
  const count = (grade: Grade) => grades.filter((one) => one === grade).length
  const first = words[0]
  if (!first || count('initial') === grades.length) return false
  const cue = cueBefore(text, run, language)
  if (cue === 'title' || cue === 'kunya') return true
  if (titleAfter(text, run, language)) return true
  if (count('sure') > 0) return !isPlaceCompound(text, run, grades)
  const aged = age.test(
    text.text.slice(text.words[run.to]?.end, (text.words[run.to]?.end ?? 0) + 24),
  )
  if (aged && (!first.first || count('given') + count('part') > 0)) return true
  if (words.some(({ key }) => /(?:ovic|evic|oglu|ovich|zadeh)$/.test(key)) && grades.length > 1)
    return true
  if (count('initial') > 0) return hasInitial(text, run, words, grades)
  if (cue === 'kin' || cue === 'naming')
    return language.startsWith('de') ? count('given') + count('part') > 0 : true
  if (grades.length === 1) return count('given') === 1 && besideAnotherName(text, run, language)
  if (count('given') > 0)
    return !(
      first.first &&
      grades[0] === 'given' &&
      isAmbiguous(first.key) &&
      grades.slice(1).every((grade) => grade === 'plain')
    )
  return (
    count('part') >= 2 &&
    count('plain') === 0 &&
    !first.first &&
    !words.some(({ key, upper }) => isAmbiguous(key) || upper)
  )
}

/** 'K. Traoré', 'Mo B.': an initial with a word that is not the beginning of a sentence. */
function hasInitial(text: Text, run: Run, words: Word[], grades: Grade[]): boolean {
  const last = grades.length - 1
  const named = grades.some((grade) => grade === 'given' || grade === 'part')
  if (grades[last] === 'initial') {
    const end = words[last]?.end ?? 0
    return (
      named ||
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
  if (run.from === run.to || !grades.includes('plain')) return false
  const whole = text.text.slice(text.words[run.from]?.start, text.words[run.to]?.end)
  if (!/^[\p{L}'’]+(?:-[\p{L}'’]+)+$/u.test(whole)) return false
  const previous = text.words[run.from - 1]
  return (
    previous !== undefined &&
    /^(?:a|in|en|em|u|ne|di|a|nach|aus|de|from|near|to|at)$/.test(previous.key)
  )
}

/** What stands right before a name and says that it is one. */
function cueBefore(
  text: Text,
  { from }: Run,
  language: string,
): 'title' | 'kunya' | 'kin' | 'naming' | null {
  const previous = text.words[from - 1]
  const word = text.words[from]
  if (!previous || !word || previous.sentence !== word.sentence) return null
  const gap = text.text.slice(previous.end, word.start)
  if (/^\.? ?$/.test(gap)) {
    if (kunya.has(previous) && previous.key.length > 1) return 'kunya'
    if (titlesOf(language).has(previous)) return 'title'
  }
  if (/^,? ["«“„'‘]?$/.test(gap) && kinOf(language).has(previous) && !previous.first) return 'kin'
  if (
    /^(?::? ["«“„'‘]?|, )$/.test(gap) &&
    !/^, /.test(gap) &&
    namingOf(language).has(previous) &&
    !programmeNear(text, from)
  )
    return 'naming'
  return null
}

const programmes = new Lexicon(
  'project program* programme initiative centre center organisation organization group model method network campaign app tool projet dispositif reseau association proyecto iniciativa organizacion grupo red projeto organizacao projekt programm verein stichting project progetto associazione proje* dernek projekat udruzenje projekti shoqata proyek yayasan mradi mpango mashruuc* camp village street park town city',
)

function programmeNear(text: Text, from: number): boolean {
  return programmes.someIn(text, Math.max(0, from - 6), from)
}

function titleAfter(text: Text, { to }: Run, language: string): boolean {
  const next = text.words[to + 1]
  const last = text.words[to]
  if (last && titlesAfter.has(last)) return language.startsWith('tr')
  return (
    next !== undefined &&
    last !== undefined &&
    language.startsWith('tr') &&
    titlesAfter.has(next) &&
    text.text.slice(last.end, next.start) === ' '
  )
}

/** 'Aurora e Mattia': two given names joined. */
function besideAnotherName(text: Text, { from, to }: Run, language: string): boolean {
  const test = (a: number, b: number, other: number) => {
    const left = text.words[a]
    const right = text.words[b]
    const word = text.words[other]
    if (!left || !right || !word?.large || !both.test(text.flat.slice(left.end, right.start)))
      return false
    return formsOf(word, language).some((form) => isGivenName(form)) && !isAmbiguous(word.key)
  }
  return (
    !isAmbiguous(text.words[from]?.key ?? '') &&
    (test(to, to + 2, to + 2) || test(from - 2, from, from - 2))
  )
}

/** Part of an address on the web, an e-mail address or a name on a network: found elsewhere. */
function inAddressOrPath(text: Text, { from, to }: Run): boolean {
  const start = text.words[from]?.start ?? 0
  const end = text.words[to]?.end ?? 0
  const before = text.text.slice(Math.max(0, start - 1), start)
  const after = text.text.slice(end, end + 2)
  return /[@/_=%&?#]/.test(before) || /^[@/_=%&#]|^\.\p{L}/u.test(after)
}

/** Names in small letters, as in notes: a sure given name with another, or in a text that writes none large. */
function lowerCase(text: Text, language: string, places: KnownPlaces): Found[] {
  const found: Found[] = []
  const { words } = text
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]
    if (!word || word.large || word.script !== 'latin' || word.key.length < 4) continue
    const next = words[index + 1]
    const joined =
      next !== undefined && !next.large && text.text.slice(word.end, next.start) === ' '
    const given = isGivenName(word.key) && !isAmbiguous(word.key)
    if (!given || inAddressOrPath(text, { from: index, to: index }) || isSmallWord(word.key))
      continue
    const family = joined && next.key.length > 3 && !isCommonWord(next.key)
    const raw = /^\P{L}*\p{Ll}/u.test(
      text.text.slice(
        text.sentences[word.sentence]?.start,
        (text.sentences[word.sentence]?.start ?? 0) + 12,
      ),
    )
    const sure = isSureName(word.key)
    const cued = cueBefore(text, { from: index, to: index }, language) !== null
    const known =
      family &&
      (/(?:oglu|ovic|ovich|evic)$/.test(next.key) ||
        (sure && isNamePart(next.key) && !isAmbiguous(next.key)))
    if (!(known || (raw && sure) || (sure && cued)) || places.has(word.key)) continue
    const to = family && (known || raw) ? index + 1 : index
    if (isPublic(text, { from: index, to })) continue
    found.push({ start: word.start, end: words[to]?.end ?? word.end, reason: 'person' })
    index = to
  }
  return found
}

const smallWords = new Set(
  'sara lina mina mira clara rosa marina pilar pilar franco sami hana wati siti murni lestari hidayat imam umar indah utami amal amin nada rima nora noura sala salma salam dina wafa mona luna jamal jamil kamal karim hadi hani majid alan dean mark jack bill frank drew harry josh mike bobby tony grant carol iris olive hazel ruby pearl dolly polly rusty randy jean jeans guy luc rose marguerite pierre chance constance prudence modeste parfait prosper juste innocent dolores mercedes consuelo esperanza amparo socorro remedios rocio soledad luz sol mar leon angel jesus cruz domingo julio vera lena lieve floor merel roos wil rein gerust hans jan piet elma dario serena chiara bianca bruna gaia gioia celeste allegra libera vittoria marina mario gino asli baran bahar beren can ceren deniz derya dilek ekin ela emel engin eren gizem hale irmak kaya melek mert nehir onur ozan pelin pinar sevda sevgi seda sinan su tuna umut yasin yavuz zafer zara neema amani baraka juma jumaa bahati furaha pendo riziki subira zawadi asha maina mosi nuru rehema saidi salama tatu zuri nimo hodan hibo idil ladan sagal ubax deeqa bile cali besa drita era lule mira vera zana agim besim bujar fatos flamur ilir kushtrim liridon mentor petrit visar visare luan vesna zora mila nada jasna jasmin dragan slavica milan goran zoran dina haris maja sanja taja tea edin emir harun ismet fikret nasim'.split(
    ' ',
  ),
)
const isSmallWord = (key: string) => smallWords.has(key)

/** Names in a file's name, where small letters are as good as large ones. */
export function fileNameNames(text: Text, language: string, places: KnownPlaces): Found[] {
  const found = latinNames(text, language, places)
  text.words.forEach((word, index) => {
    if (word.large || word.script !== 'latin' || word.key.length < 3 || places.has(word.key)) return
    if (found.some(({ start, end }) => start <= word.start && end >= word.end)) return
    if (!isSureName(word.key) || isSmallWord(word.key)) return
    const next = text.words[index + 1]
    const to =
      next &&
      !isCommonWord(next.key) &&
      next.key.length > 2 &&
      text.text.slice(word.end, next.start) === ' '
        ? index + 1
        : index
    if (isPublic(text, { from: index, to })) return
    found.push({ start: word.start, end: text.words[to]?.end ?? word.end, reason: 'person' })
  })
  return found
}
