import { Type, type Static } from 'typebox'

export const Country = Type.Object({
  code: Type.String({ description: 'ISO 3166-1 alpha-2, and XK for Kosovo' }),
  name: Type.String({ description: "In the reader's language" }),
  region: Type.String({ description: 'UN M49 region code' }),
  subregion: Type.String({ description: 'UN M49 sub-region code' }),
  subregionName: Type.String(),
  count: Type.Integer({ description: 'Published entries' }),
})
export type Country = Static<typeof Country>

export const Countries = Type.Object(
  { countries: Type.Array(Country) },
  { $id: 'Countries', description: 'Every country, by name; also those without an entry' },
)
export type Countries = Static<typeof Countries>

export const City = Type.Object(
  {
    slug: Type.String(),
    name: Type.String(),
    country: Type.String(),
    status: Type.Enum(['unclaimed', 'asked', 'verified']),
    latitude: Type.Union([Type.Number(), Type.Null()]),
    longitude: Type.Union([Type.Number(), Type.Null()]),
    population: Type.Union([Type.Integer(), Type.Null()]),
    count: Type.Integer({ description: 'Published entries' }),
  },
  { $id: 'City' },
)
export type City = Static<typeof City>
