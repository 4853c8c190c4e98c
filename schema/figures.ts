import { Type, type Static } from 'typebox'
import { kinds, queueKinds, rejectionReasons } from './names.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const Month = Type.String({ pattern: '^\\d{4}-\\d{2}$', examples: ['2026-11'] })
const Country = nullable(Type.String({ description: 'ISO 3166-1 alpha-2, and XK; null: none' }))
const Days = nullable(
  Type.Number({ description: 'Half of them waited less, half of them more; null where none was' }),
)

/** A month and how many of what it is about; months without any are there too, oldest first. */
export const MonthCount = Type.Object({ month: Month, count: Count })
export type MonthCount = Static<typeof MonthCount>

/** What anyone may know of how it is decided: of the last twelve months. */
export const PublicDecisions = Type.Object({
  since: Time,
  decided: Type.Integer({ description: 'Submissions that were approved or rejected in the end' }),
  accepted: Count,
  medianDays: Days,
  reasons: Type.Array(
    Type.Object({ reason: Type.Enum([...rejectionReasons]), count: Type.Integer() }),
    { description: 'Why submissions were rejected, the most common first' },
  ),
})
export type PublicDecisions = Static<typeof PublicDecisions>

export const Stats = Type.Object(
  {
    entries: Type.Integer({ description: 'Published' }),
    byKind: Type.Array(Type.Object({ kind: Type.Enum([...kinds]), count: Count })),
    byCountry: Type.Array(Type.Object({ country: Country, count: Count })),
    published: Type.Array(MonthCount, {
      description: 'What is published now, by the month of its first publication: 24 months',
    }),
    decisions: nullable(PublicDecisions),
  },
  {
    $id: 'Stats',
    description: '`decisions` is null while there are too few to say anything of them',
  },
)
export type Stats = Static<typeof Stats>

const Decided = { count: Count, medianDays: Days }

export const Figures = Type.Object(
  {
    at: Time,
    waiting: Type.Object({
      total: Count,
      urgent: Type.Integer({ description: 'Reports of a danger' }),
      oldest: nullable(Time),
      byWhat: Type.Array(Type.Object({ what: Type.Enum([...queueKinds]), count: Count })),
      byKind: Type.Array(Type.Object({ kind: Type.Enum([...kinds]), count: Count })),
      byCountry: Type.Array(Type.Object({ country: Country, count: Count })),
    }),
    decisions: Type.Object(
      {
        since: Time,
        ...Decided,
        byVerdict: Type.Array(
          Type.Object({
            verdict: Type.Enum(['approved', 'changes-requested', 'rejected']),
            ...Decided,
          }),
        ),
        byKind: Type.Array(Type.Object({ kind: Type.Enum([...kinds]), ...Decided })),
        byCountry: Type.Array(Type.Object({ country: Country, ...Decided })),
      },
      { description: 'Of the last twelve months: days from being handed in to the next decision' },
    ),
    published: Type.Array(MonthCount),
  },
  { $id: 'Figures' },
)
export type Figures = Static<typeof Figures>
