import type { Marks } from './highlighting.ts'
import { words, type Word } from './words.ts'

/** A text whose words are read once, when first asked for, and then compared with many questions. */
export class ReadText {
  readonly text: string
  #read: { different: string[]; places: Uint32Array } | null = null

  constructor(text: string) {
    this.text = text
  }

  /** The words that were looked for, in order. */
  matches(marks: Marks): Word[] {
    const { different, places } = (this.#read ??= read(this.text))
    const wanted = different.map(marks)
    if (!wanted.includes(true)) return []
    const found: Word[] = []
    for (let i = 0; i < places.length; i += 3) {
      const [which = 0, start = 0, end = 0] = [places[i], places[i + 1], places[i + 2]]
      if (wanted[which]) found.push({ word: different[which] ?? '', start, end })
    }
    return found
  }
}

/** The different words, and of each place where one stands: which it is, where it begins and where it ends. */
function read(text: string): { different: string[]; places: Uint32Array } {
  const numbers = new Map<string, number>()
  const places = words(text).flatMap(({ word, start, end }) => {
    const which = numbers.get(word) ?? numbers.size
    numbers.set(word, which)
    return [which, start, end]
  })
  return { different: [...numbers.keys()], places: Uint32Array.from(places) }
}
