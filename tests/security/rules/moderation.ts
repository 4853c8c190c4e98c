import {
  entry,
  moderators,
  noToken,
  nothing,
  signedIn,
  everyone,
  team,
  teamAndModerators,
  type Area,
  type Rule,
} from '../whoMay.ts'

const submissions = '/api/v1/submissions'

/** About what was handed in, by moderators. */
const act = (method: string, path: string, more: Partial<Rule> = {}): Rule => ({
  route: `${method} ${submissions}/:id${path}`,
  address: `${submissions}/:handedIn${path}`,
  may: moderators,
  answers: 200,
  ...more,
})

/** What is not as it is: nothing is decided. */
const unseen = { state: 'draft', version: 999 }
const asUnseen = (body: object): Partial<Rule> => ({
  answers: 409,
  body: { seen: unseen, ...body },
})

const deciding: Rule[] = [
  { route: 'GET /api/v1/moderation/queue', may: moderators, answers: 200 },
  {
    route: 'GET /api/v1/moderation/queue/:id',
    address: '/api/v1/moderation/queue/:handedIn',
    may: moderators,
    answers: 200,
  },
  {
    route: 'PUT /api/v1/moderation/queue/:id/look',
    address: '/api/v1/moderation/queue/:handedIn/look',
    may: moderators,
    answers: 200,
  },
  act('GET', '/standing'),
  act('POST', '/claim', { answers: { moderator: 200, administrator: 409 } }),
  act('POST', '/release', { answers: { moderator: 200, administrator: 409 } }),
  act('POST', '/request-changes', asUnseen({ text: 'x' })),
  act('POST', '/approve', asUnseen({})),
  act('POST', '/reject', asUnseen({ text: 'x', reason: 'other' })),
  {
    route: 'POST /api/v1/moderation/decisions',
    may: moderators,
    answers: 200,
    body: { act: 'approve', items: [{ id: nothing, seen: unseen }] },
  },
  {
    route: `POST ${submissions}/:id/appeal`,
    address: `${submissions}/:rejected/appeal`,
    may: team,
    answers: { editor: 200, owner: 409 },
    refused: { member: 404, otherEditor: 404 },
    body: { text: 'x' },
    when: 'once it was rejected',
  },
  {
    route: `PUT ${submissions}/:id/considered`,
    address: `${submissions}/:rejected/considered`,
    may: ['owner'],
    answers: 409,
    refused: { member: 404, otherEditor: 404 },
    when: 'once it was rejected',
  },
  {
    route: `DELETE ${submissions}/:id/considered`,
    address: `${submissions}/:rejected/considered`,
    may: ['owner'],
    answers: 200,
    refused: { member: 404, otherEditor: 404 },
  },
  act('POST', '/appeal/decide', { answers: 409, body: { outcome: 'upheld', reason: 'x' } }),
]

const atTheDesk: Rule[] = [
  act('GET', '/checklist'),
  {
    ...act('PUT', '/checklist/:item', { body: { answer: 'yes' } }),
    address: `${submissions}/:handedIn/checklist/harm`,
  },
  act('GET', '/diff', { may: teamAndModerators, refused: 404 }),
  act('GET', '/suggestions', { may: teamAndModerators, refused: 404 }),
  act('POST', '/suggestions', {
    answers: 409,
    body: { field: 'title', before: 'not what it says', proposed: 'x' },
  }),
  ...(['accept', 'decline'] as const).map((answer): Rule => ({
    ...act('POST', `/suggestions/:suggestion/${answer}`),
    address: `${submissions}/:handedIn/suggestions/${nothing}/${answer}`,
    may: team,
    answers: 404,
    refused: { member: 404, otherEditor: 404 },
  })),
  {
    ...act('POST', '/suggestions/:suggestion/withdraw', { answers: 404 }),
    address: `${submissions}/:handedIn/suggestions/${nothing}/withdraw`,
  },
  {
    route: 'GET /api/v1/entries/:slug/history',
    address: `/api/v1/entries/${entry}/history`,
    may: moderators,
    answers: 200,
  },
  {
    route: 'GET /api/v1/entries/:slug/compare',
    address: `/api/v1/entries/${entry}/compare?from=${nothing}&to=${nothing}`,
    may: moderators,
    answers: 404,
  },
  { route: 'GET /api/v1/decisions', may: moderators, answers: 200 },
]

/** Of the submission on which the member was asked to advise. */
const asked = (method: string, path: string, more: Partial<Rule> = {}): Rule => ({
  ...act(method, path, { refused: 404, when: 'for whoever was asked to advise', ...more }),
  address: `${submissions}/:reviewed${path}`,
})
const askedAndOthers = ['member', ...teamAndModerators] as const

const reviewing: Rule[] = [
  act('GET', '/reviewers', { may: teamAndModerators, refused: 404 }),
  act('POST', '/reviewers', { answers: 400, body: { email: 'nobody', askedAs: 'peer' } }),
  {
    ...act('DELETE', '/reviewers/:reviewer', { answers: 404 }),
    address: `${submissions}/:handedIn/reviewers/${nothing}`,
  },
  { route: 'POST /api/v1/reviews/read', may: everyone, answers: 404, body: { token: noToken } },
  { route: 'POST /api/v1/reviews/accept', may: signedIn, answers: 404, body: { token: noToken } },
  { route: 'GET /api/v1/me/reviews', may: signedIn, answers: 200 },
  asked('GET', '/advice', { may: ['member'] }),
  asked('PUT', '/advice', { may: ['member'], body: { namedToCity: true } }),
  asked('GET', '', { may: askedAndOthers }),
  asked('POST', '/comments', { may: askedAndOthers, answers: 201, body: { text: 'x' } }),
]

export const moderation: Area = {
  title: 'Moderation',
  rules: [...deciding, ...atTheDesk, ...reviewing],
}
