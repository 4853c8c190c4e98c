import { Type, type Static } from 'typebox'
import { kinds, rejectionReasons } from './names.ts'

/** What a city handed in, was not published, and may be known of, because the city agrees. */
export const ConsideredList = Type.Object(
  {
    considered: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        language: Type.String(),
        kind: Type.Enum([...kinds]),
        city: Type.Object({ slug: Type.String(), name: Type.String(), country: Type.String() }),
        reason: Type.Enum([...rejectionReasons]),
        decidedAt: Type.String({ format: 'date-time' }),
      }),
      { description: 'What was agreed to last first' },
    ),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'Give it as `after` for older ones; null: there are none',
    }),
  },
  { $id: 'ConsideredList' },
)
export type ConsideredList = Static<typeof ConsideredList>

export const ConsideredQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        pattern: '^\\d{1,17} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        description: '`next` of the part before',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  },
  { additionalProperties: false },
)
export type ConsideredQuery = Static<typeof ConsideredQuery>
