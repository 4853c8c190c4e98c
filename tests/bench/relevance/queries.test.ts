import { describe, expect, test } from 'vitest'
import { seeds, slugsOf } from './content.ts'
import { faultsOf, kinds, type Query, readQueries } from './queries.ts'

const slugs = slugsOf(seeds)

const good = (id: string, kind: Query['kind']): Query => ({
  id,
  kind,
  text: `text of ${id}`,
  note: 'note',
  grades: { a: 3 },
})

const half = (name: string) =>
  kinds.flatMap((kind) =>
    Array.from({ length: 5 }, (_, index) => good(`${name}-${kind}-${index}`, kind)),
  )

const changed = (change: Partial<Query>) => {
  const [first, ...rest] = half('t')
  return first === undefined ? [] : [{ ...first, ...change }, ...rest]
}

test('the queries are whole: known entries, something useful to each, balanced halves, none twice', () => {
  expect(faultsOf(readQueries('tune'), readQueries('held-out'), slugs)).toEqual([])
})

describe('a fault is found', () => {
  const known = new Set(['a', 'b'])

  test('none in a whole pair of halves', () => {
    expect(faultsOf(half('t'), half('h'), known)).toEqual([])
  })

  test.each([
    ['an entry that is not there', { grades: { a: 3, c: 1 } }, 'no entry is called c'],
    ['nothing useful', { grades: { a: 1 } }, 'no entry has a grade of 2 or 3'],
    ['the same words twice', { text: 'Text of h-topic-0 ' }, '“text of h-topic-0” is there twice'],
    ['the same id twice', { id: 'h-topic-0' }, 'h-topic-0: the id is there twice'],
  ])('%s', (_, change, said) => {
    const faults = faultsOf(changed(change), half('h'), known)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(said)
  })

  test('halves out of balance', () => {
    const faults = faultsOf(
      [...half('t'), good('x', 'topic'), good('y', 'topic')],
      half('h'),
      known,
    )
    expect(faults).toEqual(['topic: 7 to tune by, 5 held out', 'in all 42 to tune by, 40 held out'])
  })

  test('too few', () => {
    const faults = faultsOf(half('t').slice(0, 20), half('h').slice(0, 20), known)
    expect(faults).toContain('40 queries; at least 60 are needed')
    expect(faults).toContain('form: fewer than 10 queries')
  })
})
