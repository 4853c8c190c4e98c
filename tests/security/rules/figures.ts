import { moderators, type Area } from '../whoMay.ts'

const searches = '/api/v1/moderation/searches'
/** What nobody looked for. */
const noSearch = `${searches}/${'0'.repeat(64)}`

export const figures: Area = {
  title: 'Figures, and what people look for',
  rules: [
    { route: 'GET /api/v1/moderation/figures', may: moderators, answers: 200 },
    { route: 'GET /api/v1/moderation/figures.csv', may: moderators, answers: 200 },
    { route: `GET ${searches}`, may: moderators, answers: 200 },
    {
      route: `POST ${searches}/:id/done`,
      address: `${noSearch}/done`,
      may: moderators,
      answers: 404,
    },
    {
      route: `POST ${searches}/:id/reopen`,
      address: `${noSearch}/reopen`,
      may: moderators,
      answers: 404,
    },
  ],
}
