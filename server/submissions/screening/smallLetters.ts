import type { Found } from './found.ts'
import { cueBefore } from './latinCues.ts'
import { inAddressOrPath, latinNames } from './latinNames.ts'
import {
  isAmbiguous,
  isCommonWord,
  isGivenName,
  isListedName,
  isNamePart,
  isSureName,
} from './nameLists.ts'
import type { Bodies } from './notPersons.ts'
import { isOrdinaryWord } from './ordinaryWords.ts'
import type { KnownPlaces } from './places.ts'
import { isPublic } from './publicRoles.ts'
import type { Text, Word } from './text.ts'
import small from './words/smallNames.json' with { type: 'json' }

/** Names in Latin letters that are written small, as in notes and in the names of files. */

/** Given names that are words in one of the languages, so that they say nothing where they are written small. */
const smallWords = new Set(small.words.split(' '))
const isSmallWord = (key: string) => smallWords.has(key)

/** Names in small letters: a given name with another, or in a text that writes none large. */
export function smallNames(text: Text, language: string, places: KnownPlaces): Found[] {
  const found: Found[] = []
  const { words } = text
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]
    if (!word || word.large || word.script !== 'latin' || word.key.length < 4) continue
    if (places.has(word.key) || !isGivenName(word.key)) continue
    const unsure = isSmallWord(word.key) || isAmbiguous(word.key)
    if (unsure && !isBesideFamilyName(text, index, language)) continue
    if (inAddressOrPath(text, { from: index, to: index })) continue
    const to = unsure ? index + 1 : endOfSmall(text, index, language)
    if (to === null || isPublic(text, { from: index, to })) continue
    found.push({ start: word.start, end: words[to]?.end ?? word.end, reason: 'person' })
    index = to
  }
  return found
}

/** The index of the last word of a name written small that starts at `index`; null where it is none. */
function endOfSmall(text: Text, index: number, language: string): number | null {
  const word = text.words[index]
  if (!word) return null
  const next = joinedTo(text, index)
  const family = next !== null && next.key.length > 3 && !isCommonWord(next.key)
  const sure = isSureName(word.key)
  const known =
    family &&
    (/(?:oglu|ovic|ovich|evic)$/.test(next.key) ||
      (sure && isNamePart(next.key) && !isAmbiguous(next.key)) ||
      (sure && !isOrdinaryWord(next.key, language) && !isOrdinaryWord(word.key, language)))
  const raw = startsSmall(text, word)
  if (family && raw && isNamePart(next.key) && !isOrdinaryWord(next.key, language)) return index + 1
  const cued = cueBefore(text, { from: index, to: index }, language) !== null
  if (!(known || (raw && sure) || (sure && cued))) return null
  return family && (known || raw) ? index + 1 : index
}

/** In a note: a name that may be a word, before a word that no list of words has. */
function isBesideFamilyName(text: Text, index: number, language: string): boolean {
  const word = text.words[index]
  const next = joinedTo(text, index)
  return (
    word !== undefined &&
    next !== null &&
    hasWords(language) &&
    startsSmall(text, word) &&
    !isOrdinaryWord(word.key, language) &&
    isNameLike(next, language)
  )
}

function joinedTo(text: Text, index: number): Word | null {
  const word = text.words[index]
  const next = text.words[index + 1]
  return word && next && !next.large && text.text.slice(word.end, next.start) === ' ' ? next : null
}

/** Notes begin their sentences small. */
function startsSmall({ text, sentences }: Text, { sentence }: Word): boolean {
  const start = sentences[sentence]?.start ?? 0
  return /^\P{L}*\p{Ll}/u.test(text.slice(start, start + 12))
}

/** Names in a file's name, where small letters are as good as large ones, and family names often stand first. */
export function fileNameNames(
  text: Text,
  language: string,
  places: KnownPlaces,
  bodies: Bodies,
): Found[] {
  const found = latinNames(text, language, places, bodies)
  const taken = new Set<number>()
  for (const { start, end } of found) {
    for (let at = start; at < end; at += 1) taken.add(at)
  }
  const { words } = text
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]
    if (!word || word.script !== 'latin' || taken.has(word.start)) continue
    const beside = initialBeside(text, index, language)
    if (beside !== null) {
      found.push({ start: word.start, end: beside.end, reason: 'person' })
      index += 1
      continue
    }
    if (word.key.length < 3) continue
    if (places.has(word.key) || (word.upper && word.key.length < 5)) continue
    const next = words[index + 1]
    const run = next && isNameLike(next, language) && next.script === 'latin'
    const pair =
      run === true && (word.large || isListed(word, language) || isListed(next, language))
    const is = word.large
      ? pair && isNameLike(word, language)
      : (isSureName(word.key) && !isSmallWord(word.key)) ||
        (pair && isNameLike(word, language) && hasWords(language))
    if (!is) continue
    const to = run === true ? index + 1 : index
    if (isPublic(text, { from: index, to })) continue
    found.push({ start: word.start, end: words[to]?.end ?? word.end, reason: 'person' })
    index = to
  }
  return found
}

/** 'h.karadağlı', 'dragan p': a name that only begins, before or after the other. @returns the second word */
function initialBeside(text: Text, index: number, language: string): Word | null {
  const [word, next] = [text.words[index], text.words[index + 1]]
  if (!word || !next || next.script !== 'latin') return null
  const gap = text.text.slice(word.end, next.start)
  const [one, other] = [word.key, next.key]
  if (one.length === 1 && gap === '.' && other.length > 4)
    return isNameLike(next, language) && !isOrdinaryWord(other, language) ? next : null
  const begins = other.length === 1 && /^\p{L}$/u.test(other) && /^[ -]$/.test(gap)
  // 'y', 'e' and their like join two words.
  if (!begins || /^[aeiouy]$/.test(other)) return null
  return isGivenName(one) &&
    !isSmallWord(one) &&
    !isAmbiguous(one) &&
    !isOrdinaryWord(one, language)
    ? next
    : null
}

const hasWords = (language: string) => !/^(?:sw|so|ar|ru)/.test(language)

const isListed = (word: Word, language: string) =>
  isListedName(word.key) && !isAmbiguous(word.key) && !isOrdinaryWord(word.key, language)

/** No common word, no acronym, no number: it may be a name. */
const isNameLike = (word: Word, language: string) =>
  word.key.length > 2 &&
  !isCommonWord(word.key) &&
  !isSmallWord(word.key) &&
  !(word.upper && word.key.length < 5) &&
  (isSureName(word.key) || !isOrdinaryWord(word.key, language))
