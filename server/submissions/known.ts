import type { TermKind } from '@homeward/schema/names.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'

/** What the codes in a draft may name. */
export interface Known {
  terms: Record<TermKind, ReadonlySet<string>>
  countries: ReadonlySet<string>
  /** By slug. */
  cities: ReadonlyMap<
    string,
    { id: string; name: string; country: string; population: number | null }
  >
  /** UN M49 sub-regions of countries. */
  regions: ReadonlyMap<string, string>
}

/** Reads the terms in use, countries and cities. */
export async function readKnown(db: Db | Trx): Promise<Known> {
  const terms = await db
    .selectFrom('terms')
    .select(['kind', 'id'])
    .where('retired', '=', false)
    .execute()
  const countries = await db.selectFrom('countries').select(['code', 'subregion']).execute()
  const cities = await db
    .selectFrom('cities')
    .select(['id', 'slug', 'name', 'country', 'population'])
    .execute()
  const of = (kind: TermKind) =>
    new Set(terms.flatMap((term) => (term.kind === kind ? [term.id] : [])))
  return {
    terms: {
      theme: of('theme'),
      targetGroup: of('targetGroup'),
      stage: of('stage'),
      leadType: of('leadType'),
      evidence: of('evidence'),
      finding: of('finding'),
    },
    countries: new Set(countries.map(({ code }) => code)),
    cities: new Map(cities.map(({ slug, ...city }) => [slug, city])),
    regions: new Map(countries.map(({ code, subregion }) => [code, subregion])),
  }
}
