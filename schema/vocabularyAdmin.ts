import { Type, type Static } from 'typebox'
import { termKinds } from './names.ts'

const closed = { additionalProperties: false } as const

/** Texts by BCP 47 tag. English is always there; an empty text takes the language out. */
const Texts = (description: string, maxLength: number) =>
  Type.Record(
    Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }),
    Type.String({ maxLength }),
    { description },
  )
const labels = Texts('What it is called, by language', 80)
const about = Texts('What it means, by language', 300)

/** A term as moderators keep it. `version` is also its ETag. */
export const KeptTerm = Type.Object(
  {
    kind: Type.Enum([...termKinds]),
    id: Type.String(),
    labels,
    about,
    retired: Type.Boolean({ description: 'Not offered any more; what carries it keeps it' }),
    mergedInto: Type.Union([Type.String(), Type.Null()], {
      description: 'The term that stands in its place: filters and addresses lead there',
    }),
    entries: Type.Integer({ description: 'Published entries that carry it' }),
    version: Type.Integer(),
  },
  { $id: 'KeptTerm' },
)
export type KeptTerm = Static<typeof KeptTerm>

export const KeptTerms = Type.Object({ terms: Type.Array(KeptTerm) }, { $id: 'KeptTerms' })
export type KeptTerms = Static<typeof KeptTerms>

export const NewTerm = Type.Object(
  {
    id: Type.String({
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      maxLength: 60,
      description: 'Stands in addresses for ever: lower case, with hyphens',
      examples: ['family-support'],
    }),
    labels,
    about,
  },
  closed,
)
export type NewTerm = Static<typeof NewTerm>

export const TermChange = Type.Object(
  { labels: Type.Optional(labels), about: Type.Optional(about) },
  closed,
)
export type TermChange = Static<typeof TermChange>

export const TermMerge = Type.Object(
  { into: Type.String({ maxLength: 60, description: 'The id of the term that stays' }) },
  closed,
)

export const synonymLimits = { phrase: 80, phrases: 40, groups: 2_000 } as const
const Phrases = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: synonymLimits.phrase }), {
    maxItems: synonymLimits.phrases,
    description,
  })

/** Words that searching takes for one another. */
export const NewSynonym = Type.Object(
  {
    direction: Type.Enum(['both', 'one-way'], {
      description:
        "'both': every phrase of `targets` finds every other. 'one-way': a phrase of `sources` also finds those of `targets`, but not the other way round",
    }),
    sources: Phrases("Empty with 'both'"),
    targets: Phrases('Two or more with both, one or more with one-way'),
  },
  closed,
)
export type NewSynonym = Static<typeof NewSynonym>

/** `version` is also its ETag. */
export const KeptSynonym = Type.Object(
  { id: Type.String({ format: 'uuid' }), ...NewSynonym.properties, version: Type.Integer() },
  { $id: 'KeptSynonym' },
)
export type KeptSynonym = Static<typeof KeptSynonym>

export const KeptSynonyms = Type.Object(
  { synonyms: Type.Array(KeptSynonym) },
  { $id: 'KeptSynonyms', description: `All of them: at most ${synonymLimits.groups}` },
)
export type KeptSynonyms = Static<typeof KeptSynonyms>
