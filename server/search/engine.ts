import type { Facets, FilterName, Sort } from '@homeward/schema/search.ts'
import type { Question } from './question.ts'

/** The filters of a search: values of one are joined by or, filters by and. */
export interface Filters {
  values: Partial<Record<FilterName, string[]>>
  yearFrom: number | null
  yearTo: number | null
}

/** What is asked of an engine. */
export interface Request {
  question: Question
  /** What was typed looks like a person's name: no near spelling is taken for it. */
  aboutAPerson: boolean
  filters: Filters
  sort: Sort
  /** From 1. */
  page: number
  pageSize: number
  /** The year that counts as now: what goes on covers years up to it. */
  thisYear: number
}

/** What an engine answers. Totals and counts are exact, and each facet is counted without its own filter. */
export interface Answer {
  /** The page of hits, best first. */
  slugs: string[]
  total: number
  facets: Facets
  /** Whether a word of a text, as words.ts gives it, is one that was looked for. */
  marks(word: string): boolean
}

/** What a search engine must do. All engines pass tests/search/contract.test.ts. */
export interface SearchEngine {
  readonly name: 'meilisearch' | 'postgres'
  /** @throws EngineUnavailable where the engine cannot answer now */
  search(request: Request): Promise<Answer>
  /** How many entries each of the requests finds, in one round trip. */
  totals(requests: Request[]): Promise<number[]>
  /** Whether it can answer. */
  healthy(): Promise<boolean>
}

/** The engine cannot answer now: it is down, or its index is being built. */
export class EngineUnavailable extends Error {
  override name = 'EngineUnavailable'
}
