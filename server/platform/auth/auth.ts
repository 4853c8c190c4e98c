import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins'
import { CamelCasePlugin } from 'kysely'
import type { FastifyBaseLogger } from 'fastify'
import type { Jobs } from '../jobs.ts'
import { sendLater, type MailTemplate } from '../mail/mail.ts'
import type { Db } from '../postgres/database.ts'

export interface AuthOptions {
  db: Db
  jobs: Jobs
  secret: string
  publicUrl: string
  siteName: string
  log: FastifyBaseLogger
}

const day = 86_400
const hour = 3_600

/** How long a password must be, in characters. */
export const passwordLength = { least: 10, most: 128 } as const

/** Ways of signing in that proved two factors. */
const twoFactorPaths = new Set([
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/passkey/verify-authentication',
])

interface Receiver {
  name: string
  email: string
}

/** The language of a person, where the library knows it. */
function languageOf(user: object): string {
  return 'language' in user && typeof user.language === 'string' ? user.language : 'en'
}

/**
 * Accounts, sessions, second factors and passkeys, kept by better-auth in our tables. Its endpoints are reached through
 * gate.ts only. Links in mails carry their token behind a `#`, so that it stands in no log, and lead to a page with a
 * button, since programs that look through mails open links.
 */
export function createAuth({ db, jobs, secret, publicUrl, siteName, log }: AuthOptions) {
  const { hostname, origin, protocol } = new URL(publicUrl)
  const mail = (template: MailTemplate, user: Receiver, path: string | null, more = {}) =>
    sendLater({ trx: db, jobs }, [
      {
        template,
        to: user.email,
        language: languageOf(user),
        values: { name: user.name, ...more },
        link: path === null ? null : `${publicUrl}${path}`,
      },
    ])

  return betterAuth({
    appName: siteName,
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [origin],
    database: {
      db: db.withPlugin(new CamelCasePlugin()),
      type: 'postgres',
      transaction: true,
    },
    telemetry: { enabled: false },
    // What is tried too often is counted in gate.ts, by address and by account.
    rateLimit: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error(message) },
    advanced: {
      cookiePrefix: 'homeward',
      useSecureCookies: protocol === 'https:',
      ipAddress: { disableIpTracking: true },
      database: { generateId: false },
    },
    user: {
      modelName: 'users',
      additionalFields: {
        language: { type: 'string', required: false, input: true },
        role: { type: 'string', required: false, input: false },
      },
      changeEmail: {
        enabled: true,
        sendChangeEmailConfirmation: ({ user, newEmail, token }) =>
          mail('change-address', user, `/verify#${token}`, { address: newEmail }),
      },
      deleteUser: { enabled: true },
    },
    session: {
      modelName: 'sessions',
      additionalFields: { factors: { type: 'number', required: false, input: false } },
      expiresIn: 30 * day,
      updateAge: day,
    },
    account: { modelName: 'credentials' },
    verification: { modelName: 'verifications' },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      resetPasswordTokenExpiresIn: hour,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => mail('reset-password', user, `/reset#${token}`),
      onPasswordReset: ({ user }) => mail('account-changed', user, null, { what: 'password' }),
      onExistingUserSignUp: ({ user }) => mail('already-registered', user, '/sign-in'),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      expiresIn: day,
      sendVerificationEmail: ({ user, token }) => mail('confirm-address', user, `/verify#${token}`),
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => ({
            data: { ...session, factors: twoFactorPaths.has(context?.path ?? '') ? 2 : 1 },
          }),
        },
      },
    },
    plugins: [
      twoFactor({ issuer: siteName, twoFactorTable: 'two_factors' }),
      passkey({
        rpID: hostname,
        rpName: siteName,
        origin,
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        authentication: {
          // A passkey that did not ask who is there is one factor only.
          afterVerification: async ({ verification }) => {
            if (!verification.authenticationInfo.userVerified) {
              throw new APIError('UNAUTHORIZED', { code: 'PASSKEY_NOT_VERIFIED' })
            }
          },
        },
        schema: { passkey: { modelName: 'passkeys' } },
      }),
    ],
  } satisfies BetterAuthOptions)
}

export type Auth = ReturnType<typeof createAuth>
