import { moderators, nothing, type Area, type Rule } from '../whoMay.ts'

const terms = '/api/v1/admin/vocabulary'
const synonyms = '/api/v1/admin/synonyms'
/** Something that is done to a term. */
const onTerm = (method: string, act: string): Rule => ({
  route: `${method} ${terms}/:kind/:id${act}`,
  address: `${terms}/theme/nothing${act}`,
  may: moderators,
  // It does not say which version it changes.
  answers: 428,
  body: {},
})

export const vocabulary: Area = {
  title: 'Vocabulary and synonyms',
  rules: [
    { route: `GET ${terms}`, may: moderators, answers: 200 },
    {
      route: `POST ${terms}/:kind`,
      address: `${terms}/theme`,
      may: moderators,
      answers: 400,
      body: {},
    },
    onTerm('PATCH', ''),
    onTerm('POST', '/retire'),
    onTerm('POST', '/return'),
    { ...onTerm('POST', '/merge'), answers: 400 },
    { route: `GET ${synonyms}`, may: moderators, answers: 200 },
    { route: `POST ${synonyms}`, may: moderators, answers: 400, body: {} },
    {
      route: `PUT ${synonyms}/:id`,
      address: `${synonyms}/${nothing}`,
      may: moderators,
      answers: 400,
      body: {},
    },
    {
      route: `DELETE ${synonyms}/:id`,
      address: `${synonyms}/${nothing}`,
      may: moderators,
      answers: 428,
    },
  ],
}
