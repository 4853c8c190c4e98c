import { Type, type Static } from 'typebox'
import { newsMails } from './news.ts'
import { LanguageTag } from './signingIn.ts'
import { cityRoles, cityStatuses, roles } from './names.ts'

/** Who is signed in, for the person's own eyes. */
export const Me = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    name: Type.String(),
    email: Type.String(),
    role: Type.Enum([...roles]),
    language: Type.String({ description: 'BCP 47 tag: in which mails come' }),
    reads: Type.Array(Type.String(), {
      description: 'Moderators: BCP 47 tags of the languages that they read',
    }),
    newsMail: Type.Enum([...newsMails], {
      description: 'How what concerns the person’s work comes by mail',
    }),
    twoFactor: Type.Boolean({ description: 'An authenticator app is set up' }),
    passkeys: Type.Integer({ description: 'How many are set up' }),
    factors: Type.Integer({
      description: 'With how many factors this session began: a role works only with 2',
    }),
    cities: Type.Array(
      Type.Object({
        slug: Type.String(),
        name: Type.String(),
        country: Type.String(),
        status: Type.Enum([...cityStatuses]),
        role: Type.Enum([...cityRoles]),
      }),
    ),
  },
  { $id: 'Me' },
)
export type Me = Static<typeof Me>

export const MeChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })),
    language: Type.Optional(LanguageTag),
    reads: Type.Optional(Type.Array(LanguageTag, { maxItems: 50, uniqueItems: true })),
    newsMail: Type.Optional(Type.Enum([...newsMails])),
  },
  { additionalProperties: false },
)
export type MeChange = Static<typeof MeChange>

export const Sessions = Type.Object(
  {
    sessions: Type.Array(
      Type.Object({
        id: Type.String(),
        program: Type.Union([Type.String({ description: 'User agent' }), Type.Null()]),
        since: Type.String({ format: 'date-time' }),
        lastSeen: Type.String({ format: 'date-time' }),
        here: Type.Boolean({ description: 'The one that asks' }),
      }),
    ),
  },
  { $id: 'Sessions' },
)
export type Sessions = Static<typeof Sessions>

/** People with accounts, for administrators. */
export const User = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  email: Type.String(),
  emailVerified: Type.Boolean(),
  role: Type.Enum([...roles]),
  secondFactor: Type.Boolean({ description: 'Has one: a role works only with it' }),
  cities: Type.Array(
    Type.Object({ slug: Type.String(), name: Type.String(), role: Type.Enum([...cityRoles]) }),
  ),
  since: Type.String({ format: 'date-time' }),
})
export type User = Static<typeof User>

export const UsersQuery = Type.Object(
  {
    q: Type.Optional(
      Type.String({ maxLength: 254, description: 'A part of the name or the address' }),
    ),
    role: Type.Optional(Type.Enum([...roles])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  { additionalProperties: false },
)

export const UserList = Type.Object(
  {
    users: Type.Array(User),
    more: Type.Boolean({ description: 'There are more than these: say more of the name' }),
  },
  { $id: 'UserList' },
)
export type UserList = Static<typeof UserList>

export const RoleChange = Type.Object(
  { role: Type.Enum([...roles]) },
  { additionalProperties: false },
)
