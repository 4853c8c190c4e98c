import { type Answered, type Measured, summary } from './measure.ts'
import { mean, pairedDifference } from './metrics.ts'
import { type Half, kinds } from './queries.ts'

/** A ranker and what it is held against; both by name. */
export interface Comparison {
  ranker: string
  baseline: string
}

const number = (value: number) => value.toFixed(3)
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`

/** Everything that may be shown of a half: means alone, and never a query or the score of one. */
export function aggregates(
  half: Half,
  measured: readonly Measured[],
  comparisons: readonly Comparison[],
): string {
  const ofHalf = measured.filter((one) => one.half === half)
  const size = ofHalf[0]?.answers.length ?? 0
  const rows = ofHalf.map((one) => {
    const { ndcg, success, recall, empty } = summary(one)
    return [one.ranker, number(ndcg), number(success), number(recall), `${empty}`]
  })
  const differences = comparisons.flatMap((comparison) => differenceRow(ofHalf, comparison))
  return [
    `${half}: ${size} queries`,
    grid([['', 'nDCG@10', 'success@3', 'recall@20', 'without a result'], ...rows]),
    ...(differences.length === 0
      ? []
      : [
          grid([
            ['difference in nDCG@10', 'held against', 'mean', '95 % interval'],
            ...differences,
          ]),
        ]),
  ].join('\n\n')
}

function differenceRow(measured: readonly Measured[], { ranker, baseline }: Comparison) {
  const scores = (name: string) =>
    measured.find((one) => one.ranker === name)?.answers.map(({ ndcg }) => ndcg)
  const [ours, theirs] = [scores(ranker), scores(baseline)]
  if (ours === undefined || theirs === undefined) return []
  const { mean: middle, low, high } = pairedDifference(ours, theirs)
  return [[ranker, baseline, signed(middle), `${signed(low)} to ${signed(high)}`]]
}

/** nDCG@10 by kind of query, for each ranker. */
export function byKind(half: Half, measured: readonly Measured[]): string {
  const ofHalf = measured.filter((one) => one.half === half)
  const rows = ofHalf.map(({ ranker, answers }) => [
    ranker,
    ...kinds.map((kind) => {
      const ofKind = answers.filter(({ query }) => query.kind === kind)
      return number(mean(ofKind.map(({ ndcg }) => ndcg)))
    }),
  ])
  return `${half}: nDCG@10 by kind\n\n${grid([['', ...kinds], ...rows])}`
}

/** Query by query, the worst first: what came, with its grades, and the best that did not. */
export function details({ ranker, half, answers }: Measured): string {
  const lines = answers
    .toSorted((a, b) => a.ndcg - b.ndcg)
    .map(({ query, ranked, ...scores }) =>
      [
        `${number(scores.ndcg)}  ${query.text}   (${query.id}: ${query.note})`,
        `       came: ${ranked
          .slice(0, 10)
          .map((slug) => `${query.grades[slug] ?? 0} ${slug}`)
          .join(', ')}`,
        `       missed: ${missed({ query, ranked, ...scores })}`,
      ].join('\n'),
    )
  return [`${ranker}, ${half}, query by query`, ...lines].join('\n\n')
}

const missed = ({ query, ranked }: Answered) =>
  Object.entries(query.grades)
    .filter(([slug, grade]) => grade >= 2 && !ranked.slice(0, 10).includes(slug))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([slug, grade]) => `${grade} ${slug}`)
    .join(', ')

function grid(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(columns?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
