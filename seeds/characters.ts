import type { Path } from './fault.ts'

/** Control characters other than tab and line feed, marks that turn the direction of text unseen, halves of letters. */
const refused =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u2028-\u202E\u2060-\u2069\uFEFF\uFFFD-\uFFFF\uD800-\uDFFF]/u

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What is wrong with the characters of a line, or null. */
export function characterFault(line: string): string | null {
  const [found] = refused.exec(line) ?? []
  if (found !== undefined) {
    return `It holds the character ${codeOf(found)}, which cannot be seen or shown: delete it.`
  }
  if (line !== line.normalize('NFC')) {
    const letter = line.match(/\P{M}\p{M}+/gu)?.find((one) => one !== one.normalize('NFC'))
    const where = letter === undefined ? '' : ` ('${letter}')`
    return `It holds letters with separate accents${where}: save the text in Unicode form NFC.`
  }
  return null
}

/** Every text in the data, with its path. */
export function* texts(value: unknown, path: Path = []): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value }
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* texts(item, [...path, i])
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* texts(item, [...path, key])
  }
}
