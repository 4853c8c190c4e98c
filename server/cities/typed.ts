import { invalid } from '../platform/http/problems.ts'

// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/**
 * What a person typed, in the form in which it is kept: NFC, lines end alike, no blanks around it.
 * @throws ProblemError 400 where nothing is left
 */
export function typedText(field: string, typed: string): string {
  const text = typed.normalize('NFC').replace(/\r\n?/g, '\n').replace(controls, '').trim()
  if (text === '') throw invalid([{ field, message: 'Please write something here.' }])
  return text
}

/** The same, on one line. */
export const typedLine = (field: string, typed: string): string =>
  typedText(field, typed).replace(/\s+/g, ' ')
