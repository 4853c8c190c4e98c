import { Type, type Static } from 'typebox'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What people looked for on three days or more and did not find. */
export const VainSearch = Type.Object(
  {
    id: Type.String(),
    query: Type.String({ description: 'As it was typed, in small letters' }),
    days: Type.Integer({ description: 'On how many days it was looked for' }),
    lastDay: Type.String({ format: 'date' }),
    doneAt: nullable(
      Type.String({ format: 'date-time', description: 'When a moderator had dealt with it' }),
    ),
  },
  { $id: 'VainSearch' },
)
export type VainSearch = Static<typeof VainSearch>

export const VainSearchList = Type.Object(
  {
    searches: Type.Array(Type.Ref('VainSearch'), { description: 'Most days first' }),
    total: Type.Integer(),
    next: nullable(Type.String({ description: 'Cursor of the next page; null on the last' })),
  },
  { $id: 'VainSearchList' },
)
export interface VainSearchList {
  searches: VainSearch[]
  total: number
  next: string | null
}

export const VainSearchesQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(['open', 'done'], { default: 'open' })),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  { additionalProperties: false },
)
export type VainSearchesQuery = Static<typeof VainSearchesQuery>
