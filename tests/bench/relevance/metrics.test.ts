import { describe, expect, test } from 'vitest'
import { mean, ndcg, pairedDifference, recall, success } from './metrics.ts'

describe('nDCG@10', () => {
  test('is worked out as by hand: gain 7 and 3, discount 1, 0.6309 and 0.5', () => {
    const grades = { a: 3, b: 2, c: 1 }
    // Found: b, nothing, a = 3 * 1 + 0 + 7 * 0.5 = 6.5; best: 7 + 3 * 0.63093 + 1 * 0.5 = 9.39279.
    expect(ndcg(['b', 'x', 'a'], grades)).toBeCloseTo(6.5 / 9.39279, 5)
  })

  test('is 1 for the best order and 0 where nothing that counts is found', () => {
    const grades = { a: 3, b: 2, c: 1 }
    expect(ndcg(['a', 'b', 'c', 'x'], grades)).toBe(1)
    expect(ndcg(['x', 'y'], grades)).toBe(0)
    expect(ndcg([], grades)).toBe(0)
    expect(ndcg(['a'], {})).toBe(0)
  })

  test('does not look past the tenth place, in the answer or in what would have been best', () => {
    const grades = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`s${index}`, 3]))
    const others = Array.from({ length: 10 }, (_, index) => `x${index}`)
    expect(ndcg([...others, 's0'], grades)).toBe(0)
    expect(ndcg(Object.keys(grades).slice(0, 10), grades)).toBe(1)
  })

  test('counts an entry that is there twice once', () => {
    expect(ndcg(['a', 'a', 'a'], { a: 2, b: 2 })).toBeCloseTo(1 / (1 + 1 / Math.log2(3)), 10)
  })
})

describe('success@3', () => {
  test('asks for one entry of grade 2 or 3 among the first three', () => {
    expect(success(['x', 'y', 'a'], { a: 2 })).toBe(1)
    expect(success(['x', 'y', 'z', 'a'], { a: 3 })).toBe(0)
    expect(success(['a'], { a: 1, b: 3 })).toBe(0)
    expect(success([], { a: 3 })).toBe(0)
  })
})

describe('recall@20', () => {
  test('is the share of grades 2 and 3 that are found', () => {
    expect(recall(['a', 'x', 'c'], { a: 3, b: 2, c: 1 })).toBe(1 / 2)
    expect(recall(['a', 'b'], { a: 3, b: 2, c: 1 })).toBe(1)
    expect(recall(['a', 'a'], { a: 3, b: 2 })).toBe(1 / 2)
  })

  test('asks for no more than twenty, and looks at no more than twenty', () => {
    const grades = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`s${index}`, 2]))
    const slugs = Object.keys(grades)
    expect(recall(slugs, grades)).toBe(1)
    expect(recall(slugs.slice(0, 10), grades)).toBe(1 / 2)
    expect(recall([...Array.from({ length: 20 }, (_, index) => `x${index}`), 'a'], { a: 3 })).toBe(
      0,
    )
  })
})

describe('mean', () => {
  test('is the arithmetic one', () => {
    expect(mean([1, 2, 6])).toBe(3)
    expect(mean([])).toBe(0)
  })
})

describe('paired bootstrap', () => {
  const noisy = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 0 : 1))

  test('has no width where every query gains the same', () => {
    const baseline = [0.5, 0.25, 0.125, 0]
    const scores = baseline.map((score) => score + 0.25)
    expect(pairedDifference(scores, baseline)).toEqual({ mean: 0.25, low: 0.25, high: 0.25 })
  })

  test('is as wide as the standard error says: 0.5 / sqrt(200) = 0.0354 either side, times 1.96', () => {
    const {
      mean: middle,
      low,
      high,
    } = pairedDifference(
      noisy,
      noisy.map(() => 0),
    )
    expect(middle).toBe(0.5)
    expect(low).toBeCloseTo(0.5 - 1.96 * 0.03536, 1.7)
    expect(high).toBeCloseTo(0.5 + 1.96 * 0.03536, 1.7)
    expect(low).toBeGreaterThan(0.42)
    expect(high).toBeLessThan(0.58)
  })

  test('is paired: what both share does not widen it', () => {
    const { low, high } = pairedDifference(
      noisy.map((score) => score + 0.5),
      noisy,
    )
    expect([low, high]).toEqual([0.5, 0.5])
  })

  test('the seed fixes it', () => {
    const zero = noisy.map(() => 0)
    const first = pairedDifference(noisy, zero, { seed: 7, resamples: 200 })
    expect(pairedDifference(noisy, zero, { seed: 7, resamples: 200 })).toEqual(first)
    expect(pairedDifference(noisy, zero, { seed: 8, resamples: 200 })).not.toEqual(first)
  })

  test('refuses what cannot be paired', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow('2 scores cannot be paired with 1')
  })
})
