import {
  administrators,
  everyone,
  noToken,
  nothing,
  signedIn,
  type Area,
  type Rule,
} from '../whoMay.ts'

/** Open to all of `may`; the body is at fault, so that nothing is done. */
const faulty = (may: Rule['may'], path: string): Rule => ({
  route: `POST /api/auth${path}`,
  may,
  answers: 400,
  body: {},
})

export const signingIn: Area = {
  title: 'Signing in, and one’s account',
  rules: [
    faulty(everyone, '/sign-up/email'),
    faulty(everyone, '/sign-in/email'),
    { route: 'POST /api/auth/sign-out', may: everyone, answers: 200, endsSession: true },
    faulty(everyone, '/request-password-reset'),
    faulty(everyone, '/reset-password'),
    faulty(everyone, '/send-verification-email'),
    faulty(everyone, '/verify-email'),
    faulty(everyone, '/two-factor/verify-totp'),
    faulty(everyone, '/two-factor/verify-backup-code'),
    { route: 'GET /api/auth/passkey/generate-authenticate-options', may: everyone, answers: 200 },
    faulty(everyone, '/passkey/verify-authentication'),
    { route: 'POST /api/auth/revoke-sessions', may: signedIn, answers: 200, endsSession: true },
    faulty(signedIn, '/change-password'),
    faulty(signedIn, '/change-email'),
    faulty(signedIn, '/delete-user'),
    faulty(signedIn, '/two-factor/enable'),
    faulty(signedIn, '/two-factor/generate-backup-codes'),
    faulty(signedIn, '/two-factor/disable'),
    { route: 'GET /api/auth/passkey/generate-register-options', may: signedIn, answers: 200 },
    faulty(signedIn, '/passkey/verify-registration'),
    { route: 'GET /api/auth/passkey/list-user-passkeys', may: signedIn, answers: 200 },
    faulty(signedIn, '/passkey/update-passkey'),
    faulty(signedIn, '/passkey/delete-passkey'),
    { route: 'GET /api/v1/me', may: signedIn, answers: 200 },
    { route: 'PATCH /api/v1/me', may: signedIn, answers: 200, body: {} },
    { route: 'GET /api/v1/me/sessions', may: signedIn, answers: 200 },
    {
      route: 'DELETE /api/v1/me/sessions/:id',
      address: `/api/v1/me/sessions/${nothing}`,
      may: signedIn,
      answers: 404,
    },
    { route: 'GET /api/v1/me/news', may: signedIn, answers: 200 },
    { route: 'GET /api/v1/me/news/unread', may: signedIn, answers: 200 },
    {
      route: 'PATCH /api/v1/me/news/:id',
      address: `/api/v1/me/news/${nothing}`,
      may: signedIn,
      answers: 404,
      body: { read: true },
    },
    {
      route: 'POST /api/v1/me/news/read',
      may: signedIn,
      answers: 200,
      body: { upTo: nothing },
    },
    // Whoever has the link: this one is of nobody.
    {
      route: 'POST /api/v1/me/administrator',
      may: signedIn,
      answers: 403,
      body: { token: noToken },
    },
  ],
}

export const people: Area = {
  title: 'People and their roles',
  rules: [
    { route: 'GET /api/v1/admin/users', may: administrators, answers: 200 },
    {
      route: 'PATCH /api/v1/admin/users/:id/role',
      address: '/api/v1/admin/users/:member/role',
      may: administrators,
      answers: 200,
      body: { role: 'member' },
    },
  ],
}
