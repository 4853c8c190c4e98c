import { dictionary } from '@zxcvbn-ts/language-common'
import { invalid } from '../http/problems.ts'

/** How long a password must be, in characters. */
export const passwordLength = { least: 10, most: 128 } as const

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

/** Those that are tried first (from lists of passwords that leaked), as far as they are long enough to be asked about. */
const common = new Set(
  dictionary['passwords-common'].filter((word) => word.length >= passwordLength.least).map(plain),
)

interface Owner {
  name?: string | undefined
  email?: string | undefined
}

/**
 * Refuses a password that is guessed at once.
 * @param field the form's field that it was typed into
 * @throws ProblemError that says what to do
 */
export function checkPassword(password: string, field: string, owner: Owner = {}): void {
  const message = weakness(password, owner)
  if (message !== null) throw invalid([{ field, message }])
}

function weakness(password: string, { name, email }: Owner): string | null {
  const { least, most } = passwordLength
  if (password.length < least) return `The password needs at least ${least} characters`
  if (password.length > most) return `The password may have at most ${most} characters`
  const typed = plain(password)
  const own = [email, email?.split('@')[0], name].map((text) => plain(text ?? ''))
  if (own.includes(typed)) return 'Choose a password that is not your name or address'
  if (common.has(typed) || /^(.{1,3})\1+.?$/u.test(typed)) {
    return 'This password is among the first that are tried. Choose another, for example four words in a row'
  }
  return null
}
