import { Type, type Static } from 'typebox'

/** An error for people and programs (RFC 9457): what happened, and for each wrong field what to do about it. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A stable name of the kind of problem' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String({ description: 'What to do next' })),
    instance: Type.Optional(Type.String({ description: 'Id of the request, to quote to support' })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String(),
          message: Type.String({ description: 'What is wrong, and the remedy' }),
          value: Type.Optional(Type.String({ description: 'The value at fault, shortened' })),
        }),
      ),
    ),
    gone: Type.Optional(
      Type.Object({
        slug: Type.String(),
        title: Type.Union([Type.String(), Type.Null()]),
        reason: Type.String(),
        at: Type.String({ format: 'date-time' }),
      }),
    ),
  },
  { $id: 'Problem' },
)
export type Problem = Static<typeof Problem>
