import { flatten, type Text, type Word } from './text.ts'

/**
 * Words and phrases looked up word by word. In the lists one entry stands between blanks; `_` joins the words of a
 * phrase, `*` at its end stands for any ending of its last word, at its beginning for any beginning.
 */
export class Lexicon {
  readonly #phrases = new Map<string, string[][]>()
  readonly #single = new Set<string>()
  readonly #beginnings = new Set<string>()
  readonly #endings: string[] = []

  constructor(...lists: (string | Record<string, string>)[]) {
    for (const list of lists) {
      const texts = typeof list === 'string' ? [list] : Object.values(list)
      for (const entry of texts.join(' ').split(/\s+/)) if (entry) this.#add(entry)
    }
  }

  #add(entry: string) {
    if (entry.startsWith('*')) return void this.#endings.push(flatten(entry.slice(1)))
    const parts = flatten(entry.replaceAll(/[.\-–_]/g, ' ').trim())
      .split(' ')
      .filter(Boolean)
    const [first, ...rest] = parts
    if (first === undefined) return
    if (rest.length > 0)
      return void this.#phrases.set(first, [...(this.#phrases.get(first) ?? []), rest])
    if (first.endsWith('*')) this.#beginnings.add(first.slice(0, -1))
    else this.#single.add(first)
  }

  /** Whether a word stands in it by itself, in one of its forms. */
  has(word: Word): boolean {
    return word.keys.some((key) => this.hasKey(key))
  }

  hasKey(key: string): boolean {
    if (this.#single.has(key)) return true
    // What is owned: city's, ville d'Ouagadougou.
    const apostrophe = key.indexOf("'")
    if (apostrophe > 0) {
      if (this.#single.has(key.slice(0, apostrophe))) return true
      if (apostrophe < 6 && this.hasKey(key.slice(apostrophe + 1))) return true
    }
    if (this.#beginnings.size > 0) {
      for (let length = Math.min(key.length, 18); length > 1; length -= 1) {
        if (this.#beginnings.has(key.slice(0, length))) return true
      }
    }
    return this.#endings.some((ending) => key.length > ending.length && key.endsWith(ending))
  }

  /** How many words from the one at `index` on are an entry: 0 where none. */
  at(words: readonly Word[], index: number): number {
    const word = words[index]
    if (!word) return 0
    for (const key of word.keys) {
      const phrase = this.#phrases
        .get(key)
        ?.find((rest) => rest.every((part, n) => startsOrIs(words[index + n + 1], part)))
      if (phrase) return phrase.length + 1
    }
    return this.has(word) ? 1 : 0
  }

  /** Indexes of words at which an entry starts, among those from `from` to before `to`. */
  findIn(text: Text, from: number, to: number): number[] {
    const found: number[] = []
    for (let index = from; index < to; index += 1) {
      if (this.at(text.words, index) > 0) found.push(index)
    }
    return found
  }

  /** Whether an entry starts among the words from `from` to before `to`. */
  someIn(text: Text, from: number, to: number): boolean {
    for (let index = from; index < to; index += 1) if (this.at(text.words, index) > 0) return true
    return false
  }
}

function startsOrIs(word: Word | undefined, part: string): boolean {
  if (!word) return false
  return part.endsWith('*')
    ? word.keys.some((key) => key.startsWith(part.slice(0, -1)))
    : word.keys.includes(part) || word.key === `${part}'s`
}

/** Languages of which the words are those of another one. */
const alike: Record<string, string> = { hr: 'bs', sr: 'bs', cnr: 'bs', ms: 'id' }

/**
 * Lexicons by the language of a text, a BCP 47 tag: the list of that language and those named in `also`; all lists where
 * there is none of it. What is a village in one language is a small word in the next.
 */
export function byLanguage(lists: Record<string, string>, also: readonly string[] = []) {
  const made = new Map<string, Lexicon>()
  return (language: string): Lexicon => {
    const tag = language.split('-')[0]?.toLowerCase() ?? ''
    const known = made.get(tag)
    if (known) return known
    const own = alike[tag] ?? tag
    const keys = own in lists ? [own, ...also.filter((key) => key !== own)] : Object.keys(lists)
    const lexicon = new Lexicon(...keys.map((key) => lists[key] ?? ''))
    made.set(tag, lexicon)
    return lexicon
  }
}
