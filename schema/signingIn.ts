import { Type, type Static, type TSchema } from 'typebox'

// What is sent to and answered under /api/auth, where accounts are made and people sign in.

const strict = { additionalProperties: false } as const
const exactly = <Fields extends Record<string, TSchema>>(fields: Fields) =>
  Type.Object(fields, strict)

/** Whether it is one is looked at on the way in; the longest that mail knows (RFC 5321). */
const Email = Type.String({ minLength: 3, maxLength: 254 })
/** An old password may be of any length that was once allowed. */
const Password = Type.String({ minLength: 1, maxLength: 1000 })
const LinkToken = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'What stands behind the # of the link in the mail',
})
const Code = Type.String({ minLength: 1, maxLength: 40 })
const PasskeyName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const PasskeyId = Type.String({ format: 'uuid' })

export const LanguageTag = Type.String({
  pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
  maxLength: 35,
})

export const SignUp = exactly({
  name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  email: Email,
  password: Password,
  language: Type.Optional(LanguageTag),
})
export const SignIn = exactly({ email: Email, password: Password })
export const ForAddress = exactly({ email: Email })
export const WithLink = exactly({ token: LinkToken })
export const NewPassword = exactly({ token: LinkToken, newPassword: Password })
export const ChangedPassword = exactly({ currentPassword: Password, newPassword: Password })
export const NewAddress = exactly({ newEmail: Email })
export const WithPassword = exactly({ password: Password })
export const WithCode = exactly({ code: Code })
/** What the browser answered (WebAuthn), as JSON. */
const FromAuthenticator = Type.Object({ id: Type.String({ maxLength: 2000 }) })
export const NewPasskey = exactly({
  response: FromAuthenticator,
  name: Type.Optional(PasskeyName),
})
export const SignInWithPasskey = exactly({ response: FromAuthenticator })
export const WhichPasskey = exactly({ id: PasskeyId })
export const RenamedPasskey = exactly({ id: PasskeyId, name: PasskeyName })

/** A passkey, for its owner's eyes. */
export const Passkey = Type.Object({
  id: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String({ format: 'date-time' }),
})
export type Passkey = Static<typeof Passkey>
