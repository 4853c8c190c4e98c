/** Grades of one query: slug of the entry -> 1 touches it, 2 clearly useful, 3 exactly what was meant. */
export type Grades = Readonly<Record<string, number>>

const gain = (grade: number) => 2 ** grade - 1
/** `place` counts from 0. */
const discount = (place: number) => 1 / Math.log2(place + 2)

const discounted = (grades: readonly number[]) =>
  grades.reduce((sum, grade, place) => sum + gain(grade) * discount(place), 0)

/** An entry that stands twice in an answer counts once, at its first place: no ranker gains by repeating it. */
const once = (ranked: readonly string[]) => [...new Set(ranked)]

/**
 * Normalised discounted cumulative gain of the first `depth` entries, from 0 to 1 (the best order possible).
 * Järvelin and Kekäläinen 2002 (https://doi.org/10.1145/582415.582418), with the gain 2^grade - 1 and the
 * discount 1 / log2(place + 1), places counted from 1, of Burges et al. 2005
 * (https://doi.org/10.1145/1102351.1102363).
 */
export function ndcg(ranked: readonly string[], grades: Grades, depth = 10): number {
  const got = once(ranked)
    .slice(0, depth)
    .map((slug) => grades[slug] ?? 0)
  const best = Object.values(grades)
    .toSorted((a, b) => b - a)
    .slice(0, depth)
  const ideal = discounted(best)
  return ideal === 0 ? 0 : discounted(got) / ideal
}

/** 1 where a clearly useful entry (grade 2 or 3) is among the first `depth`, else 0. */
export function success(ranked: readonly string[], grades: Grades, depth = 3): number {
  return once(ranked)
    .slice(0, depth)
    .some((slug) => (grades[slug] ?? 0) >= 2)
    ? 1
    : 0
}

/**
 * Share of the clearly useful entries (grade 2 or 3) that are among the first `depth`, from 0 to 1. Where there
 * are more than `depth` of them, finding `depth` is all that can be asked and gives 1.
 */
export function recall(ranked: readonly string[], grades: Grades, depth = 20): number {
  const useful = Object.values(grades).filter((grade) => grade >= 2).length
  if (useful === 0) return 0
  const found = once(ranked)
    .slice(0, depth)
    .filter((slug) => (grades[slug] ?? 0) >= 2).length
  return found / Math.min(useful, depth)
}

/** Arithmetic mean; 0 of nothing. */
export const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

export interface Difference {
  mean: number
  low: number
  high: number
}

/**
 * Mean of `scores[i] - baseline[i]` over queries, with its 95 % interval by the paired bootstrap: queries are
 * drawn with replacement, and the 2.5th and 97.5th percentiles of the means are taken (Efron and Tibshirani
 * 1993, chapter 13; Sakai 2006, https://doi.org/10.1145/1148170.1148261). The same seed gives the same interval.
 * @throws Error where the two do not cover the same queries
 */
export function pairedDifference(
  scores: readonly number[],
  baseline: readonly number[],
  { resamples = 10_000, seed = 1 } = {},
): Difference {
  if (scores.length !== baseline.length) {
    throw new Error(`${scores.length} scores cannot be paired with ${baseline.length}`)
  }
  const differences = scores.map((score, index) => score - (baseline[index] ?? 0))
  const random = mulberry32(seed)
  const means = Array.from({ length: resamples }, () => meanOfDraw(differences, random))
  means.sort((a, b) => a - b)
  const at = (share: number) => means[Math.round(share * (resamples - 1))] ?? 0
  return { mean: mean(differences), low: at(0.025), high: at(0.975) }
}

function meanOfDraw(values: readonly number[], random: () => number): number {
  let sum = 0
  for (let drawn = 0; drawn < values.length; drawn++) {
    sum += values[Math.floor(random() * values.length)] ?? 0
  }
  return values.length === 0 ? 0 : sum / values.length
}

/** Numbers from 0 up to 1 that a seed fixes (mulberry32 by Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
