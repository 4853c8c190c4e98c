import type { TSchema } from 'typebox'
import {
  ChangedPassword,
  ForAddress,
  NewAddress,
  NewPasskey,
  NewPassword,
  RenamedPasskey,
  SignIn,
  SignInWithPasskey,
  SignUp,
  WhichPasskey,
  WithCode,
  WithLink,
  WithPassword,
} from '@homeward/schema/signingIn.ts'
import type { Limit } from './attempts.ts'
import { perAccount, perNetwork, perPerson } from './limits.ts'

/** What changed of how a person signs in. */
export type AccountChange =
  | 'password'
  | 'two-factor-on'
  | 'two-factor-off'
  | 'passkey-added'
  | 'passkey-removed'

export interface Endpoint {
  method: 'GET' | 'POST'
  /** Under /api/auth. */
  path: string
  access: 'everyone' | 'member'
  /** What the API's documentation says of it. */
  summary: string
  body?: TSchema
  /** What counts how often it is tried. */
  limits?: { account?: Limit; network?: Limit; person?: Limit }
  /** Told to the person by mail. */
  change?: AccountChange
  /** Takes as long whether an address has an account or not. */
  evenly?: true
}

/** All of better-auth's endpoints that can be reached. Sessions are listed and ended in server/accounts. */
export const endpoints: Endpoint[] = [
  {
    method: 'POST',
    path: '/sign-up/email',
    access: 'everyone',
    summary: 'Make an account: a mail asks to confirm the address',
    body: SignUp,
    limits: { account: perAccount.signUp, network: perNetwork.signUp },
    evenly: true,
  },
  {
    method: 'POST',
    path: '/sign-in/email',
    access: 'everyone',
    summary: 'Sign in with address and password; where a code is needed, the answer says so',
    body: SignIn,
    limits: { account: perAccount.signIn, network: perNetwork.signIn },
  },
  { method: 'POST', path: '/sign-out', access: 'everyone', summary: 'Sign out here' },
  {
    method: 'POST',
    path: '/revoke-sessions',
    access: 'member',
    summary: 'Sign out everywhere, here too',
  },
  {
    method: 'POST',
    path: '/request-password-reset',
    access: 'everyone',
    summary: 'Ask for a mail with a link to set a new password',
    body: ForAddress,
    limits: { account: perAccount.reset, network: perNetwork.reset },
    evenly: true,
  },
  {
    method: 'POST',
    path: '/reset-password',
    access: 'everyone',
    summary: 'Set a new password with the link from the mail: ends all sessions',
    body: NewPassword,
    limits: { network: perNetwork.newPassword },
  },
  {
    method: 'POST',
    path: '/send-verification-email',
    access: 'everyone',
    summary: 'Ask again for the mail that confirms an address',
    body: ForAddress,
    limits: { account: perAccount.confirm, network: perNetwork.confirm },
    evenly: true,
  },
  {
    method: 'POST',
    path: '/verify-email',
    access: 'everyone',
    summary: 'Confirm an address, or a step of changing it, with the link from the mail',
    body: WithLink,
    limits: { network: perNetwork.link },
  },
  {
    method: 'POST',
    path: '/change-password',
    access: 'member',
    summary: 'Change the password: ends all other sessions',
    body: ChangedPassword,
    limits: { person: perPerson.password },
    change: 'password',
  },
  {
    method: 'POST',
    path: '/change-email',
    access: 'member',
    summary:
      'Ask to change the address: a mail to the old one asks to confirm, then one to the new',
    body: NewAddress,
    limits: { person: perPerson.address },
    evenly: true,
  },
  {
    method: 'POST',
    path: '/delete-user',
    access: 'member',
    summary: 'Delete the account: what was published stays',
    body: WithPassword,
    limits: { person: perPerson.password },
  },
  {
    method: 'POST',
    path: '/two-factor/enable',
    access: 'member',
    summary: 'Begin to set up an authenticator app: it is on once a first code was right',
    body: WithPassword,
    limits: { person: perPerson.password },
  },
  {
    method: 'POST',
    path: '/two-factor/verify-totp',
    access: 'everyone',
    summary: 'Give the code of the authenticator app, to sign in or to end setting it up',
    body: WithCode,
    limits: { network: perNetwork.code },
    change: 'two-factor-on',
  },
  {
    method: 'POST',
    path: '/two-factor/verify-backup-code',
    access: 'everyone',
    summary: 'Sign in with a recovery code: each works once',
    body: WithCode,
    limits: { network: perNetwork.code },
  },
  {
    method: 'POST',
    path: '/two-factor/generate-backup-codes',
    access: 'member',
    summary: 'Get new recovery codes: the old ones work no longer',
    body: WithPassword,
    limits: { person: perPerson.password },
  },
  {
    method: 'POST',
    path: '/two-factor/disable',
    access: 'member',
    summary: 'Do without the authenticator app',
    body: WithPassword,
    limits: { person: perPerson.password },
    change: 'two-factor-off',
  },
  {
    method: 'GET',
    path: '/passkey/generate-register-options',
    access: 'member',
    summary: 'What the browser needs to make a passkey (WebAuthn)',
    limits: { person: perPerson.passkey },
  },
  {
    method: 'POST',
    path: '/passkey/verify-registration',
    access: 'member',
    summary: 'Keep the passkey that the browser made',
    body: NewPasskey,
    change: 'passkey-added',
  },
  {
    method: 'GET',
    path: '/passkey/generate-authenticate-options',
    access: 'everyone',
    summary: 'What the browser needs to sign in with a passkey (WebAuthn)',
    limits: { network: perNetwork.passkeyOptions },
  },
  {
    method: 'POST',
    path: '/passkey/verify-authentication',
    access: 'everyone',
    summary: 'Sign in with a passkey: it counts as two factors',
    body: SignInWithPasskey,
    limits: { network: perNetwork.passkey },
  },
  {
    method: 'GET',
    path: '/passkey/list-user-passkeys',
    access: 'member',
    summary: 'Your passkeys',
  },
  {
    method: 'POST',
    path: '/passkey/update-passkey',
    access: 'member',
    summary: 'Name a passkey',
    body: RenamedPasskey,
  },
  {
    method: 'POST',
    path: '/passkey/delete-passkey',
    access: 'member',
    summary: 'Remove a passkey',
    body: WhichPasskey,
    change: 'passkey-removed',
  },
]
