import { Type, type Static } from 'typebox'
import { cityRoles, cityStatuses, entryRequestKinds } from './names.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
const Email = Type.String({ format: 'email', maxLength: 254 })
const Website = Type.String({ pattern: '^https?://', format: 'uri', maxLength: 2000 })
const Domain = Type.String({
  pattern: '^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$',
  maxLength: 253,
  examples: ['aarhus.dk'],
})
const Language = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 })
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

/** What everyone sees of a city. Its practices are found with `?city=`. */
export const CityProfile = Type.Object(
  {
    slug: Type.String(),
    name: Type.String(),
    country: Type.String(),
    status: Type.Enum([...cityStatuses]),
    latitude: nullable(Type.Number()),
    longitude: nullable(Type.Number()),
    population: nullable(Type.Integer()),
    website: nullable(Type.String()),
    about: nullable(Type.String({ description: 'Plain text, in its own words' })),
    languages: Type.Array(Type.String(), { description: 'In which it can be asked' }),
    answersQuestions: Type.Boolean({ description: 'Verified, with a team' }),
    count: Type.Integer({ description: 'Published entries' }),
    version: Type.Integer({ description: 'For If-Match' }),
  },
  { $id: 'CityProfile' },
)
export type CityProfile = Static<typeof CityProfile>

export const CityChange = Type.Object(
  {
    website: Type.Optional(nullable(Website)),
    about: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
    languages: Type.Optional(Type.Array(Language, { maxItems: 20, uniqueItems: true })),
  },
  closed,
)
export type CityChange = Static<typeof CityChange>

/** Asking for a city's place. */
export const CityAsked = Type.Object(
  {
    name: words(120),
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    latitude: nullable(Type.Number({ minimum: -90, maximum: 90 })),
    longitude: nullable(Type.Number({ minimum: -180, maximum: 180 })),
    website: Website,
    emailDomain: Domain,
    work: words(1000),
  },
  closed,
)
export type CityAsked = Static<typeof CityAsked>

/** A city's team and what is under way, for the team's own eyes. */
export const CityTeam = Type.Object(
  {
    members: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        email: Type.String(),
        role: Type.Enum([...cityRoles]),
        since: Time,
        you: Type.Boolean(),
      }),
    ),
    invitations: Type.Array(
      Type.Object({
        id: Type.String(),
        email: Type.String(),
        role: Type.Enum([...cityRoles]),
        sentAt: Time,
        expiresAt: Time,
      }),
    ),
  },
  { $id: 'CityTeam' },
)
export type CityTeam = Static<typeof CityTeam>

export const Invitation = Type.Object({ email: Email, role: Type.Enum([...cityRoles]) }, closed)
export type Invitation = Static<typeof Invitation>
export const Token = Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) }, closed)
export const MemberChange = Type.Object({ role: Type.Enum([...cityRoles]) }, closed)

/** An authority's request, for the administrators who decide on it. */
export const CityRequest = Type.Object(
  {
    id: Type.String(),
    city: Type.Object({
      slug: Type.String(),
      name: Type.String(),
      country: Type.String(),
      status: Type.Enum([...cityStatuses]),
    }),
    askedBy: nullable(
      Type.Object({
        name: Type.String(),
        email: Type.String(),
        domainMatches: Type.Boolean({
          description: 'The verified address of the account is of the domain given',
        }),
      }),
    ),
    website: Type.String(),
    emailDomain: Type.String(),
    work: Type.String(),
    latitude: nullable(Type.Number()),
    longitude: nullable(Type.Number()),
    state: Type.Enum(['asked', 'verified', 'refused', 'withdrawn']),
    reason: nullable(Type.String()),
    createdAt: Time,
    decidedAt: nullable(Time),
  },
  { $id: 'CityRequest' },
)
export type CityRequest = Static<typeof CityRequest>

/** A refusal needs words; they go to the person who asked. */
export const Decision = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 2000 })) },
  closed,
)
export const Refusal = Type.Object({ reason: words(2000) }, closed)

export const QuestionAsked = Type.Object(
  { text: words(4000), entry: Type.Optional(Type.String({ maxLength: 120 })) },
  closed,
)
export const Answer = Type.Object({ text: words(8000) }, closed)

/** A question to a city: who asked is named, never an address. */
export const Question = Type.Object(
  {
    id: Type.String(),
    city: Type.Object({ slug: Type.String(), name: Type.String() }),
    entry: nullable(
      Type.Object({ slug: Type.String(), title: Type.String(), kind: Type.String() }),
    ),
    askedBy: Type.String({ description: 'The name that the person goes by here' }),
    text: Type.String(),
    createdAt: Time,
    answer: nullable(Type.String()),
    answeredAt: nullable(Time),
  },
  { $id: 'Question' },
)
export type Question = Static<typeof Question>

/** What a verified city asks about an entry. */
export const EntryRequestAsked = Type.Object(
  {
    city: Type.String({ maxLength: 120 }),
    kind: Type.Enum([...entryRequestKinds]),
    text: words(5000),
    signed: Type.Optional(words(200)),
  },
  closed,
)
export type EntryRequestAsked = Static<typeof EntryRequestAsked>

export const EntryRequest = Type.Object(
  {
    id: Type.String(),
    entry: Type.Object({ slug: Type.String(), title: Type.String(), kind: Type.String() }),
    city: Type.Object({ slug: Type.String(), name: Type.String(), country: Type.String() }),
    kind: Type.Enum([...entryRequestKinds]),
    text: Type.String(),
    signed: nullable(Type.String()),
    askedBy: nullable(Type.String()),
    state: Type.Enum(['asked', 'accepted', 'declined', 'withdrawn']),
    reason: nullable(Type.String()),
    createdAt: Time,
    decidedAt: nullable(Time),
  },
  { $id: 'EntryRequest' },
)
export type EntryRequest = Static<typeof EntryRequest>
