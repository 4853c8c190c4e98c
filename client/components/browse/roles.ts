import type { TermKind, Vocabulary } from '@homeward/schema/vocabulary.ts'

/** Ways in by what a reader does: a filter that finds what is nearest to that work. */
const ways: { role: string; filter: TermKind; value: string }[] = [
  { role: 'mayor', filter: 'leadType', value: 'local-government' },
  { role: 'social', filter: 'theme', value: 'case-management' },
  { role: 'prison', filter: 'theme', value: 'prison-transition' },
  { role: 'school', filter: 'theme', value: 'education' },
  { role: 'health', filter: 'theme', value: 'mental-health' },
  { role: 'community', filter: 'theme', value: 'community-acceptance' },
  { role: 'jobs', filter: 'theme', value: 'employment' },
  { role: 'ministry', filter: 'theme', value: 'national-local' },
]

/** The ways that lead to something: a term can be retired, or have no entry yet. */
export function rolesWithEntries(vocabulary: Vocabulary) {
  return ways.flatMap(({ role, filter, value }) => {
    const count = vocabulary[filter].find(({ id }) => id === value)?.count ?? 0
    return count === 0 ? [] : [{ role, count, to: `/search?${filter}=${value}` }]
  })
}
