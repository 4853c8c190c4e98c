import type { Span } from './text.ts'

/**
 * The words of a file's name, which blanks seldom part: those between - and _, and those of which each begins with a
 * large letter. What comes back can be read as a text; `place` tells where in the name a place of it is.
 */
export function spread(name: string): { text: string; place: (span: Span) => Span } {
  const bare = name.replace(/\.[\p{L}\d]{1,5}$/u, '')
  let text = ''
  const places: number[] = []
  for (let index = 0; index < bare.length; index += 1) {
    const sign = bare[index] ?? ''
    const next = bare[index + 1] ?? ''
    text += /[_+~]/.test(sign) || (sign === '-' && !isCode(bare, index)) ? ' ' : sign
    places.push(index)
    if (/\p{Ll}/u.test(sign) && /\p{Lu}/u.test(next)) {
      text += ' '
      places.push(index + 1)
    }
  }
  return {
    text,
    place: ({ start, end }) => ({
      start: places[start] ?? 0,
      end: (places[end - 1] ?? bare.length - 1) + 1,
    }),
  }
}

/** Figures on both sides of a hyphen belong together: a date, a number. */
const isCode = (name: string, index: number) =>
  /\d/.test(name[index - 1] ?? '') && /\d/.test(name[index + 1] ?? '')
