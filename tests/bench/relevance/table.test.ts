import { expect, test } from 'vitest'
import { measure } from './measure.ts'
import type { Query } from './queries.ts'
import { aggregates, details } from './table.ts'

const queries: Query[] = [
  { id: 'topic-01', kind: 'topic', text: 'a secret', note: 'hidden', grades: { a: 3, b: 2 } },
  { id: 'place-01', kind: 'place', text: 'somewhere', note: 'there', grades: { c: 2 } },
]
const ranker = (name: string, slugs: string[]) => ({
  name,
  rank: (query: string) => Promise.resolve(query === 'a secret' ? slugs : []),
})
const ours = await measure(ranker('ours', ['a', 'b']), 'held-out', queries)
const theirs = await measure(ranker('theirs', ['x', 'y']), 'held-out', queries)

test('a half is shown by its means alone: no query, no note, no slug, no id', () => {
  const shown = aggregates('held-out', [ours, theirs], [{ ranker: 'ours', baseline: 'theirs' }])
  expect(shown).toMatch(/^ours +0\.500 +0\.500 +0\.500 +1$/m)
  expect(shown).toMatch(/^theirs +0\.000 +0\.000 +0\.000 +1$/m)
  expect(shown).toMatch(/^ours +theirs +\+0\.500 +\+0\.000 to \+1\.000$/m)
  expect(shown).not.toMatch(/secret|hidden|somewhere|topic|place/)
})

test('a comparison with a ranker that did not run is left out', () => {
  expect(aggregates('held-out', [ours], [{ ranker: 'ours', baseline: 'theirs' }])).not.toContain(
    'difference',
  )
})

test('asked for, each query is shown, the worst first', () => {
  const shown = details(ours)
  expect(shown.indexOf('0.000  somewhere')).toBeLessThan(shown.indexOf('1.000  a secret'))
  expect(shown).toContain('missed: 2 c')
})
