/** Anything that puts entries in an order for what was typed. */
export interface Ranker {
  name: string
  /** Slugs, the best first: at most `size`, and none where nothing is found. */
  rank(query: string, size: number): Promise<string[]>
}
