/** A locale that nobody speaks: long and from right to left, to test what other languages will ask of the pages. */
export const pseudoLocale = 'ar-XB'

const letters: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
}

/** Longer by a third, with accents, and set from right to left. */
function lengthen(text: string): string {
  if (!/\p{L}/u.test(text)) return text
  const accented = text.replace(/[aeiou]/gi, (letter) => letters[letter] ?? letter)
  const more = '·'.repeat(Math.ceil(text.trim().length / 3))
  return `\u202B${accented}${more}\u202C`
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The texts of compiled messages: in their trees, strings under these keys are what is shown. */
const shown = new Set(['s', 'v'])

/** Messages in the pseudo-locale, from compiled or plain ones. */
export function pseudo<T>(messages: T): T {
  return change(messages, false) as T
}

function change(value: unknown, text: boolean): unknown {
  if (typeof value === 'string') return text ? lengthen(value) : value
  if (Array.isArray(value)) return value.map((item) => change(item, false))
  if (!isObject(value)) return value
  const compiled = 'type' in value || 't' in value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      change(
        inner,
        compiled
          ? shown.has(key) || key === 'static' || key === 'value'
          : typeof inner === 'string',
      ),
    ]),
  )
}
