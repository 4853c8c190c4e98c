import { Type, type Static } from 'typebox'
import { endReasons } from './names.ts'
import { kinds, runningStates, sectionIds } from './vocabulary.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Day = Type.String({ format: 'date', description: 'ISO 8601 day' })
const Year = Type.Integer({ minimum: 1900, maximum: 2200 })

export const Outcome = Type.Object({
  outcome: Type.String({ description: 'What was looked at' }),
  finding: Type.String({ description: 'Id from the vocabulary: which way' }),
  by: Type.String({ description: 'Who found it' }),
  year: nullable(Year),
})
export type Outcome = Static<typeof Outcome>

export const Means = Type.Object({
  staff: nullable(Type.String()),
  money: nullable(Type.String()),
  agencies: nullable(Type.String()),
})
export type Means = Static<typeof Means>

export const Source = Type.Object({
  title: Type.String(),
  publisher: Type.String(),
  year: nullable(Year),
  url: nullable(Type.String()),
})
export type Source = Static<typeof Source>

export const Section = Type.Object({
  id: Type.Enum([...sectionIds]),
  markdown: Type.String({ description: 'As it was written' }),
  html: Type.String({
    description: 'Rendered and sanitised; headings, if any, start at level 3 and have anchors',
  }),
})
export type Section = Static<typeof Section>

/** A document that is published with an entry. */
export const EntryDocument = Type.Object({
  id: Type.String({ format: 'uuid' }),
  fileName: Type.String(),
  mediaType: Type.String({ description: 'As it was found to be, by its content' }),
  bytes: Type.Integer(),
  alternativeText: nullable(Type.String({ description: 'What a picture shows' })),
  owner: nullable(Type.String({ description: 'Whose it is: the licence of the text is not its' })),
})
export type EntryDocument = Static<typeof EntryDocument>

/** What a city says to an entry about it, under its own name. */
export const Reply = Type.Object({
  city: Type.String({ description: 'Name' }),
  citySlug: Type.String(),
  html: Type.String({ description: 'Rendered and sanitised' }),
  signed: Type.String({ description: 'As whom' }),
  at: Type.String({ format: 'date-time', description: 'When the city handed it in' }),
})
export type Reply = Static<typeof Reply>

/** Labels for the codes that an answer carries, in the language asked for: `labels.theme.family`, `labels.country.DK`. */
export const Labels = Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))
export type Labels = Static<typeof Labels>

/** What a list shows of an entry. Codes and ids are as in the vocabulary and ISO 3166-1. */
const card = {
  slug: Type.String({ description: 'Its stable name in addresses' }),
  kind: Type.Enum([...kinds]),
  title: Type.String(),
  summary: Type.String({ description: 'Plain text' }),
  language: Type.String({ description: 'BCP 47 tag of the text' }),
  country: nullable(Type.String({ description: 'ISO 3166-1 alpha-2, and XK' })),
  city: nullable(Type.String()),
  citySlug: nullable(Type.String({ examples: ['ly-tripoli'] })),
  organisation: Type.String({ description: 'Who leads it or published it' }),
  leadType: Type.String(),
  themes: Type.Array(Type.String()),
  targetGroups: Type.Array(Type.String()),
  stages: Type.Array(Type.String()),
  evidence: nullable(Type.String({ description: 'How sure one can be; practices only' })),
  startYear: nullable(Year),
  endYear: nullable(Year),
  year: nullable(Year),
  findings: Type.Array(Type.Object({ finding: Type.String(), count: Type.Integer() }), {
    description: 'How many outcomes were found which way; empty where none is listed yet',
  }),
  origin: Type.Enum(['city', 'editors']),
  checked: nullable(Day),
  confirmed: nullable(Day),
  updatedAt: Type.String({ format: 'date-time', description: 'Last published change' }),
}

export const EntryCard = Type.Object(card, { $id: 'EntryCard' })
export type EntryCard = Static<typeof EntryCard>

export const Entry = Type.Object(
  {
    ...card,
    partners: Type.Array(Type.String()),
    date: nullable(Type.String({ description: 'ISO 8601 day, or start/end' })),
    running: nullable(Type.Enum([...runningStates])),
    endedBecause: nullable(
      Type.Enum([...endReasons], { description: 'Why it ended, as its city says' }),
    ),
    outcomes: Type.Array(Outcome),
    means: Means,
    sources: Type.Array(Source),
    sections: Type.Array(Section),
    documents: Type.Array(EntryDocument, {
      description: 'Each is at /api/v1/entries/{slug}/documents/{id}',
    }),
    replies: Type.Array(Reply, { description: 'Of cities that it is about, oldest first' }),
    reviewedBy: Type.Array(Type.String(), {
      description: 'People from outside who read it before it was published, and agree to be named',
    }),
    readingMinutes: Type.Integer({ description: 'At 220 words a minute, at least 1' }),
    publishedAt: Type.String({ format: 'date-time', description: 'First publication' }),
    version: Type.Integer({ description: 'Raised by every change of what is shown' }),
    labels: Type.Optional(Labels),
  },
  { $id: 'Entry' },
)
export type Entry = Static<typeof Entry>

export const EntryList = Type.Object(
  {
    entries: Type.Array(Type.Ref('EntryCard')),
    total: Type.Integer(),
    next: nullable(Type.String({ description: 'Cursor of the next page; null on the last' })),
    labels: Type.Optional(Labels),
  },
  { $id: 'EntryList' },
)
export interface EntryList {
  entries: EntryCard[]
  total: number
  next: string | null
  labels?: Labels
}

export const Related = Type.Object(
  { entries: Type.Array(Type.Ref('EntryCard')), labels: Type.Optional(Labels) },
  { $id: 'Related' },
)
export interface Related {
  entries: EntryCard[]
  labels?: Labels
}

/** What is said of an entry that was taken down (HTTP 410). `title` is null where it could harm someone. */
export const Gone = Type.Object({
  slug: Type.String(),
  title: nullable(Type.String()),
  reason: Type.String({ description: 'Id of a neutral reason' }),
  at: Type.String({ format: 'date-time' }),
})
export type Gone = Static<typeof Gone>
