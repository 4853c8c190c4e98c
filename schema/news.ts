import { Type, type Static } from 'typebox'
import { LanguageTag } from './signingIn.ts'

/** How what concerns a person's work comes by mail. */
export const newsMails = ['at-once', 'daily', 'none'] as const
export type NewsMail = (typeof newsMails)[number]

/** How many unread items are counted; where there are more, it is not said how many. */
export const mostCounted = 99

const Unread = Type.Integer({
  minimum: 0,
  description: `How many are unread; ${mostCounted + 1} where there are more than ${mostCounted}`,
})

/** Something that concerns a person. */
export const NewsItem = Type.Object({
  id: Type.String({ format: 'uuid' }),
  kind: Type.String({ description: 'The mail that says the same, such as `changes-requested`' }),
  title: Type.String(),
  said: Type.Array(Type.String(), { description: 'More about it, a sentence each' }),
  path: Type.String({ description: 'The page of this site that it leads to' }),
  at: Type.String({ format: 'date-time' }),
  read: Type.Boolean(),
})
export type NewsItem = Static<typeof NewsItem>

export const NewsList = Type.Object(
  {
    news: Type.Array(NewsItem, { description: 'Newest first' }),
    unread: Unread,
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'Give it as `after` for older ones; null: there are none',
    }),
  },
  { $id: 'NewsList' },
)
export type NewsList = Static<typeof NewsList>

export const NewsQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the part before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
    unread: Type.Optional(Type.Boolean({ description: 'Only what is unread' })),
    labels: Type.Optional(LanguageTag),
  },
  { additionalProperties: false },
)
export type NewsQuery = Static<typeof NewsQuery>

export const NewsRead = Type.Object({ read: Type.Boolean() }, { additionalProperties: false })

export const AllRead = Type.Object(
  {
    upTo: Type.String({
      format: 'uuid',
      description: 'The newest that was seen: what came since stays unread',
    }),
  },
  { additionalProperties: false },
)

export const UnreadNews = Type.Object({ unread: Unread }, { $id: 'UnreadNews' })
export type UnreadNews = Static<typeof UnreadNews>
