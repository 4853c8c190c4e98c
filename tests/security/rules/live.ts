import { entry, everyone, moderators, nothing, type Area, type Rule } from '../whoMay.ts'

const acts = (name: string, body: object): Rule => ({
  route: `POST /api/v1/entries/:slug/${name}`,
  address: `/api/v1/entries/${entry}/${name}`,
  may: moderators,
  // What is not as it is: nothing is done.
  answers: 409,
  body: { seen: { version: 999 }, ...body },
})
const report = (method: string, path = '', body?: object): Rule => ({
  route: `${method} /api/v1/moderation/reports/:id${path}`,
  address: `/api/v1/moderation/reports/${nothing}${path}`,
  may: moderators,
  answers: 404,
  ...(body ? { body } : {}),
})

export const live: Area = {
  title: 'What is live, and what is told of it',
  rules: [
    {
      route: 'GET /api/v1/moderation/entries/:slug',
      address: `/api/v1/moderation/entries/${entry}`,
      may: moderators,
      answers: 200,
    },
    acts('take-down', { reason: 'other' }),
    acts('restore', {}),
    acts('return', { revision: nothing }),
    acts('terms', { note: 'x', themes: ['employment'] }),
    acts('merge', { into: 'x' }),
    acts('redactions', { kind: 'passage', text: 'xyz' }),
    {
      route: 'POST /api/v1/moderation/entries/:slug/passages',
      address: `/api/v1/moderation/entries/${entry}/passages`,
      may: moderators,
      // It stands nowhere.
      answers: 400,
      body: { text: 'xyzxyz' },
    },
    {
      route: 'POST /api/v1/entries/:slug/reports',
      address: `/api/v1/entries/${entry}/reports`,
      may: everyone,
      answers: 201,
      body: { kind: 'mistake', text: 'x' },
    },
    report('GET'),
    report('POST', '/hide', { seen: { version: 1 } }),
    report('POST', '/close', { outcome: 'nothing-to-do' }),
  ],
}
