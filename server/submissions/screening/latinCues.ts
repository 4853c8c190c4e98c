import people from './words/people.json' with { type: 'json' }
import verbs from './words/personVerbs.json' with { type: 'json' }
import { formsOf } from './latinGrades.ts'
import { isLargeCity } from './largeCities.ts'
import { byLanguage, Lexicon } from './lexicon.ts'
import { isAmbiguous, isGivenName } from './nameLists.ts'
import type { KnownPlaces } from './places.ts'
import { noWord, type Text, type Word } from './text.ts'

/** What stands beside words in Latin letters and says that they are a name. */

/** Where words stand: indexes of the first and the last. */
export interface Run {
  from: number
  to: number
}

const titlesOf = byLanguage(people.titles, ['other', 'en'])
const namingOf = byLanguage(people.naming, ['other', 'en'])
const kinOf = byLanguage(people.privatePersons, ['other', 'en'])
const verbsOf = byLanguage(verbs, ['en'])
const particles = new Lexicon('van von de den der ten ter el al ben bin le la du di da dos das')
const kunya = new Lexicon(people.kunya)
const kunyaFirst = /^(?:o?umm?|ummi|abuu?|abou|aboe|ebu)$/
const kunyaPlaces =
  /^(?:dhabi|ghraib|ghuraib|simbel|kamal|zaabal|nidal|sayyaf|salim|hamad|musa|gosh)$/

/** 'Abu X', 'Umm X': somebody by a child's name, but for some places. */
export const isKunya = (words: readonly Word[]) =>
  words.length > 1 && kunyaFirst.test(words[0]?.key ?? '') && !kunyaPlaces.test(words[1]?.key ?? '')

const titlesAfter = new Lexicon(people.titlesAfter)
const whose = new Lexicon(
  "of de d du do da di del della dello von van od e te ya wa cha za la dari si d'",
)
/** What somebody has and no place or body: a story, a way, a sentence. */
const paths = new Lexicon(
  'caso cas fall geval vaka slucaj slucaju rast rasti kasus kisa story journey progress sentence release birthday parcours histoire peine sortie recorrido historia condena salida cumpleanos percurso pena saida aniversario weg haft entlassung geburtstag traject verhaal straf vrijlating verjaardag percorso storia condanna scarcerazione compleanno put prica izlazak rodendan rruga historia lirimi kisah kebebasan hadithi sheekada',
)
const beside = new Lexicon(
  "told asked met helped invited thanked phoned taught referred introduced convinced persuaded encouraged took heard accompanied drove forgave congratulated reassured interviewed aide invite accompagne convaincu rencontre remercie interroge felicite recu ayudo acompano invito felicito conocimos ajudou acompanhou convidou conhecemos aiutato accompagnato invitato incontrato geholpen ontmoet begeleid upoznali pomogli takuam ndihmuam menemui membantu menemani tulimsaidia tulimtembelea according_to selon d'apres segun segundo secondo laut volgens prema sipas menurut kwa_mujibu_wa except for with avec con com mit für fur met sa s me dengan bersama na la ile oo contre chez sans without senza sin sem ohne zonder bez pa tanpa bila",
)
const whereTo = new Lexicon(
  'in at near from through via outside around towards into a à au aux en dans vers sous depuis desde hasta em no na nos nas ate até nach aus bei uit naar te bij a in da nel nella verso u iz kod pri prema do ne në nga prej afer di ke dari katika kutoka huko jijini ka ku magaalada city town village district province region ville commune quartier ciudad municipio barrio cidade bairro distrito stadt gemeente kreis comune citta quartiere grad opcina opstina selo qyteti komuna fshati kota kabupaten desa mji kijiji degmada tuulada gobolka',
)

export type Cue = 'title' | 'kunya' | 'kin' | 'naming' | null

/** A form of address, as compared with the lists of a language. */
export const isTitle = (word: Word, language: string) =>
  titlesOf(language).has(word) && !(word.end - word.start === 1 && !word.large)

/** A word for a relative, a client, a neighbour. */
export const isKin = (word: Word, language: string) => kinOf(language).has(word)

const gapBefore = (text: Text, index: number) => {
  const word = text.words[index]
  const previous = text.words[index - 1]
  return word && previous && word.sentence === previous.sentence
    ? text.text.slice(previous.end, word.start)
    : '|'
}

/** What stands right before a name and says that it is one. */
export function cueBefore(text: Text, { from }: Run, language: string): Cue {
  let at = from
  while (at > from - 3 && particles.has(text.words[at - 1] ?? noWord)) at -= 1
  if (at < from && !isTitle(text.words[at - 1] ?? noWord, language)) at = from
  const previous = text.words[at - 1]
  if (!previous) return null
  const gap = gapBefore(text, at)
  if (/^\.? ?$/.test(gap)) {
    if (kunya.has(previous) && previous.key.length > 1) return 'kunya'
    if (isTitle(previous, language)) return 'title'
  }
  if (/^[,:]? ["«“„'‘]?$/.test(gap) && isKin(previous, language)) return 'kin'
  if (gap === ' ' || gap === '') {
    const before = text.words[from - 2]
    if (before && whose.has(previous) && (isKin(before, language) || paths.has(before)))
      return 'kin'
  }
  if (
    /^(?::? ["«“„'‘]?)$/.test(gap) &&
    namingOf(language).has(previous) &&
    !programmes.someIn(text, Math.max(0, from - 6), from)
  )
    return 'naming'
  return null
}

const programmes = new Lexicon(
  "project program* programme initiative centre center organisation organization group model method network campaign app tool projet dispositif reseau association proyecto iniciativa organizacion grupo red projeto organizacao projekt programm verein stichting project progetto associazione proje* dernek projekat udruzenje projekti shoqata proyek yayasan mradi mpango mashruuc* camp village street park town city restaurant shop company firm cafe café newspaper magazine radio station mission operation colony team body network foundation fund ngo ngos institute university school college agency charity movement party brigade prison clinic hospital hotel restaurante empresa periodico colegio fundacion instituto universidad ecole entreprise journal fondation institut universite empresa jornal escola zeitung firma schule stiftung krant bedrijf school giornale azienda scuola fondazione gazete sirket okul vakif novine firma skola fondacija gazeta kompani shkolla fondacioni koran perusahaan sekolah lembaga gazeti kampuni shule shirika wargeys shirkad dugsi hay'ad",
)

/** Whether a place is named so: 'in Tikal', 'the town of Tikal'. */
export function afterPlaceWord(text: Text, { from, to }: Run, language: string): boolean {
  const previous = text.words[from - 1]
  if (!previous || !/^(?: |-|['’]?)$/.test(gapBefore(text, from))) return false
  // In Spanish it stands before persons, and in its neighbours before two words hardly for a place.
  if (previous.key === 'a' && (language.startsWith('es') || from !== to)) return false
  if (whereTo.has(previous)) return true
  const before = text.words[from - 2]
  return before !== undefined && whose.has(previous) && whereTo.has(before) && before.key.length > 3
}

/** 'the project, Harmony', 'the mission, called Hope': also listed names are those of things there. */
export function isNamedThing(text: Text, { from }: Run): boolean {
  const previous = text.words[from - 1]
  if (!previous) return false
  if (programmes.has(previous) && /^(?:,|:)? ["«“„‘']?$/.test(gapBefore(text, from))) return true
  return isCalledThing(text, { from, to: from })
}

/** 'the mission, called Hope'. */
export function isCalledThing(text: Text, { from }: Run): boolean {
  const naming = text.words[from - 1]
  const thing = text.words[from - 2]
  return naming !== undefined && thing !== undefined && namings.has(naming) && programmes.has(thing)
}

const namings = new Lexicon(people.naming)

const calling =
  /(?:calls?|called|call) (?:him|her|them)|known (?:to \p{L}+ )?as|(?:goes|went) by|nicknamed|(?:l'|le |la )(?:appell|surnomm|nomm)\p{L}{1,5}|(?:le|la) dicen|(?:lo|la) (?:llaman|conocen como|apodan)|(?:conocid|apodad)[oa] (?:como|por)|alias|(?:chamam|tratam)-n?[oa]|(?:o|a) chamam|conhecid[oa] (?:como|por)|vulgo|(?:nennen|nannten|nennt|rufen) (?:ihn|sie)|genannt|(?:noemt|noemen|noemden) (?:hem|haar)|bijgenaamd|(?:lo|la) chiama(?:no|vano)|(?:detto|detta)|(?:zovu|zvali|zove) (?:ga|je|ju)?|(?:zvani|zvana)|e (?:quajne|quajn|therrasin|therrisnin)|i njohur si|e njohur si|(?:di)?panggil(?:an)?|akrab disapa|wanamwita|walimwita|loo yaqaan|magaciisa|diye (?:bilinen|cagrilan|seslenilen)/u
const callingEnds = new RegExp(
  `(?:${calling.source}),? (?:the |el |la |le |der |die |de |den |het |il |lo |o |a |l')?["«“„'‘]?(?:\\p{L}+ )?$`,
  'u',
)

const callingAfter =
  /^ ?(?:diye|olarak|adiyla|lakabiyla) (?:bilinen|taninan|cagrilan|seslenilen|anilan)/

/** 'everybody calls him Big Sol': words that are no name by themselves. */
export function isNickname(text: Text, { from, to }: Run): boolean {
  const start = text.words[from]?.start ?? 0
  const end = text.words[to]?.end ?? 0
  if (callingAfter.test(text.flat.slice(end, end + 40))) return true
  const before = text.flat.slice(Math.max(0, start - 40), start)
  return callingEnds.test(before) && !programmes.someIn(text, Math.max(0, from - 7), from)
}

/** Whether unknown words name a thing: after an article, in apposition to a word for one, or explained by one. */
export function isThing(text: Text, run: Run, language: string): boolean {
  if (afterArticle(text, run, language)) return true
  const previous = text.words[run.from - 1]
  if (previous && programmes.has(previous) && /^, $/.test(gapBefore(text, run.from))) return true
  return /^, $/.test(gapBefore(text, run.to + 1)) && programmes.someIn(text, run.to + 2, run.to + 5)
}

const articles: Record<string, Lexicon> = {
  en: new Lexicon('the a an this that each every our ngo ngos newspaper magazine institute agency'),
  fr: new Lexicon("le la les l l' un une des du cette ce cet au aux"),
  es: new Lexicon('el los las un una del al este esta'),
  it: new Lexicon(
    "il lo gli le un una uno del dello della al alla nel nella dal dalla l l' dell dell' all nell",
  ),
  nl: new Lexicon('de het een dit deze'),
  de: new Lexicon('der die das den dem des ein eine einem einen einer'),
}

/** Whether an article stands before: so things are named, and persons hardly. */
export function afterArticle(text: Text, { from }: Run, language: string): boolean {
  const previous = text.words[from - 1]
  return (
    previous !== undefined &&
    /^ ?$/.test(gapBefore(text, from)) &&
    (articles[language.slice(0, 2)]?.has(previous) ?? false)
  )
}

/** 'Zarqa, Irbid and Karak': joined to what is known as a place. */
export function besidePlace(text: Text, { from, to }: Run, places: KnownPlaces): boolean {
  const { words } = text
  const previous = words[from - 1]
  const before = previous && !previous.large ? words[from - 2] : previous
  if (
    before &&
    isPlace(before, places) &&
    /^,? \p{L}{0,3} ?$/u.test(between(text, before, words[from]))
  )
    return true
  const next = words[to + 1]
  const after = next && !next.large ? words[to + 2] : next
  return (
    after !== undefined &&
    isPlace(after, places) &&
    /^,? \p{L}{0,3} ?$/u.test(between(text, words[to], after))
  )
}

const isPlace = (word: Word, places: KnownPlaces) =>
  word.large && (places.has(word.key) || isLargeCity(word.key))

const between = (text: Text, left: Word | undefined, right: Word | undefined) =>
  left && right ? text.text.slice(left.end, right.start) : '|'

/** Whether somebody does something: 'with X', 'X said'. */
export function actsAsPerson(text: Text, { from, to }: Run, language: string): boolean {
  const previous = text.words[from - 1]
  const next = text.words[to + 1]
  if (language.startsWith('sw') && next && gapBefore(text, to + 1) === ' ') {
    if (swahiliVerb.test(next.key)) return true
  }
  // Spanish: 'a X le costó'.
  if (language.startsWith('es') && previous?.key === 'a' && next && /^(?:le|lo|la)$/.test(next.key))
    return true
  if (previous && !previous.large && beside.has(previous) && gapBefore(text, from) === ' ') {
    return !language.startsWith('sw')
  }
  return verbAfter(text, { from, to }, language, 'strong')
}

/** Small words that stand after anything: after a sentence's first word they say nothing. */
const weakVerbs = new Lexicon(
  "is was has had himself herself who ne n'a n'avait avait se no não si non ha aveva è era hat hatte ist war selbst heeft is had was zelf je nije se sam sama danas sada nuk ka kishte është ishte vetë do kini sekarang sudah belum tidak juga sendiri akhirnya pernah masih dulu sasa mwenyewe alikuwa ana ayaa waa wuxuu waxay waxa ayay ayuu wuu way baa de da artık mai nunca já ya mismo misma mesmo mesma took takes made started starts began begins finished passed",
)

const adverbs = new Lexicon(
  "only still never always later soon also finally since n'a ne ya no nunca siempre tambien luego so nao ja nunca sempre tambem depois nicht noch immer dann auch niet nog altijd toen ook non mai poi anche je vec nikad uvijek poslije nuk gjithmone pastaj tidak sudah selalu kemudian juga artik hala sonra",
)

/** In Swahili the verb says that somebody does it: a-li-kwenda, ha-ku-hitaji. */
const swahiliVerb = /^(?:ali|ana|ame|ata|haku|hana|haja|hata)\p{L}{3,}$/u

/** Whether a verb that is said of persons follows. */
export function verbAfter(
  text: Text,
  { to }: Run,
  language: string,
  strength: 'any' | 'strong' = 'any',
): boolean {
  const near = text.words[to + 1]
  // 'X só aceitou', 'X still works': a small word may stand between.
  const between = near !== undefined && !near.large && adverbs.has(near)
  const next = between ? text.words[to + 2] : near
  if (between && next && verbsOf(language).has(next) && !weakVerbs.has(next)) return true
  return (
    next !== undefined &&
    !next.large &&
    /^,? $/.test(gapBefore(text, to + 1)) &&
    verbsOf(language).has(next) &&
    !(strength === 'strong' && weakVerbs.has(next))
  )
}

const ageAfter =
  /^\s?(?:\((?:aged? |c\. ?|ca\. ?)?\d{1,2}(?:[ -]?(?:years?|yrs?|yo|ans|años|anos|jahre?n?|jaar|anni|yaş\p{L}*|god\p{L}*|vjeç\p{L}*|tahun|miaka|jir))?[),]|, ?(?:aged? |lij[ae]? )?\d{1,2}(?=,| (?:years?|ans|años|anos|jahre?|jaar|anni|yaş|god|vjeç|tahun|jir))|,? (?:yenye )?(?:umri wa )?miaka \d| ?, ?\d{1,2} ?(?:yaşında|godina|vjeç))/iu

/** Whether an age follows: 'X (22)', 'X, 8 ans'. */
export function isAged(text: Text, { to }: Run): boolean {
  const end = text.words[to]?.end ?? 0
  return ageAfter.test(text.text.slice(end, end + 24))
}

/** Turkish forms of address follow the name. */
export function titleAfter(text: Text, { to }: Run, language: string): boolean {
  if (!language.startsWith('tr')) return false
  const next = text.words[to + 1]
  const last = text.words[to]
  if (!last) return false
  if (titlesAfter.has(last)) return true
  return (
    next !== undefined && titlesAfter.has(next) && text.text.slice(last.end, next.start) === ' '
  )
}

/** 'Grace's mother': what belongs to somebody by that name. */
export function hasRelative({ words, text }: Text, { to }: Run, language: string): boolean {
  const word = words[to]
  const next = words[to + 1]
  return (
    word !== undefined &&
    next !== undefined &&
    /['’]s$/.test(word.written) &&
    isKin(next, language) &&
    text.slice(word.end, next.start) === ' '
  )
}

const both = /^(?: (?:e|y|et|und|and|en|i|dhe|dan|na|iyo|ve|ile|&) )$/

/** 'Aurora e Mattia': two given names joined. */
export function besideAnotherName(text: Text, { from, to }: Run, language: string): boolean {
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
