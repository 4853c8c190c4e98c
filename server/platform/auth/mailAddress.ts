import { invalid } from '../http/problems.ts'

// As better-auth takes them (zod's e-mail), so that what passes here passes there.
const shape =
  /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/

/** A mail address as it is kept, in lower case; null: it is none. */
export function asMailAddress(typed: string): string | null {
  const address = typed.trim().toLowerCase()
  return address.length <= 254 && shape.test(address) ? address : null
}

/** @throws ProblemError that names the form's field */
export function mailAddress(typed: string, field: string): string {
  const address = asMailAddress(typed)
  if (address !== null) return address
  throw invalid([{ field, message: 'Write a mail address, such as name@example.org' }])
}
