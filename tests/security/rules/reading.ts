import { entry, everyone, nothing, type Area, type Rule } from '../whoMay.ts'

const read = (route: string, more: Partial<Rule> = {}): Rule => ({
  route,
  may: everyone,
  answers: 200,
  ...more,
})

export const reading: Area = {
  title: 'Reading',
  rules: [
    read('GET /api/v1/search'),
    read('GET /api/v1/suggest', { address: '/api/v1/suggest?q=x' }),
    read('GET /api/v1/entries'),
    read('GET /api/v1/entries/:slug', { address: `/api/v1/entries/${entry}` }),
    read('GET /api/v1/entries/:slug/related', { address: `/api/v1/entries/${entry}/related` }),
    read('GET /api/v1/entries/:slug/documents/:document', {
      address: `/api/v1/entries/${entry}/documents/${nothing}`,
      answers: 404,
    }),
    read('GET /api/v1/vocabulary'),
    read('GET /api/v1/vocabulary/:kind/:id', {
      address: '/api/v1/vocabulary/theme/nothing',
      answers: 404,
    }),
    read('GET /api/v1/countries'),
    read('GET /api/v1/stats'),
    read('GET /api/v1/considered'),
    read('GET /api/openapi.json', { what: 'The API, described for programs' }),
    read('GET /health/live', { what: 'Whether the server runs' }),
    read('GET /health/ready', { what: 'Whether its parts are well' }),
    read('GET /favicon.svg', { what: 'The sign of the site' }),
    read('GET /robots.txt', { what: 'What programs that search are told' }),
    read('GET /sitemap.xml', { what: 'A list of the pages' }),
    read('GET /opensearch.xml', { what: 'How browsers search here' }),
    read('GET /assets/*', {
      address: '/assets/nothing.js',
      answers: 404,
      what: 'What pages are made of',
    }),
    read('GET /*', {
      address: '/about',
      what: 'The pages; what they show is asked of the API for the person who reads',
    }),
  ],
}
