import lists from './words/placesAndTime.json' with { type: 'json' }
import { datesOf, type WrittenDate } from './dates.ts'
import type { Found } from './found.ts'
import { byLanguage, Lexicon } from './lexicon.ts'
import { isCommonWord } from './nameLists.ts'
import { privatePersons } from './numbers.ts'
import type { KnownPlaces } from './places.ts'
import { noWord, sentenceAt, type Text } from './text.ts'

/**
 * What tells who somebody is without a name: a small place, a time, and one person or family, in one sentence or in two
 * that follow each other.
 */

const settlementsOf = byLanguage(lists.settlements)
const onlyOf = byLanguage(lists.only)
const professions = new Lexicon(lists.professions)
const seasons = new Lexicon(lists.seasons)
const plural = new Lexicon(lists.plural)
const relatives = new Lexicon(
  'son daughter brother sister mother father wife widow husband twins twin triplets grandmother grandfather orphan fils fille frere soeur mere pere veuve veuf epouse jumeaux jumelles triples grand-mere orphelin hijo hija hermano hermana madre padre viuda viudo esposa gemelos gemelas trillizos mellizos abuela huerfano filho filha irmao irma mae pai viuva viuvo gemeos trigemeos avo orfao sohn tochter bruder schwester mutter vater witwe witwer zwillinge drillinge grossmutter großmutter zoon dochter broer zus moeder vader weduwe weduwnaar tweeling drieling grootmoeder figlio figlia fratello sorella madre padre vedova vedovo gemelli gemelle nonna orfano oglu oglunun kizi kizinin kardesi annesi babasi dul ikiz* ucuz* ninesi torunu sin kcerka kcer kci brat sestra majka otac udovica udovac blizanci blizanke trojke baka sin djali djalin vajza vellai motra nena babai e_veja vejusha binjak* gjyshja biri bija anak putra putri saudara istri janda duda kembar nenek cucu mwana mtoto kaka dada mama baba mjane pacha bibi wiil wiilka gabadh gabadha walaal hooyo aabbe carmal* mataano ayeeyo ابن ابنه ابنيه ابنيها ابناه ابناها بنت شقيق شقيقه ارمله الارمله والده والد توام توامان توامين جده زوجه نجل сын* дочь дочер* дочк* дитя ребен* матер* отца брат* сестр* мать вдова вдовы вдову вдовец близнец* тройн* двойн* бабушк* отец внук*',
)
const single = new Lexicon(
  'former_fighter former_prisoner former_combatant ex-fighter ex-combatant ex-prisoner returnee defector ancien_combattant ancien_detenu revenant excombatiente ex_combatiente desmovilizado desmovilizada reincorporado reincorporada desvinculado desvinculada retornado retornada ex-combatente ex_combatente antigo_combatente antiga_combatente antigo_recluso antiga_reclusa egresso egressa ruckkehrer ruckkehrerin heimkehrer heimkehrerin entlassener entlassene aussteiger aussteigerin terugkeerder ex-strijder ex-gedetineerde uittreder terugkeerster oud-strijder ex_combattente ex_detenuto bivsi_borac bivsi_zatvorenik povratnik povratnica ish_luftetar ish_i_burgosur mantan_kombatan mantan_napiter mantan_narapidana mpiganaji_wa_zamani mfungwa_wa_zamani dagaalyahan_hore maxbuus_hore eski_savasci eski_hukumlu سجين_سابق مقاتل_سابق العائد العائده бывший_боевик бывшая_заключенная бывший_заключенный бывшего_заключенного освободивш* вернувш* бывш*',
)

interface Signs {
  place: number
  time: number
  one: number
  many: boolean
  words: number
}

/** Marks the sentences in which a small place, a time and one person or family stand together. */
export function combinations(text: Text, language: string, places: KnownPlaces): Found[] {
  const dates = new Map<number, WrittenDate[]>()
  for (const date of datesOf(text)) {
    const at = sentenceAt(text, date.start)
    const there = dates.get(at)
    if (there) there.push(date)
    else dates.set(at, [date])
  }
  const signs = text.sentences.map((_, index) =>
    signsOf(text, index, dates.get(index) ?? [], language, places),
  )
  const found: Found[] = []
  for (let index = 0; index < signs.length; index += 1) {
    const here = signs[index]
    const next = signs[index + 1]
    if (!here) continue
    if (tells(here)) {
      found.push(sentencesFrom(text, index, index))
    } else if (next && here.words > 0 && !tells(next) && tellsTogether(here, next)) {
      found.push(sentencesFrom(text, index, index + 1))
      index += 1
    }
  }
  return found
}

function sentencesFrom({ text, sentences }: Text, from: number, to: number): Found {
  const start = sentences[from]?.start ?? 0
  const end = sentences[to]?.end ?? start
  const written = text.slice(start, end)
  return {
    start: start + (written.length - written.trimStart().length),
    end: start + written.trimEnd().length,
    reason: 'combination',
  }
}

/** Each sign counts 1 where it is weak, 2 where it is strong; together they must weigh 5, or 4 where one is the only one. */
const tells = ({ place, time, one }: Signs) =>
  place > 0 && one > 0 && time > 0 && (one > 1 || (place > 1 && time > 1))

function tellsTogether(a: Signs, b: Signs): boolean {
  if (a.many || b.many) return false
  const both = {
    ...a,
    place: Math.max(a.place, b.place),
    time: Math.max(a.time, b.time),
    one: Math.max(a.one, b.one),
  }
  return both.place > 1 && both.one > 1 && both.time > 1 && (a.one > 1 || b.one > 1)
}

const flatBetween = ({ flat, words }: Text, from: number, to: number) =>
  from < to ? flat.slice(words[from]?.start, words[to - 1]?.end) : ''

function signsOf(
  text: Text,
  index: number,
  dates: WrittenDate[],
  language: string,
  places: KnownPlaces,
): Signs {
  const from = text.firstWords[index] ?? 0
  const to = text.firstWords[index + 1] ?? text.words.length
  return {
    place: placeIn(text, from, to, language, places),
    time: timeIn(text, from, to, dates),
    one: oneIn(text, from, to, language),
    many: plural.someIn(text, from, to) && /\d/.test(flatBetween(text, from, to)),
    words: to - from,
  }
}

function timeIn(text: Text, from: number, to: number, dates: WrittenDate[]): number {
  if (dates.some(({ exact }) => exact !== 'year')) return 2
  const year = dates.length > 0
  if (year && seasons.someIn(text, from, to)) return 2
  return year ? 1 : 0
}

/** How many live in a place: 'a commune of 210 inhabitants', 'where twenty houses are left'. Less than this is small. */
const population =
  /(?<![\d.,])(\d{1,3}(?:[ .,\u00a0]\d{3})?)(?: \p{L}+)? (?:inhabitants|residents|souls|houses|households|habitants|ames|habitantes|vecinos|almas|moradores|einwohner\p{L}*|seelen|inwoners|zielen|abitanti|anime|nufus\p{L}*|haneli|hane|stanovnika|domacinstava|kuca|banore\p{L}*|shtepi|penduduk|jiwa|kepala_keluarga|wakazi|nyumba|kaya|qoys|نسمه|ساكن|بيتا|منزلا|жител\p{L}*|двор\p{L}*|дом(?:ов|а)?|душ)(?!\p{L})/gu
const smallBelow = 5_000

function isCountedSmall(sentence: string): boolean {
  return [...sentence.matchAll(population)].some(
    ([, count = '']) => Number(count.replaceAll(/\D/g, '')) < smallBelow,
  )
}

/** One person by age: 'the nine-year-old girl', 'der 17-Jährige'. */
const agedOne =
  /(?:year-old|-jahrig\p{L}*|jahrige[rn]?|-jarige|godisnj\p{L}{1,3}|vjecar\p{L}*|-летн(?:ий|яя|его|ей|ему|им|юю))(?!\p{L}| (?:men|women|girls|boys|youth|people))/u

const locative = new Lexicon(
  'in at to from of near outside a au aux de du en vers em no na nos nas do da von nach bei zu van te bij uit naar di ne nga u iz kod pri prej tek dari ke katika kutoka ku ka بـ في من الي في в из во под село',
)

/** 2: a word for a small place, with its name or as 'the village'; 1: a name that is no large place known. */
function placeIn(
  text: Text,
  from: number,
  to: number,
  language: string,
  places: KnownPlaces,
): number {
  let best = 0
  const settlements = settlementsOf(language)
  if (isCountedSmall(flatBetween(text, from, to))) return 2
  for (let index = from; index < to; index += 1) {
    const word = text.words[index]
    if (!word) continue
    if (settlements.at(text.words, index) > 0) return 2
    if (!word.large || word.first || isCommonWord(word.key) || places.has(word.key)) continue
    const previous = text.words[index - 1]
    if (
      previous &&
      locative.has(previous) &&
      !/[,.;:]/.test(text.text.slice(previous.end, word.start))
    )
      best = 1
  }
  if (best === 1 && language.startsWith('de')) return isGermanPlace(text, from, to) ? 1 : 0
  return best
}

/** In German every noun is written large: only 'in', 'aus' and 'nach' without an article stand before a place. */
function isGermanPlace(text: Text, from: number, to: number): boolean {
  for (let index = from + 1; index < to; index += 1) {
    const word = text.words[index]
    if (
      word?.large &&
      /^(?:in|aus|nach|bei)$/.test(text.words[index - 1]?.key ?? '') &&
      !isCommonWord(word.key)
    )
      return true
  }
  return false
}

/** 2: 'the only family', 'the baker's son', 'one family'; 1: one person among others. */
function oneIn(text: Text, from: number, to: number, language: string): number {
  const only = onlyOf(language)
  let one = agedOne.test(flatBetween(text, from, to))
  let [profession, relative, returned] = [false, false, false]
  for (let index = from; index < to; index += 1) {
    if (
      only.at(text.words, index) > 0 &&
      personWithin(text, index + 1, Math.min(to, index + 6), index - 3)
    )
      return 2
    if (professions.has(text.words[index] ?? noWord)) {
      one = true
      if (relatives.someIn(text, Math.max(from, index - 5), Math.min(to, index + 4))) return 2
    }
    profession ||= professions.at(text.words, index) > 0
    relative ||= relatives.at(text.words, index) > 0
    returned ||= single.at(text.words, index) > 0
  }
  if (returned && (profession || relative)) return 2
  return one || relative || returned ? 1 : 0
}

function personWithin(text: Text, from: number, to: number, earlier: number): boolean {
  const is = (index: number) =>
    privatePersons.at(text.words, index) > 0 ||
    professions.at(text.words, index) > 0 ||
    single.at(text.words, index) > 0 ||
    relatives.at(text.words, index) > 0
  for (let index = Math.max(0, earlier); index < to; index += 1) {
    if (index !== from - 1 && is(index)) return true
  }
  return false
}
