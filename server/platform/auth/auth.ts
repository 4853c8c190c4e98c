import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins'
import { CamelCasePlugin } from 'kysely'
import type { FastifyBaseLogger } from 'fastify'
import { ProblemError } from '../http/problems.ts'
import type { Jobs } from '../jobs.ts'
import { sendLater, type MailTemplate } from '../mail/mail.ts'
import type { Db } from '../postgres/database.ts'
import { passwordLength } from './passwords.ts'
import { sessionAsItBegins } from './sessions.ts'

export interface AuthOptions {
  db: Db
  jobs: Jobs
  secret: string
  publicUrl: string
  siteName: string
  log: FastifyBaseLogger
  /**
   * Takes a person out of everything but what was published, in one transaction.
   * @throws ProblemError where the account cannot go
   */
  forgetPerson(person: { id: string; email: string }): Promise<void>
}

const day = 86_400
const hour = 3_600

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
export function createAuth(options: AuthOptions) {
  const { db, jobs, secret, publicUrl, siteName, log, forgetPerson } = options
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
      // It would hold a connection while it hashes a password, and mails ask for another: as many who sign up at once as
      // there are connections would wait for each other. What is left half done is mended by a new password, or goes
      // when nobody confirms the address.
      transaction: false,
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
      deleteUser: {
        enabled: true,
        beforeDelete: ({ id, email }) => forgetPerson({ id, email }).catch(refuseWithReason),
      },
    },
    session: {
      modelName: 'sessions',
      additionalFields: { factors: { type: 'number', required: false, input: false } },
      expiresIn: 30 * day,
      updateAge: day,
    },
    account: { modelName: 'credentials' },
    // Whoever reads the database, or a copy of it, cannot use the links in it.
    verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      resetPasswordTokenExpiresIn: hour,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => mail('reset-password', user, `/reset#${token}`),
      onPasswordReset: async ({ user }) => {
        // Other links that were asked for work no longer.
        await db.deleteFrom('verifications').where('value', '=', user.id).execute()
        await mail('account-changed', user, null, { what: 'password' })
      },
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
            data: { ...session, ...sessionAsItBegins(context) },
          }),
        },
      },
      user: {
        update: {
          before: async ({ email }) => {
            if (email !== undefined) await refuseTaken(db, email)
          },
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
        // A passkey that did not ask who is there is one factor only.
        registration: {
          afterVerification: async ({ verification }) =>
            checkVerified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: async ({ verification }) =>
            checkVerified(verification.authenticationInfo.userVerified),
        },
        // As the plug-in for names reads the column: unnamed, a second passkey could not be added.
        schema: { passkey: { modelName: 'passkeys', fields: { credentialID: 'credentialId' } } },
      }),
    ],
  } satisfies BetterAuthOptions)
}

export type Auth = ReturnType<typeof createAuth>

/** better-auth answers with errors of its own kind only. */
function refuseWithReason(error: unknown): never {
  if (!(error instanceof ProblemError)) throw error
  throw new APIError('CONFLICT', { code: error.kind.toUpperCase().replaceAll('-', '_') })
}

function checkVerified(verified: boolean | undefined): void {
  if (verified !== true) throw new APIError('UNAUTHORIZED', { code: 'PASSKEY_NOT_VERIFIED' })
}

/** While a new address waited to be confirmed, someone else may have made an account with it. */
async function refuseTaken(db: Db, email: string): Promise<void> {
  const taken = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst()
  if (taken) throw new APIError('CONFLICT', { code: 'ADDRESS_IN_USE' })
}
