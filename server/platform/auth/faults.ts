import { ProblemError } from '../http/problems.ts'

interface Fault {
  title: string
  detail?: string
  /** The field of the form that it is about. */
  field?: string
}

/** What better-auth's codes mean to the person in front of the form. Pages know them by their kind, in their language. */
const faults: Record<string, Fault> = {
  INVALID_EMAIL_OR_PASSWORD: {
    title: 'The address and the password do not go together',
    detail: 'Look whether both are typed as you mean them, or ask for a new password.',
  },
  EMAIL_NOT_VERIFIED: {
    title: 'Your address is not confirmed yet',
    detail: 'A new mail with a link is on its way to you. Open the link, then sign in.',
  },
  INVALID_EMAIL: { title: 'This is not a mail address', field: 'email' },
  INVALID_PASSWORD: { title: 'The password is not right', field: 'password' },
  PASSWORD_TOO_LONG: { title: 'The password is not right', field: 'password' },
  INVALID_TOKEN: {
    title: 'This link was used already, or is too old',
    detail: 'Ask for a new one.',
  },
  INVALID_USER: {
    title: 'This link is for another account',
    detail: 'Sign out, then open it again.',
  },
  ADDRESS_IN_USE: {
    title: 'There is an account with this address already',
    detail:
      'Your account keeps its old address. Sign in with the new one to see the other account.',
  },
  TOKEN_EXPIRED: { title: 'This link is too old', detail: 'Ask for a new one.' },
  INVALID_CODE: { title: 'The code is not right', field: 'code' },
  INVALID_BACKUP_CODE: { title: 'The recovery code is not right', field: 'code' },
  INVALID_TWO_FACTOR_COOKIE: {
    title: 'This took too long',
    detail: 'Begin again with your address and password.',
  },
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: {
    title: 'The code was wrong too often',
    detail: 'Begin again with your address and password.',
  },
  ACCOUNT_TEMPORARILY_LOCKED: {
    title: 'The code was wrong too often',
    detail: 'Please wait a quarter of an hour and try again.',
  },
  TOTP_NOT_ENABLED: { title: 'No authenticator app is set up' },
  TWO_FACTOR_NOT_ENABLED: { title: 'No authenticator app is set up' },
  TOTP_ALREADY_ENABLED: { title: 'An authenticator app is set up already' },
  SESSION_NOT_FRESH: {
    title: 'You signed in a while ago',
    detail: 'For this, please sign in again.',
  },
  SESSION_EXPIRED: {
    title: 'You signed in a while ago',
    detail: 'For this, please sign in again.',
  },
  PASSKEY_NOT_FOUND: { title: 'This passkey is not known here' },
  PASSKEY_NOT_VERIFIED: {
    title: 'The passkey did not ask who is there',
    detail: 'Use one that asks for a code, a finger or a face, or sign in with your password.',
  },
  AUTHENTICATION_FAILED: { title: 'The passkey could not be checked', detail: 'Try it again.' },
  CHALLENGE_NOT_FOUND: { title: 'This took too long', detail: 'Try it again.' },
  LAST_OWNER: {
    title: 'You are the last owner of a city',
    detail: 'Make another member of the team an owner first; then your account can go.',
  },
  LAST_ADMINISTRATOR: {
    title: 'You are the last administrator',
    detail: 'Make another person an administrator first; then your account can go.',
  },
  UNAUTHORIZED: { title: 'Please sign in', detail: 'For this, you need to be signed in.' },
}

/** Codes that must not be told apart: the link was for an account that is gone, or has another address by now. */
const same: Record<string, string> = { USER_NOT_FOUND: 'INVALID_TOKEN' }

const isText = (value: unknown): value is string => typeof value === 'string'

/** An answer of better-auth that is a failure, as a problem of ours. */
export function authProblem(status: number, body: unknown): ProblemError {
  const given =
    typeof body === 'object' && body !== null && 'code' in body && isText(body.code)
      ? body.code
      : status === 401
        ? 'UNAUTHORIZED'
        : 'FAILED'
  const code = same[given] ?? given
  const fault = faults[code] ?? { title: 'This could not be done', detail: 'Please try it again.' }
  const { title, detail, field } = fault
  return new ProblemError(
    status,
    code.toLowerCase().replaceAll('_', '-'),
    title,
    detail,
    field === undefined ? {} : { errors: [{ field, message: title }] },
  )
}
