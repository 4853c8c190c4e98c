import type { Db, Trx } from '../platform/postgres/database.ts'
import type { SearchLabels } from './documents.ts'

/** The words that stand in search documents for codes: every label and meaning of a term, every name of a country. */
export async function searchLabels(db: Db | Trx): Promise<SearchLabels> {
  const terms = await db.selectFrom('terms').select(['kind', 'id', 'labels', 'about']).execute()
  const countries = await db.selectFrom('countries').select(['code', 'names']).execute()
  const termWords = new Map(
    terms.map(({ kind, id, labels, about }) => [
      `${kind} ${id}`,
      [...Object.values(labels), ...Object.values(about)].join(' · '),
    ]),
  )
  const names = new Map(countries.map(({ code, names }) => [code, names.join(' · ')]))
  const regions = new Intl.DisplayNames('en', { type: 'region' })
  return {
    country: (code) => names.get(code) ?? '',
    region: (code) => regions.of(code) ?? '',
    term: (kind, id) => termWords.get(`${kind} ${id}`) ?? '',
  }
}
