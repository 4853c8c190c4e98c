import { Type, type Static } from 'typebox'
import { cityRoles, cityStatuses, entryRequestKinds } from './names.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
const Email = Type.String({ format: 'email', maxLength: 254 })
const Domain = Type.String({
  pattern: '^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+([a-z]{2,}|xn--[a-z0-9-]+)$',
  maxLength: 253,
  examples: ['aarhus.dk'],
})
const Language = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 })
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

/** May be null. A union would not do: what is read turns null into 0 or an empty text before it tries the next. */
const numberOrNull = (minimum: number, maximum: number) =>
  Type.Unsafe<number | null>({ type: ['number', 'null'], minimum, maximum })
const textOrNull = (more: { maxLength: number; pattern?: string; format?: string }) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], ...more })
const website = { pattern: '^https?://', format: 'uri', maxLength: 2000 } as const

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
    website: Type.Optional(textOrNull(website)),
    about: Type.Optional(textOrNull({ maxLength: 2000 })),
    languages: Type.Optional(Type.Array(Language, { maxItems: 20, uniqueItems: true })),
  },
  closed,
)
export type CityChange = Static<typeof CityChange>

/** Cities by name, to find one's own among them. */
export const CityList = Type.Object(
  {
    cities: Type.Array(
      Type.Object({
        slug: Type.String(),
        name: Type.String(),
        country: Type.String(),
        status: Type.Enum([...cityStatuses]),
        latitude: nullable(Type.Number()),
        longitude: nullable(Type.Number()),
      }),
    ),
    more: Type.Boolean({ description: 'There are more than these: say more of the name' }),
  },
  { $id: 'CityList' },
)
export type CityList = Static<typeof CityList>

export const CitiesQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 120, description: 'A part of the name' })),
    country: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  },
  closed,
)

/** Asking for a city's place. */
export const CityAsked = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\p{L}' }),
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    latitude: numberOrNull(-90, 90),
    longitude: numberOrNull(-180, 180),
    website: Type.String(website),
    emailDomain: Domain,
    work: words(1000),
  },
  closed,
)
export type CityAsked = Static<typeof CityAsked>

/** What came of asking for a city. */
export const CityAnswer = Type.Object(
  {
    city: Type.Object({
      slug: Type.String(),
      name: Type.String(),
      country: Type.String(),
      status: Type.Enum([...cityStatuses]),
    }),
    place: Type.Enum(['yours', 'waiting'], {
      description:
        'yours: drafts can be written from now on. waiting: someone else asked before; an administrator decides.',
    }),
  },
  { $id: 'CityAnswer' },
)
export type CityAnswer = Static<typeof CityAnswer>

export const InvitationSent = Type.Object({
  id: Type.String(),
  email: Type.String(),
  role: Type.Enum([...cityRoles]),
  sentAt: Time,
  expiresAt: Time,
})
export type InvitationSent = Static<typeof InvitationSent>

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
    invitations: Type.Array(InvitationSent),
  },
  { $id: 'CityTeam' },
)
export type CityTeam = Static<typeof CityTeam>

export const Invitation = Type.Object({ email: Email, role: Type.Enum([...cityRoles]) }, closed)
export type Invitation = Static<typeof Invitation>
export const Token = Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) }, closed)
export const MemberChange = Type.Object({ role: Type.Enum([...cityRoles]) }, closed)

/** What an invitation says, to whoever holds its token. */
export const InvitationShown = Type.Object(
  {
    city: Type.Object({ slug: Type.String(), name: Type.String(), country: Type.String() }),
    role: Type.Enum([...cityRoles]),
    by: nullable(Type.String({ description: 'Name; null where the account is gone' })),
    email: Type.String({
      description: 'Whom it is for: only an account with this address can accept',
    }),
    expiresAt: Time,
  },
  { $id: 'InvitationShown' },
)
export type InvitationShown = Static<typeof InvitationShown>

export const Joined = Type.Object({
  city: Type.Object({ slug: Type.String(), name: Type.String(), country: Type.String() }),
  role: Type.Enum([...cityRoles]),
})
export type Joined = Static<typeof Joined>

const paging = {
  after: Type.Optional(
    Type.String({ format: 'uuid', description: "The 'next' of the page before" }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
}
const next = nullable(Type.String({ description: 'Cursor of the next page; null on the last' }))

/** An authority's request, for the administrators who decide on it. */
export const CityRequest = Type.Object({
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
})
export type CityRequest = Static<typeof CityRequest>

export const CityRequestsQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Enum(['asked', 'verified', 'refused', 'withdrawn'], { default: 'asked' }),
    ),
    ...paging,
  },
  closed,
)
export const CityRequestList = Type.Object(
  { requests: Type.Array(CityRequest), next },
  { $id: 'CityRequestList' },
)
export type CityRequestList = Static<typeof CityRequestList>

/** What became of asking for a city, for the eyes of who asked. */
export const MyCityRequest = Type.Object({
  ...Type.Omit(CityRequest, ['askedBy']).properties,
  place: Type.Enum(['yours', 'waiting'], {
    description: 'yours: drafts can be written. waiting: someone else asked before.',
  }),
})
export type MyCityRequest = Static<typeof MyCityRequest>
export const MyCityRequests = Type.Object(
  { requests: Type.Array(MyCityRequest) },
  { $id: 'MyCityRequests' },
)
export type MyCityRequests = Static<typeof MyCityRequests>

/** A refusal needs words; they go to the person who asked. */
export const Refusal = Type.Object({ reason: words(2000) }, closed)

export const QuestionAsked = Type.Object(
  { text: words(4000), entry: Type.Optional(Type.String({ maxLength: 120 })) },
  closed,
)
export const Answer = Type.Object({ text: words(8000) }, closed)

/** A question to a city: who asked is named, never an address. */
export const Question = Type.Object({
  id: Type.String(),
  city: Type.Object({ slug: Type.String(), name: Type.String() }),
  entry: nullable(Type.Object({ slug: Type.String(), title: Type.String(), kind: Type.String() })),
  askedBy: Type.String({ description: 'The name that the person goes by here' }),
  text: Type.String(),
  createdAt: Time,
  answer: nullable(Type.String()),
  answeredAt: nullable(Time),
})
export type Question = Static<typeof Question>

export const QuestionsQuery = Type.Object(
  { state: Type.Optional(Type.Enum(['open', 'answered'])), ...paging },
  closed,
)
export const QuestionList = Type.Object(
  { questions: Type.Array(Question), next },
  { $id: 'QuestionList' },
)
export type QuestionList = Static<typeof QuestionList>

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

export const EntryRequest = Type.Object({
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
})
export type EntryRequest = Static<typeof EntryRequest>

const requestStates = ['asked', 'accepted', 'declined', 'withdrawn'] as const
export const EntryRequestsQuery = Type.Object(
  { state: Type.Optional(Type.Enum([...requestStates])), ...paging },
  closed,
)
export const EntryRequestList = Type.Object(
  { requests: Type.Array(EntryRequest), next },
  { $id: 'EntryRequestList' },
)
export type EntryRequestList = Static<typeof EntryRequestList>
