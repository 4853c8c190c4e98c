import { Type, type Static } from 'typebox'
import { endReasons, runningAnswers } from './names.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Day = Type.String({ format: 'date' })
const Year = Type.Integer({ minimum: 1900, maximum: 2200 })
const Token = Type.String({
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: 'What stands in the link behind the `#`',
})

export const RunningToken = Type.Object({ token: Token }, closed)

/** A practice that a city is asked about, and what it answered. */
export const AskedPractice = Type.Object(
  {
    slug: Type.String(),
    title: Type.String(),
    language: Type.String({ description: 'BCP 47 tag of the title' }),
    startYear: nullable(Year),
    endYear: nullable(Year),
    confirmed: nullable(Day),
    answer: nullable(Type.Enum([...runningAnswers])),
    answeredAt: nullable(Type.String({ format: 'date-time' })),
    because: nullable(Type.Enum([...endReasons])),
  },
  { $id: 'AskedPractice' },
)
export type AskedPractice = Static<typeof AskedPractice>

/** What a link from the yearly mail leads to. */
export const Asking = Type.Object(
  {
    city: Type.Object({ slug: Type.String(), name: Type.String() }),
    expiresAt: Type.String({ format: 'date-time' }),
    practices: Type.Array(Type.Ref('AskedPractice')),
  },
  { $id: 'Asking' },
)
export type Asking = Omit<Static<typeof Asking>, 'practices'> & { practices: AskedPractice[] }

/** The answer for one of the practices. */
export const RunningReply = Type.Object(
  {
    token: Token,
    practice: Type.String({ maxLength: 200, description: 'Slug' }),
    answer: Type.Enum([...runningAnswers], {
      description: "'changed' promises a revision, which is written by someone who signed in",
    }),
    because: Type.Optional(
      Type.Enum([...endReasons], { description: "Why it ended: needed with 'ended'" }),
    ),
    endYear: Type.Optional(
      Type.Integer({
        minimum: 1900,
        maximum: 2200,
        description: 'The year in which it ended; this year where not given',
      }),
    ),
    note: Type.Optional(
      Type.String({
        maxLength: 2000,
        description: 'For the moderators, who alone see it. Name nobody in it',
      }),
    ),
  },
  closed,
)
export type RunningReply = Static<typeof RunningReply>
