import type { Kind } from '@homeward/schema/names.ts'
import type { Trx } from '../platform/postgres/database.ts'
import type { Tidy, Year } from './tidy.ts'

/** What a revision takes from where it stands, beside its text. */
export interface Placing {
  kind: Kind
  translation: boolean
  origin: 'city' | 'editors'
  /** Of the practice; null: none. */
  cityId: string | null
  country: string | null
}

/** Where a practice is and nothing else is said, it is described and no more: the least of what can be said of its worth. */
export const leastEvidence = 'described'

const orNull = (text: string): string | null => (text === '' ? null : text)
const yearOf = (year: Year): number | null => (year === 'wrong' ? null : year)

/** The columns of a revision, from a draft in which nothing is lacking. */
export function columnsOf(text: Tidy, placing: Placing, today: Date) {
  const own = {
    title: text.title,
    summary: text.summary,
    sections: JSON.stringify(text.sections),
  }
  return placing.translation ? own : { ...own, ...factsOf(text, placing, today) }
}

function factsOf(text: Tidy, { kind, origin, cityId, country }: Placing, today: Date) {
  const practice = kind === 'practice'
  const event = kind === 'event'
  return {
    organisation: text.organisation,
    partners: text.partners.map(({ name }) => name),
    country,
    city_id: cityId,
    lead_type: text.leadType,
    evidence: practice ? (orNull(text.evidence) ?? leastEvidence) : null,
    start_year: practice ? yearOf(text.startYear) : null,
    end_year: practice ? yearOf(text.endYear) : null,
    year: practice ? null : yearOf(text.year),
    date_from: event ? orNull(text.dateFrom) : null,
    date_to: event ? orNull(text.dateTo) : null,
    means_staff: orNull(text.means.staff),
    means_money: orNull(text.means.money),
    means_agencies: orNull(text.means.agencies),
    confirmed: practice ? confirmedOn(orNull(text.confirmed), { ...text, origin }, today) : null,
    origin,
    checked: origin === 'editors' ? orNull(text.checked) : null,
    sources: JSON.stringify(
      text.sources.map(({ title, publisher, year, url }) => ({
        title,
        publisher,
        year: yearOf(year),
        url: orNull(url),
      })),
    ),
  }
}

/** A city that hands in what has no end says by it that it runs. */
export function confirmedOn(
  said: string | null,
  { origin, endYear }: Pick<Tidy, 'endYear'> & Pick<Placing, 'origin'>,
  today: Date,
): string | null {
  if (origin === 'editors' || endYear !== null) return said
  return today.toISOString().slice(0, 10)
}

/** Writes the terms and outcomes of a revision anew. */
export async function writeLists(trx: Trx, revisionId: string, text: Tidy): Promise<void> {
  await trx.deleteFrom('revision_terms').where('revision_id', '=', revisionId).execute()
  await trx.deleteFrom('outcomes').where('revision_id', '=', revisionId).execute()
  const terms = (
    [
      ['theme', text.themes],
      ['targetGroup', text.targetGroups],
      ['stage', text.stages],
    ] as const
  ).flatMap(([kind, ids]) =>
    ids.map((term, position) => ({ revision_id: revisionId, kind, term, position })),
  )
  if (terms.length > 0) await trx.insertInto('revision_terms').values(terms).execute()
  const outcomes = text.outcomes.map(({ outcome, finding, by, year }, position) => ({
    revision_id: revisionId,
    position,
    outcome,
    finding,
    found_by: by,
    year: yearOf(year),
  }))
  if (outcomes.length > 0) await trx.insertInto('outcomes').values(outcomes).execute()
}
