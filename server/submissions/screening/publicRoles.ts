import named from './words/named.json' with { type: 'json' }
import russian from './words/cyrillicWords.json' with { type: 'json' }
import people from './words/people.json' with { type: 'json' }
import lists from './words/publicRoles.json' with { type: 'json' }
import { Lexicon } from './lexicon.ts'
import { noWord, type Text, type Word } from './text.ts'

/**
 * When a name is not that of a private person: it stands with a public office, is the name of a street, a law or an
 * institution, or is that of a cited author.
 */

/** Where a name stands: indexes of its first and last word. */
export interface NameAt {
  from: number
  to: number
}

const roles = new Lexicon(lists.roles)
const within = new Lexicon(lists.within)
const after = new Lexicon(named.after)
const before = new Lexicon(named.before)
const suffixes = named.suffixes.split(' ')
const privatePersons = new Lexicon(people.privatePersons)
const saints = new Lexicon(named.saints)
const articles = new Lexicon(
  'بن ابن ابي ابو القديس القديسه مار الملك الامير الشيخ الامام الشهيد الشهيده الرئيس الحاج السلطان الخليفه cha la vya kwa cya ku the a an la le les el los las de du da do das dos del della dello dei des d l il lo gli di al of van der den het ya wa za yang kantor dzv tzv im an am in auf na u në ne имама шейха аль',
)
const works = new Lexicon(
  'report study studies book article paper thesis research review film novel poem painting etude livre article ouvrage film these estudio libro informe investigacion novela estudo livro relatorio romance studie buch bericht aufsatz onderzoek boek rapport studio libro saggio ricerca arastirma* kitab* calisma* rapor* studij* knjig* istrazivanj* izvjestaj* roman studim* liber* libri hulumtim* studi penelitian buku laporan utafiti kitabu ripoti daraasad* buug* warbixin* دراسه كتاب تقرير بحث روايه قصيده لوحه исследовани* книг* доклад* стать* работ* роман* стих* картин*',
)
const authorship = new Lexicon(
  'by de von van di par por oleh ya wa od nga da del du tarafindan uu dhe',
)

/** Whether the name's place says that it is no private person's. */
export function isPublic(text: Text, name: NameAt): boolean {
  return (
    isNamedAfter(text, name) ||
    beginsWithRole(text, name) ||
    hasRoleBefore(text, name) ||
    hasRoleAfter(text, name) ||
    isCited(text, name)
  )
}

const gapBefore = (text: Text, index: number) => {
  const word = text.words[index]
  const previous = text.words[index - 1]
  return word && previous ? text.text.slice(previous.end, word.start) : ''
}

/** The street, school, law or programme that a name belongs to stands right before or after it. */
function isNamedAfter(text: Text, { from, to }: NameAt): boolean {
  const { words } = text
  if (saints.has(words[from] ?? noWord) || saints.has(words[from - 1] ?? noWord)) {
    if (/^[ .-]*$/.test(gapBefore(text, from)) || saints.has(words[from] ?? noWord)) return true
  }
  for (let index = to + 1; index <= to + 4; index += 1) {
    const word = words[index]
    const gap = gapBefore(text, index)
    if (!word || !/^(?:[ -]|['’]s |["”»“)] ?| ["“«„]){1,2}$/.test(gap)) break
    if (after.at(words, index) > 0 || (gap === '-' && endsAsInstitution(word.key))) return true
    if (/^(?:ii|iii|iv|vi|vii|viii|ix|xi|xii|xiii|xiv|xvi|xxiii)$/.test(word.key) && word.upper)
      return true
    if (!word.large && index > to + 1) break
    if (!word.large) break
  }
  const last = words[to]
  if (last && /-/.test(gapBefore(text, to)) && endsAsInstitution(last.key)) return true
  if (last && to > from && plainlyInstitution.test(last.key)) return true
  // 'Mehmet Akif Ersoy Kültür Merkezi': the whole row is the body's name.
  if (last && to > from + 1 && after.has(last)) return true
  // In Italian a street; written small a word of many languages.
  if ([words[from], words[from - 1]].some((word) => word?.written === 'Via')) return true
  if (
    words[from - 1]?.written === 'via' &&
    /^(?:in|di|della|a|da)$/.test(words[from - 2]?.key ?? '')
  )
    return true
  for (let index = from; index < to; index += 1) if (before.at(words, index) > 0) return true
  return hasInstitutionBefore(text, from)
}

const plainlyInstitution =
  /.(?:school|straat|strasse|laan|plein|schule|gymnasium|universitat|stiftung|platz|gesetz|college|ziekenhuis|krankenhaus|lyceum|bibliothek|museum)$|^(?:bulvari|caddesi|sokagi|mahallesi|meydani|hukuku|kanunu|lisesi|konukevi)(?:'\p{L}+)?$/u

const endsAsInstitution = (key: string) =>
  suffixes.some((suffix) => key.length >= suffix.length && key.endsWith(suffix))

function hasInstitutionBefore(text: Text, from: number): boolean {
  const { words } = text
  for (let index = from - 1; index >= from - 5; index -= 1) {
    const word = words[index]
    const gap = gapBefore(text, index + 1)
    if (!word || word.sentence !== words[from]?.sentence || /[,;:()!?]|\.(?! ?$)|– /.test(gap))
      return false
    if (startsAt(before, words, index, from))
      return !(word.script === 'cyrillic' && acts(text, from))
    if (
      articles.has(word) ||
      word.key.length <= 2 ||
      (word.large && index >= from - 3 && gap.trim() === '')
    )
      continue
    return false
  }
  return false
}

const russianVerbs = new Lexicon(russian.personVerbs)

/** 'После школы Мадина помогает': what follows the school is somebody. */
function acts(text: Text, from: number): boolean {
  let to = from
  while (text.words[to + 1]?.large && /^[ -]$/.test(gapBefore(text, to + 1))) to += 1
  const next = text.words[to + 1]
  return next !== undefined && gapBefore(text, to + 1) === ' ' && russianVerbs.has(next)
}

/** Whether an entry of a lexicon covers the word at `index` (it may have started before). */
function startsAt(lexicon: Lexicon, words: readonly Word[], index: number, limit: number): boolean {
  for (let start = index; start >= Math.max(0, index - 3); start -= 1) {
    const length = lexicon.at(words, start)
    if (length > 0 && start + length - 1 >= index && index < limit) return true
  }
  return false
}

/** Given names among the offices, and words for persons of old. */
const rolesThatAreNames =
  /^(?:king|queen|prince|princess|pope|papa|dean|justice|general|rais|raja|sultan|vali|mufti|rex|regina|amir|malik)$/

/** 'Judge X' where the office is written large as well. */
function beginsWithRole({ words }: Text, { from, to }: NameAt): boolean {
  const first = words[from]
  if (!first || first.script !== 'latin' || rolesThatAreNames.test(first.key)) return false
  const length = roles.at(words, from)
  return length > 0 && from + length <= to
}

/** 'Mayor X', 'the minister of justice, X,' - but not 'the mayor's son X' nor 'told the mayor, X'. */
function hasRoleBefore(text: Text, { from, to }: NameAt): boolean {
  const { words } = text
  let comma = false
  for (let index = from - 1; index >= Math.max(0, from - 12); index -= 1) {
    const word = words[index]
    const gap = gapBefore(text, index + 1)
    if (!word || word.sentence !== words[from]?.sentence || /[;:!?()–—]|\n/.test(gap)) return false
    if (/[,،]/.test(gap)) {
      if (comma || index !== beforeHonorific(words, from)) return false
      comma = true
    }
    if (index === from - 1 && honorifics.has(word)) continue
    if (word.key.endsWith("'s")) return false
    if (startsAt(roles, words, index, from)) return !comma || isApposition(text, to)
    if (within.has(word)) continue
    if ((privatePersons.has(word) && !word.large) || !isOfficeLike(text, index)) return false
  }
  return false
}

const honorifics = new Lexicon(
  'السيد السيده الدكتور الدكتوره الاستاذ الاستاذه mr mrs ms dr herr frau monsieur madame mme senor senora sr sra dott dottor signor signora господин* госпож* г-н г-жа',
)
/** 'the governor, Mr X': what stands before the name, a word of courtesy left out. */
const beforeHonorific = (words: readonly Word[], from: number) =>
  honorifics.has(words[from - 1] ?? noWord) ? from - 2 : from - 1

/** A word between an office and its holder: a name written large; in Arabic one with the article, or a town's. */
function isOfficeLike(text: Text, index: number): boolean {
  const word = text.words[index]
  if (!word) return false
  if (word.script !== 'arabic') return word.large
  const previous = text.words[index - 1]
  if (word.key.startsWith('ال')) return !privatePersons.has(word)
  return (
    before.has(word) || (previous !== undefined && (within.has(previous) || before.has(previous)))
  )
}

/** A name in apposition ends with a comma, a bracket or its sentence. */
function isApposition(text: Text, to: number): boolean {
  const last = text.words[to]
  return (
    last !== undefined &&
    /^(?:-\p{L}+)?(?:["”»]?\s*(?:[,،;.)–—:(]|$)|\s+(?:and|und|et|y|e|en|i|ve|dhe|dan|na|iyo|и|و)\s)/u.test(
      text.text.slice(last.end, last.end + 24),
    )
  )
}

/** 'X, mayor of', 'X (the city's prosecutor)'. */
function hasRoleAfter(text: Text, { to }: NameAt): boolean {
  const { words } = text
  if (!/^\s?(?:[,،(]|[–—-] )\s?$/u.test(gapBefore(text, to + 1))) return false
  for (let index = to + 1; index <= to + 6; index += 1) {
    const word = words[index]
    if (!word || word.sentence !== words[to]?.sentence) return false
    if (index > to + 1 && /[;:!?()،,]/.test(gapBefore(text, index))) return false
    const length = roles.at(words, index)
    if (length > 0)
      return !(words[index + length - 1]?.key ?? '').endsWith("'s") && !isOwner(text, index)
    if (!within.has(word) && !articles.has(word)) return false
  }
  return false
}

/** 'X, of the mayor': somebody who belongs to an official. */
function isOwner(text: Text, index: number): boolean {
  const previous = text.words[index - 1]
  return previous !== undefined && /^(?:of|du|del|do|des|von)$/.test(previous.key)
}

const joined =
  "(?:,? (?:&|and|und|et|y|e|en|ve|i|dhe|dan|na|iyo|и|و) ?(?:\\p{L}\\. ?)?[\\p{L}][\\p{L}'’-]+|,? (?:et|и) (?:al|др)\\.?|, (?:\\p{Lu}\\. ?)?\\p{Lu}[\\p{L}'’-]+|,? \\p{Lu}\\.)"
const yearNext = new RegExp(
  `^(?:'s|’s)?${joined}{0,4}(?:,| ?[(\\[])\\s?(?:19|20)\\d\\d[a-z]?(?![\\d/.-]\\d)`,
  'u',
)
/** A work with its year: 'X, The Name of the Work (2009)', 'X writes in The Work (2014)'. */
const workNext = /^[^.;()\n\d]{4,80}\((?:19|20)\d\d\)/u
const others =
  /^,? (?:et al\b|et ses coll|and colleagues|y colaborador|e colaborador|e colegh|e colleg|u\.\s?a\.|и др\.|ve arkadaşlar|dan kawan)/u

/** 'in La imaginación moral, de X,': a comma parts the work from who made it. */
function isAfterTitle(text: Text, from: number): boolean {
  if (!/^,["”»]? $/.test(gapBefore(text, from - 1))) return false
  return [2, 3, 4, 5].some((back) => {
    const word = text.words[from - back]
    return word !== undefined && word.large && !word.first && !privatePersons.has(word)
  })
}

/** 'See X, The Name of the Work', as a footnote says it: initials, then a title or a year. */
const pointing =
  /(?:^|[^\p{L}])(?:see|cf|vgl|siehe|zie|verwezen naar|v|voir|vedano|veda|vedi|krs|bkz|vidi|usp|tazama|eeg|lihat|vease|vide|veja|shih|shiko)[\s.:,][^\n]{0,120}$/u
const titleOrYear =
  /^[^\n]{0,60}?,? (?:\p{Lu}|[„“«"'])[\p{L}’'-]*,?(?: [\p{L}\d(’'-]+[,:;]?){1,}|[^\n]{0,140}(?:19|20)\d\d/u

function isReferredTo(text: Text, { from, to }: NameAt): boolean {
  const [first, last] = [text.words[from], text.words[to]]
  if (!first || !last) return false
  const before = text.flat.slice(Math.max(0, first.start - 124), first.start)
  const initial =
    text.text[first.start + 1] === '.' ||
    /\p{Lu}\. ?$/u.test(text.text.slice(0, first.start).slice(-3))
  return (
    initial && pointing.test(before) && titleOrYear.test(text.text.slice(last.end, last.end + 160))
  )
}

/** Authors: a year in brackets follows, or a work that they made stands before. */
function isCited(text: Text, name: NameAt): boolean {
  const { from, to } = name
  const last = text.words[to]
  if (!last) return false
  if (isReferredTo(text, name)) return true
  const next = text.text.slice(last.end, last.end + 90)
  if (yearNext.test(next) || others.test(next) || workNext.test(next)) return true
  const previous = text.words[from - 1]
  if (!previous) return false
  if (works.has(previous) && text.text[previous.end] === ' ') return true
  if (!authorship.has(previous)) return false
  return (
    (isAfterTitle(text, from) && isApposition(text, to)) ||
    [2, 3, 4].some((back) => from >= back && works.at(text.words, from - back) > 0)
  )
}
