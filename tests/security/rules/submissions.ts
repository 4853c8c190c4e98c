import {
  city,
  entry,
  moderators,
  ownEntry,
  signedIn,
  team,
  teamAndModerators,
  type Area,
  type Rule,
} from '../whoMay.ts'

const submissions = '/api/v1/submissions'
const whileWritten = 'while it is being written'

/** About a submission: whoever may not know of it is told that there is none. */
const about = (
  method: string,
  path: string,
  one: string,
  may: Rule['may'],
  more: Partial<Rule> = {},
): Rule => ({
  route: `${method} ${submissions}/:id${path}`,
  address: `${submissions}/:${one}${path}`,
  may,
  answers: 200,
  refused: 404,
  ...more,
})

/** Of a draft: for those who write it. */
const writing = (method: string, path: string, more: Partial<Rule> = {}): Rule =>
  about(method, path, 'draft', team, { when: whileWritten, ...more })

/** Of what was handed in: for those who wrote it, and for moderators. */
const reading = (method: string, path: string, more: Partial<Rule> = {}): Rule =>
  about(method, path, 'handedIn', teamAndModerators, { when: 'once it is handed in', ...more })

const passage = '/screening/:key'
const document = '/attachments/:attachment'
const documentOf = (one: string) => `${submissions}/:${one}/attachments/:document`

export const writingAndReading: Area = {
  title: 'Submissions',
  rules: [
    { route: `GET ${submissions}`, may: signedIn, answers: 200 },
    {
      route: `POST ${submissions}`,
      may: team,
      answers: 201,
      refused: 404,
      body: { city },
      when: 'for a city',
    },
    {
      route: `POST ${submissions}`,
      may: moderators,
      answers: 201,
      body: {},
      when: 'for no city',
    },
    {
      route: 'POST /api/v1/entries/:slug/revisions',
      address: `/api/v1/entries/${entry}/revisions`,
      may: moderators,
      answers: { moderator: 201, administrator: 409 },
      refused: 404,
      body: {},
      when: 'of what the editors wrote',
    },
    {
      route: 'POST /api/v1/entries/:slug/revisions',
      address: `/api/v1/entries/${ownEntry}/revisions`,
      may: teamAndModerators,
      answers: { editor: 201, owner: 409, moderator: 409, administrator: 409 },
      refused: 404,
      body: {},
      when: 'of the city’s own account',
    },
    writing('GET', ''),
    reading('GET', ''),
    writing('PATCH', '', {
      answers: 412,
      body: { title: 'x' },
      headers: { 'if-match': '"999"' },
    }),
    writing('POST', '/submit', { answers: 412, headers: { 'if-match': '"999"' } }),
    about('POST', '/withdraw', 'toWithdraw', team, { answers: { editor: 200, owner: 200 } }),
    writing('GET', '/preview'),
    reading('GET', '/preview'),
    writing('GET', '/similar'),
    reading('GET', '/verdicts'),
    writing('POST', '/presence', { body: { window: '0190a6c5-0000-7000-8000-00000000000a' } }),
    { route: 'GET /api/v1/moderator-languages', may: signedIn, answers: 200 },
    writing('GET', '/screening'),
    reading('GET', '/screening'),
    {
      ...writing('PUT', passage, { body: { answer: 'safe', why: 'x' } }),
      address: `${submissions}/:draft/screening/:passage`,
    },
    { ...writing('DELETE', passage), address: `${submissions}/:draft/screening/:passage` },
    writing('GET', '/comments'),
    reading('GET', '/comments'),
    reading('POST', '/comments', { answers: 201, body: { text: 'x' } }),
    {
      ...reading('PATCH', '/comments/:comment', { body: { resolved: true } }),
      address: `${submissions}/:handedIn/comments/:comment`,
    },
    writing('GET', '/attachments'),
    reading('GET', '/attachments'),
    {
      ...writing('POST', '/attachments', {
        answers: 422,
        body: {},
        headers: { 'content-type': 'application/octet-stream' },
      }),
      address: `${submissions}/:draft/attachments?name=x.png`,
    },
    { ...writing('GET', document), address: documentOf('draft') },
    { ...writing('PATCH', document, { body: { owner: 'x' } }), address: documentOf('draft') },
    {
      ...writing('DELETE', document, { answers: { editor: 204, owner: 404 } }),
      address: documentOf('draft'),
    },
    about('DELETE', '', 'toDelete', team, {
      answers: { editor: 204, owner: 404 },
      when: whileWritten,
    }),
  ],
}
