import { invalid } from '../http/problems.ts'

/** How long the name of a person may be, in characters. */
export const longestName = 120

const fault = (message: string) => invalid([{ field: 'name', message }])

/**
 * A name as it is kept: in Unicode's composed form, with single spaces. Names stand in mails to strangers, so that they
 * must not be a way to send them something else.
 * @throws ProblemError that says what to change
 */
export function personName(typed: string): string {
  // Controls, and signs that turn the direction of what follows.
  if (/[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(typed)) {
    throw fault('Write the name in one line, with letters only')
  }
  const name = typed.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  if (name === '' || !/\p{L}/u.test(name) || name.length > longestName) {
    throw fault(`Say by which name you go here, in at most ${longestName} characters`)
  }
  if (/[@<>{}[\]\\|/]|[\p{L}\d]\.\p{Ll}{2,}/u.test(name)) {
    throw fault(
      'A name holds no address of a page or of a mail. Write it without, and with a space after a full stop',
    )
  }
  return name
}
