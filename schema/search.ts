import { Type, type Static } from 'typebox'
import { Labels, EntryCard } from './entry.ts'
import { citySizes, filterNames, kinds, limits, runningStates, sorts } from './names.ts'

export { filterNames, limits, sorts, type FilterName, type Sort } from './names.ts'

const many = <T extends Type.TSchema>(items: T, description: string) =>
  Type.Optional(Type.Array(items, { description, maxItems: limits.filterValues }))
const id = Type.String({ maxLength: 100 })
const languageTag = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$'

/** The filters of a search, as they stand in an address. */
export const filters = {
  kind: many(Type.Enum([...kinds]), 'Practice, guidance or event'),
  country: many(
    Type.String({ maxLength: 100, examples: ['DK', 'XK'] }),
    'ISO 3166-1 alpha-2 codes, and XK for Kosovo',
  ),
  region: many(Type.String({ maxLength: 100, examples: ['039'] }), 'UN M49 sub-region codes'),
  city: many(Type.String({ maxLength: 100, examples: ['ly-tripoli'] }), 'Slugs of cities'),
  citySize: many(
    Type.Enum([...citySizes]),
    'Under 50,000 people; under 250,000; under 1,000,000; more',
  ),
  theme: many(id, 'Ids from the vocabulary'),
  targetGroup: many(id, 'Ids from the vocabulary'),
  stage: many(id, 'Ids from the vocabulary'),
  evidence: many(id, 'Ids from the vocabulary: how sure one can be'),
  finding: many(id, 'Ids from the vocabulary: at least one outcome was found this way'),
  leadType: many(id, 'Ids from the vocabulary: who leads'),
  origin: many(Type.Enum(['city', 'editors']), "The city's own account, or written by the editors"),
  running: many(
    Type.Enum([...runningStates]),
    'Practices: confirmed within two years, not confirmed, or ended',
  ),
  language: many(
    Type.String({ maxLength: 35, pattern: languageTag, examples: ['en'] }),
    'BCP 47 tags: languages in which the text is there',
  ),
  yearFrom: Type.Optional(Type.Integer({ minimum: 1900, maximum: 2200 })),
  yearTo: Type.Optional(Type.Integer({ minimum: 1900, maximum: 2200 })),
}

/** In which language labels are wanted. */
export const LabelsParameter = Type.Optional(
  Type.String({
    pattern: languageTag,
    examples: ['en'],
    description: 'BCP 47 tag: also give the labels of the codes, in this language',
  }),
)
const labels = LabelsParameter

export const SearchQuery = Type.Object(
  {
    q: Type.Optional(
      Type.String({ maxLength: limits.query, description: 'What is looked for, in plain words' }),
    ),
    ...filters,
    sort: Type.Optional(Type.Enum([...sorts], { default: 'relevance' })),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page, default: 1 })),
    pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageSize, default: 20 })),
    labels,
  },
  { additionalProperties: false },
)
export type SearchQuery = Static<typeof SearchQuery>

export const EntriesQuery = Type.Object(
  {
    ...filters,
    after: Type.Optional(
      Type.String({ maxLength: 300, description: 'The cursor `next` of the page before' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    labels,
  },
  { additionalProperties: false },
)
export type EntriesQuery = Static<typeof EntriesQuery>

/** A text in pieces, those that match marked. No HTML: show each piece as text. */
export const Highlight = Type.Array(Type.Object({ text: Type.String(), match: Type.Boolean() }))
export type Highlight = Static<typeof Highlight>

export const Highlights = Type.Object({
  title: Highlight,
  summary: Highlight,
  passage: Type.Union([Highlight, Type.Null()], {
    description: 'A piece of the body, where title and summary do not show why it was found',
  }),
})
export type Highlights = Static<typeof Highlights>

export const Hit = Type.Object({ ...EntryCard.properties, highlights: Highlights }, { $id: 'Hit' })
export type Hit = Static<typeof Hit>

export const FacetValue = Type.Object({ value: Type.String(), count: Type.Integer() })
export type FacetValue = Static<typeof FacetValue>
const facetValues = Type.Array(FacetValue)

export const Facets = Type.Object({
  kind: facetValues,
  theme: facetValues,
  country: facetValues,
  region: facetValues,
  city: facetValues,
  citySize: facetValues,
  targetGroup: facetValues,
  stage: facetValues,
  evidence: facetValues,
  finding: facetValues,
  leadType: facetValues,
  origin: facetValues,
  running: facetValues,
  language: facetValues,
})
export type Facets = Static<typeof Facets>

/** A suggestion: an entry, a place or a term. `value` is the slug, code or id; `filter` is the filter that takes it. */
export const Suggestion = Type.Object({
  type: Type.Enum(['entry', 'country', 'city', 'theme', 'targetGroup', 'stage', 'leadType']),
  value: Type.String(),
  label: Type.String(),
  kind: Type.Union([Type.Enum([...kinds]), Type.Null()], { description: 'Of an entry' }),
})
export type Suggestion = Static<typeof Suggestion>

export const Suggestions = Type.Object(
  { suggestions: Type.Array(Suggestion) },
  { $id: 'Suggestions' },
)
export type Suggestions = Static<typeof Suggestions>

export const SuggestQuery = Type.Object(
  { q: Type.String({ maxLength: limits.query }), labels },
  { additionalProperties: false },
)

/** What to do when nothing was found. Sent with an empty answer only. */
export const WayOn = Type.Object({
  aboutAPerson: Type.Boolean({
    description:
      "What was typed looks like a person's name: nothing is held on individuals, and no near spelling is offered",
  }),
  spelling: Type.Union([Type.String(), Type.Null()], {
    description: 'The question with near spellings that do find something',
  }),
  without: Type.Array(
    Type.Object({
      filter: Type.Enum([...filterNames, 'yearFrom', 'yearTo', 'q']),
      total: Type.Integer({ description: 'Entries found once it is dropped' }),
    }),
    { description: 'Filters that, dropped alone, let something be found; most first' },
  ),
  near: Type.Array(Suggestion, { description: 'Themes and places near what was typed' }),
})
export type WayOn = Static<typeof WayOn>

export const SearchAnswer = Type.Object(
  {
    hits: Type.Array(Type.Ref('Hit')),
    total: Type.Integer(),
    page: Type.Integer(),
    pageSize: Type.Integer(),
    facets: Facets,
    engine: Type.Enum(['meilisearch', 'postgres']),
    degraded: Type.Boolean({
      description: 'True only while PostgreSQL stands in for a Meilisearch that should answer',
    }),
    tookMs: Type.Number(),
    wayOn: Type.Optional(WayOn),
    labels: Type.Optional(Labels),
  },
  { $id: 'SearchAnswer' },
)
export type SearchAnswer = Omit<Static<typeof SearchAnswer>, 'hits'> & { hits: Hit[] }
