import { mean, ndcg, recall, success } from './metrics.ts'
import type { Half, Query } from './queries.ts'
import type { Ranker } from './ranker.ts'

/** How many entries are asked for: what recall@20 looks at. */
export const depth = 20

export interface Answered {
  query: Query
  ranked: string[]
  ndcg: number
  success: number
  recall: number
}

export interface Measured {
  ranker: string
  half: Half
  answers: Answered[]
}

/** Asks a ranker every query of a half, one at a time, and scores what it answers. */
export async function measure(
  ranker: Ranker,
  half: Half,
  queries: readonly Query[],
): Promise<Measured> {
  const answers: Answered[] = []
  for (const query of queries) {
    const ranked = await ranker.rank(query.text, depth)
    answers.push({
      query,
      ranked,
      ndcg: ndcg(ranked, query.grades),
      success: success(ranked, query.grades),
      recall: recall(ranked, query.grades),
    })
  }
  return { ranker: ranker.name, half, answers }
}

/** Means over the queries of a half. */
export const summary = ({ answers }: Measured) => ({
  queries: answers.length,
  ndcg: mean(answers.map((answer) => answer.ndcg)),
  success: mean(answers.map((answer) => answer.success)),
  recall: mean(answers.map((answer) => answer.recall)),
  empty: answers.filter(({ ranked }) => ranked.length === 0).length,
})
