import type { Person } from '../http/access.ts'
import { invalid } from '../http/problems.ts'
import type { Auth } from './auth.ts'
import { mailAddress } from './mailAddress.ts'
import { checkPassword } from './passwords.ts'
import { personName } from './personName.ts'

export type Body = Record<string, unknown>

export const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (body: Body, key: string): string => {
  const value = body[key]
  return typeof value === 'string' ? value : ''
}

/**
 * What is sent on to better-auth: what the contract of the endpoint let through, checked and in the form in which it is
 * kept. What only the server decides is added here.
 * @throws ProblemError that names each field at fault
 */
export async function bodyFor(
  path: string,
  given: unknown,
  { auth, person }: { auth: Auth; person: Person | null },
): Promise<Body> {
  const body: Body = isObject(given) ? { ...given } : {}
  if ('email' in body) body['email'] = mailAddress(textOf(body, 'email'), 'email')
  if ('newEmail' in body) body['newEmail'] = mailAddress(textOf(body, 'newEmail'), 'newEmail')
  switch (path) {
    case '/sign-up/email': {
      const name = personName(textOf(body, 'name'))
      const email = textOf(body, 'email')
      checkPassword(textOf(body, 'password'), 'password', { name, email })
      return { ...body, name }
    }
    case '/change-password': {
      checkPassword(textOf(body, 'newPassword'), 'newPassword', person ?? {})
      return { ...body, revokeOtherSessions: true }
    }
    case '/reset-password': {
      const owner = await ownerOfReset(auth, textOf(body, 'token'))
      checkPassword(textOf(body, 'newPassword'), 'newPassword', owner)
      return body
    }
    case '/change-email': {
      if (body['newEmail'] !== person?.email) return body
      throw invalid([{ field: 'newEmail', message: 'This is your address already' }])
    }
    case '/two-factor/enable':
      return { ...body, method: 'totp' }
    default:
      return body
  }
}

async function ownerOfReset(auth: Auth, token: string) {
  const { internalAdapter } = await auth.$context
  const link = await internalAdapter.findVerificationValue(`reset-password:${token}`)
  const user = link && (await internalAdapter.findUserById(link.value))
  return user ? { name: user.name, email: user.email } : {}
}
