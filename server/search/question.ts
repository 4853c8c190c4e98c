import { limits } from '@homeward/schema/search.ts'
import type { Phrase, Synonyms } from './synonyms.ts'
import { words } from './words.ts'

/** One way to meet a part of the question: all of these words. */
export interface Alternative {
  words: Phrase
  /** 1 for what was typed, less for what also means it. */
  weight: number
}

/** A part of the question: a word that was typed, and what would do in its place. */
export interface Part {
  alternatives: Alternative[]
}

/** What a person typed, understood as far as an engine needs it. */
export interface Question {
  /** In NFC, without control characters, at most as long as the contract allows. */
  text: string
  parts: Part[]
  /** The last word may be half typed. */
  typing: boolean
}

const most = 32

// eslint-disable-next-line no-control-regex -- they are what is looked for
/** Control characters (Cc), direction marks and other unseen ones (Cf), and halves of surrogate pairs (Cs). */
const unreadable = /[\p{Cc}\p{Cf}\p{Cs}]/gu

/** A text as one line that every part can read: NFC, no control or direction characters, single spaces. */
export function readable(text: string): string {
  return text.normalize('NFC').replace(unreadable, ' ').replace(/\s+/g, ' ').slice(0, limits.query)
}

const synonymWeight = 0.75

/** English words of plain questions that are beside their point: left out where others remain. */
const besideThePoint = new Set(
  `about anyone anything another best better can could do does find get give go good happen how keep know learn let like
  many make me much my need new our people person should somebody someone something take tell thing things us use want way
  ways we what when where which who why with would you your`.split(/\s+/),
)

/**
 * Understands what was typed: words, what else means them, and other spellings.
 * @param typed as it came; words after the 32nd are not looked for
 */
export function understand(typed: string, synonyms: Synonyms): Question {
  const text = readable(typed)
  const found = words(text)
    .slice(0, most)
    .map(({ word }) => word)
  const parts: Part[] = []
  for (let at = 0; at < found.length;) {
    const known = synonyms.at(found, at)
    const length = known?.length ?? 1
    // Each word of a phrase counts by itself, and what means the whole phrase counts for each of them.
    for (const word of found.slice(at, at + length)) {
      parts.push({ alternatives: alternativesOf(word, known?.also ?? []) })
    }
    at += length
  }
  const typing = found.length > 0 && !text.endsWith(' ')
  const telling = parts.filter(
    ({ alternatives }) => !besideThePoint.has(alternatives[0]?.words[0] ?? ''),
  )
  return {
    text: text.trim(),
    parts: telling.length === 0 ? parts : telling,
    typing: typing && (telling.length === 0 || telling.at(-1) === parts.at(-1)),
  }
}

function alternativesOf(word: string, also: Phrase[]): Alternative[] {
  return [
    { words: [word], weight: 1 },
    ...otherSpellings(word).map((other) => ({ words: [other], weight: 1 })),
    ...also.map((phrase) => ({ words: phrase, weight: synonymWeight })),
  ]
}

const spellings: [RegExp, string][] = [
  [/is(e|ed|es|er|ers|ing|ation|ations|ational)$/, 'iz$1'],
  [/iz(e|ed|es|er|ers|ing|ation|ations|ational)$/, 'is$1'],
  [/^(.{2,})our(s|ed|ing|al|ally|hood|hoods|ful)?$/, '$1or$2'],
  [/^(.{2,})or(s|ed|ing|al|ally|hood|hoods|ful)?$/, '$1our$2'],
  [/yse(d|s|r)?$/, 'yze$1'],
  [/yze(d|s|r)?$/, 'yse$1'],
  [/ogue(s)?$/, 'og$1'],
  [/([lt])ling$/, '$1ing'],
]

/** British for American and the other way round, by the rules of their endings; words apart are kept as synonyms. */
function otherSpellings(word: string): string[] {
  if (word.length < 6) return []
  return spellings.flatMap(([ending, other]) =>
    ending.test(word) ? [word.replace(ending, other)] : [],
  )
}
