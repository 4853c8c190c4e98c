/**
 * A passage as people read it, found in text as it is kept: Markdown, with marks, links and line breaks between the
 * words. Case, kinds of blanks, quotes and dashes are not told apart.
 */

/** A passage that is looked for: by its words, or by a hash of them. */
export interface Wanted {
  /** In units: letters with what stands on them, blanks that follow each other being one. */
  length: number
  is(passage: string): boolean
}

interface Unit {
  /** Empty for what nobody reads: marks, addresses of links. */
  as: string
  start: number
  end: number
}

const piece =
  /(\\(?=[!-/:-@[-`{-~])|\]\([^()\s]*(?:\s+"[^"\n]*")?\)|[*_~`[\]\u00ad\u200b-\u200f\u2060\ufeff])|(\s*\n\s*(?:(?:>|#{1,6}(?=\s)|[-+](?=\s)|\d{1,3}[.)](?=\s))\s*)*|\s+)|.\p{M}*/gsu

const alike: Record<string, string> = {
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
}

function read(text: string): Unit[] {
  const units: Unit[] = []
  for (const found of text.matchAll(piece)) {
    const [whole, mark, blank] = found
    if (mark !== undefined) continue
    const start = found.index
    const end = start + whole.length
    const last = units.at(-1)
    if (blank !== undefined) {
      if (last?.as === ' ') last.end = end
      else units.push({ as: ' ', start, end })
      continue
    }
    units.push({ as: alike[whole] ?? whole.normalize('NFC').toLowerCase(), start, end })
  }
  return units
}

const inWord = /[\p{L}\p{N}]/u
/** Scripts whose words stand side by side. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Whether a passage can begin or end between two units. */
function between(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return true
  if (!inWord.test(before) || !inWord.test(after)) return true
  return unspaced.test(before) || unspaced.test(after)
}

const joined = (units: Unit[]): string => units.map(({ as }) => as).join('')

/** The units of a passage without blanks around it. */
function trimmed(passage: string): Unit[] {
  const units = read(passage)
  const first = units.findIndex(({ as }) => as !== ' ')
  if (first === -1) return []
  return units.slice(first, units.at(-1)?.as === ' ' ? -1 : undefined)
}

/** The words of a passage as they are compared, and how many units they are. */
export function keyOf(passage: string): { key: string; length: number } {
  const units = trimmed(passage)
  return { key: joined(units), length: units.length }
}

/** How much is shown around a passage, in characters. */
const around = 80

/** A passage wherever it stands in a text as whole words, with some of what is around it. */
export function standing(
  text: string,
  wanted: Wanted,
): { before: string; passage: string; after: string }[] {
  const found = []
  let from = 0
  for (const passage of without(text, wanted).taken) {
    const at = text.indexOf(passage, from)
    from = at + passage.length
    found.push({
      before: text.slice(Math.max(0, at - around), at),
      passage,
      after: text.slice(from, from + around),
    })
  }
  return found
}

/** What stands in the place of what was taken out. */
export const gap = '[…]'

/**
 * Takes a passage out of a text, wherever it stands as whole words.
 * @returns the text without it, and what was taken out, as it stood there
 */
export function without(text: string, { length, is }: Wanted): { text: string; taken: string[] } {
  const units = read(text)
  const kept: string[] = []
  const taken: string[] = []
  let from = 0
  for (let at = 0; at + length <= units.length; at += 1) {
    const first = units[at]
    const last = units[at + length - 1]
    if (!first || !last || first.as === ' ' || last.as === ' ') continue
    if (!between(units[at - 1]?.as, first.as)) continue
    if (!between(last.as, units[at + length]?.as)) continue
    if (!is(joined(units.slice(at, at + length)))) continue
    kept.push(text.slice(from, first.start), gap)
    taken.push(text.slice(first.start, last.end))
    from = last.end
    at += length - 1
  }
  return { text: taken.length === 0 ? text : [...kept, text.slice(from)].join(''), taken }
}
