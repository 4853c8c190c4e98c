import { Type, type Static } from 'typebox'
import { kinds } from './vocabulary.ts'

/**
 * The starting content as it stands in files: the front matter of an entry (seeds/README.md says it in words), and the
 * lists beside the entries. What takes more than one field or one file to tell is checked in seeds/.
 */

const slugPattern = '^[a-z0-9]+(-[a-z0-9]+)*$'
/** One line that neither begins nor ends with a space. */
const linePattern = '^\\S(.*\\S)?$'

/** Characters, counted as code points. */
export const lengths = {
  id: 120,
  title: 120,
  summary: { least: 150, most: 400 },
  name: 300,
  outcome: 120,
  by: 120,
  means: 240,
  url: 2000,
} as const

const line = (maxLength: number) => Type.String({ pattern: linePattern, maxLength })
const Id = Type.String({ pattern: slugPattern, maxLength: lengths.id })
const Day = Type.String({ format: 'date' })
const Year = Type.Integer({ minimum: 1900, maximum: 2200 })
const CountryCode = Type.String({ pattern: '^[A-Z]{2}$' })
const list = <T extends Type.TSchema>(items: T, minItems: number, maxItems: number) =>
  Type.Array(items, { minItems, maxItems, uniqueItems: true })
/** A list of terms that may be empty. */
const anyTerms = list(Id, 0, 20)
const closed = { additionalProperties: false } as const

export const ContentOutcome = Type.Object(
  {
    outcome: line(lengths.outcome),
    finding: Id,
    by: line(lengths.by),
    year: Type.Optional(Year),
  },
  closed,
)

export const ContentMeans = Type.Object(
  {
    staff: Type.Optional(line(lengths.means)),
    money: Type.Optional(line(lengths.means)),
    agencies: Type.Optional(line(lengths.means)),
  },
  closed,
)

/** `url` is optional in a city's own account only. */
export const ContentSource = Type.Object(
  {
    title: line(lengths.name),
    publisher: line(lengths.name),
    year: Type.Optional(Year),
    url: Type.Optional(Type.String({ maxLength: lengths.url })),
  },
  closed,
)

const common = {
  id: Id,
  title: line(lengths.title),
  summary: Type.String({
    pattern: linePattern,
    minLength: lengths.summary.least,
    maxLength: lengths.summary.most,
  }),
  language: Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 }),
  organisation: line(lengths.name),
  leadType: Id,
  partners: list(line(lengths.name), 0, 100),
  origin: Type.Enum(['editors', 'city']),
  checked: Type.Optional(Day),
  sources: Type.Array(ContentSource, { maxItems: 100 }),
}

export const PracticeFrontMatter = Type.Object(
  {
    ...common,
    kind: Type.Literal('practice'),
    country: CountryCode,
    city: Type.Optional(line(lengths.name)),
    themes: list(Id, 1, 5),
    targetGroups: list(Id, 1, 5),
    stages: list(Id, 1, 4),
    evidence: Id,
    startYear: Type.Optional(Year),
    endYear: Type.Optional(Year),
    outcomes: Type.Optional(Type.Array(ContentOutcome, { maxItems: 50 })),
    means: Type.Optional(ContentMeans),
    confirmed: Type.Optional(Day),
  },
  closed,
)

export const GuidanceFrontMatter = Type.Object(
  {
    ...common,
    kind: Type.Literal('guidance'),
    themes: list(Id, 1, 6),
    targetGroups: anyTerms,
    stages: anyTerms,
    year: Year,
  },
  closed,
)

/** `date` is an ISO 8601 day, or two of them: `start/end`. */
export const EventFrontMatter = Type.Object(
  {
    ...common,
    kind: Type.Literal('event'),
    country: Type.Optional(CountryCode),
    city: Type.Optional(line(lengths.name)),
    themes: list(Id, 1, 5),
    targetGroups: anyTerms,
    stages: anyTerms,
    year: Year,
    date: Type.Optional(
      Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?$' }),
    ),
  },
  closed,
)

export const frontMatterOf = {
  practice: PracticeFrontMatter,
  guidance: GuidanceFrontMatter,
  event: EventFrontMatter,
} as const satisfies Record<(typeof kinds)[number], Type.TSchema>

export type FrontMatter =
  | Static<typeof PracticeFrontMatter>
  | Static<typeof GuidanceFrontMatter>
  | Static<typeof EventFrontMatter>

export { folderOf } from './names.ts'

export const ContentTerm = Type.Object(
  { id: Id, label: line(lengths.name), about: line(lengths.name) },
  closed,
)
const terms = Type.Array(ContentTerm, { minItems: 1 })

/** vocabulary.json */
export const ContentVocabulary = Type.Object(
  {
    themes: terms,
    targetGroups: terms,
    stages: terms,
    leadTypes: terms,
    evidence: terms,
    findings: terms,
  },
  closed,
)
export type ContentVocabulary = Static<typeof ContentVocabulary>

const maybe = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** cities.json: every city that the entries name. Null where no number is known. */
export const ContentCities = Type.Array(
  Type.Object(
    {
      slug: Type.String({ pattern: '^[a-z]{2}(-[a-z0-9]+)+$', maxLength: lengths.id }),
      name: line(lengths.name),
      country: CountryCode,
      latitude: maybe(Type.Number({ minimum: -90, maximum: 90 })),
      longitude: maybe(Type.Number({ minimum: -180, maximum: 180 })),
      population: maybe(Type.Integer({ minimum: 1 })),
    },
    closed,
  ),
)
export type ContentCities = Static<typeof ContentCities>

const phrases = (minItems: number) => list(line(lengths.name), minItems, 40)

/**
 * synonyms.json. `groups`: every phrase finds every other. `oneWay`: what is typed as `from` also finds `to`.
 * `spelling`: one word, written in several ways.
 */
export const ContentSynonyms = Type.Object(
  {
    groups: Type.Array(Type.Object({ terms: phrases(2) }, closed)),
    oneWay: Type.Array(Type.Object({ from: line(lengths.name), to: phrases(1) }, closed)),
    spelling: Type.Array(phrases(2)),
  },
  closed,
)
export type ContentSynonyms = Static<typeof ContentSynonyms>
