import { Meilisearch, type SearchParams, type SearchResponse } from 'meilisearch'
import { filterNames, type Facets, type FilterName } from '@homeward/schema/search.ts'
import { EngineUnavailable, type Request, type SearchEngine } from './engine.ts'
import { marksOf } from './marks.ts'
import { chosen, goesOn } from './filters.ts'
import { anchored, type Anchors } from './anchors.ts'
import { jsonPoster, type MeilisearchServer } from './meilisearchRequests.ts'
import { stemsField } from './meilisearchIndex.ts'
import { rerank, reranked, type Candidate } from './reranking.ts'
import { stems } from './stems.ts'
import type { HeadField } from './weights.ts'
import { words } from './words.ts'

/** How long a search may take before PostgreSQL answers in its place, in milliseconds. */
const patience = 2_000

/** What builds and changes an index of a Meilisearch. */
export function meilisearchClient({ url, key }: MeilisearchServer): Meilisearch {
  return new Meilisearch({ host: url, ...(key === null ? {} : { apiKey: key }) })
}

/** An index to ask: its name, the languages that its texts are in, English first, and what entries are about. */
export interface AskedIndex {
  name: string
  languages(): string[]
  anchors(): Anchors
}

/** Meilisearch as the search engine. */
export function meilisearchEngine(server: MeilisearchServer, index: AskedIndex): SearchEngine {
  const post = jsonPoster(server)
  async function ask(queries: SearchParams[]): Promise<SearchResponse[]> {
    const { status, body } = await post(
      multiSearchPath,
      multiSearch(index, queries),
      patience,
    ).catch((error: unknown) => {
      throw new EngineUnavailable(error instanceof Error ? error.message : String(error))
    })
    if (!hasResults(body)) throw refusal(status, body)
    return body.results
  }
  return {
    name: 'meilisearch',
    async search(request) {
      const [first, ...others] = await ask(queriesOf(request, index))
      if (!first) throw new EngineUnavailable('No answer to a search')
      return {
        total: totalOf(first),
        facets: facetsOf(request, [first, ...others]),
        slugs: pageOf(request, first.hits, index.languages()),
        marks: marksOf(request, index.languages()),
      }
    },
    async totals(requests) {
      if (requests.length === 0) return []
      const results = await ask(
        requests.map((request) => ({
          ...query(request),
          q: typedFor(request, index),
          hitsPerPage: 0,
          page: 1,
        })),
      )
      return results.map(totalOf)
    },
    async healthy() {
      // Asks the index, and so tries the key too: a Meilisearch that only lives answers no search.
      await ask([{ limit: 0 }])
      return true
    },
  }
}

const multiSearchPath = 'multi-search'

function multiSearch(index: AskedIndex, queries: SearchParams[]) {
  return { queries: queries.map((query) => ({ ...query, indexUid: index.name })) }
}

/** What a Meilisearch is asked for one search: a path under its address, and what is posted to it. */
export function asked(request: Request, index: AskedIndex): { path: string; content: unknown } {
  return { path: multiSearchPath, content: multiSearch(index, queriesOf(request, index)) }
}

/** The hits, and each facet that has a filter without that. */
function queriesOf(request: Request, index: AskedIndex): SearchParams[] {
  const q = typedFor(request, index)
  return [
    { ...hitsQuery(request, windowOf(request)), q },
    ...chosen(request.filters).map(([name]) => ({ ...facetQuery(request, name), q })),
  ]
}

function hasResults(body: unknown): body is { results: SearchResponse[] } {
  return (
    typeof body === 'object' && body !== null && 'results' in body && Array.isArray(body.results)
  )
}

/** A question that is refused for what it asks is our fault; whatever else goes wrong lets another engine answer. */
function refusal(status: number, body: unknown): Error {
  const named =
    typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null
  const code = named ?? `HTTP ${status}`
  const ours = status === 400 && code !== 'index_not_found'
  return ours ? new Error(`Meilisearch refused a question: ${code}`) : new EngineUnavailable(code)
}

function query(request: Request): SearchParams {
  return {
    // Words are let go from the end: 'frequency' keeps the rarest, which in plain questions are beside the point.
    matchingStrategy: 'last',
    filter: filterOf(request),
  }
}

/** What is looked for: stems in the languages of the texts, those that say too little left out. */
function typedFor({ question, aboutAPerson }: Request, index: AskedIndex): string {
  if (aboutAPerson) return quoted(question.text)
  const text = question.parts.map(({ alternatives }) => alternatives[0]?.words.join(' ')).join(' ')
  const found = index.languages().flatMap((language) => stems(text, language))
  return found.length === 0
    ? question.text
    : anchored([...new Set(found)], index.anchors()).join(' ')
}

/** In quotes, words are taken as they stand: no near spelling is taken for a person's name. */
function quoted(text: string): string {
  return words(text)
    .map(({ word }) => `"${word}"`)
    .join(' ')
}

const order = {
  relevance: ['publishedAt:desc', 'slug:asc'],
  newest: ['publishedAt:desc', 'slug:asc'],
  updated: ['changedAt:desc', 'slug:asc'],
  title: ['titleKey:asc', 'slug:asc'],
}

const byRelevance = ({ sort, question }: Request) => sort === 'relevance' && question.text !== ''

/** Which hits to ask for. Pages that begin among the best are cut from all of these, since they are ordered anew. */
function windowOf(request: Request): { page: number; hitsPerPage: number } {
  const { page, pageSize } = request
  const begin = (page - 1) * pageSize
  if (!byRelevance(request) || begin >= reranked) return { page, hitsPerPage: pageSize }
  return { page: 1, hitsPerPage: Math.max(reranked, page * pageSize) }
}

function hitsQuery(request: Request, window: { page: number; hitsPerPage: number }): SearchParams {
  return {
    ...query(request),
    ...window,
    ...(byRelevance(request) ? {} : { sort: order[request.sort] }),
    facets: [...filterNames],
  }
}

/** The slugs of the page asked for. */
function pageOf(request: Request, hits: Record<string, unknown>[], languages: string[]): string[] {
  const begin = (request.page - 1) * request.pageSize
  if (!byRelevance(request) || begin >= reranked) return hits.map(({ slug }) => String(slug))
  const candidates = hits.map((hit) => candidateOf(hit, languages))
  const ordered = [
    ...rerank(candidates.slice(0, reranked), request.question.parts, languages),
    ...candidates.slice(reranked).map(({ slug }) => slug),
  ]
  return ordered.slice(begin, begin + request.pageSize)
}

function candidateOf(hit: Record<string, unknown>, languages: string[]): Candidate {
  const text = (field: HeadField) =>
    languages.map((language) => hit[stemsField(field, language)] ?? '').join(' ')
  return {
    slug: String(hit['slug']),
    head: {
      title: text('title'),
      places: text('places'),
      terms: text('terms'),
      organisations: text('organisations'),
      summary: text('summary'),
    },
  }
}

/** One facet without its own filter. */
function facetQuery(request: Request, name: FilterName): SearchParams {
  const values = { ...request.filters.values, [name]: [] }
  return {
    ...query({ ...request, filters: { ...request.filters, values } }),
    facets: [name],
    page: 1,
    hitsPerPage: 0,
  }
}

function filterOf({ filters, thisYear }: Request): string[] {
  const { yearFrom, yearTo } = filters
  const conditions = chosen(filters).map(
    ([name, values]) => `${name} IN [${values.map((value) => JSON.stringify(value)).join(', ')}]`,
  )
  if (yearFrom === null && yearTo === null) return conditions
  if (yearTo !== null) conditions.push(`yearFrom <= ${yearTo}`)
  conditions.push('yearFrom EXISTS AND yearFrom IS NOT NULL')
  if (yearFrom !== null) {
    const now = thisYear >= yearFrom ? '' : ` AND yearFrom >= ${yearFrom}`
    conditions.push(`(yearTo != ${goesOn} AND yearTo >= ${yearFrom}) OR (yearTo = ${goesOn}${now})`)
  }
  return conditions
}

function totalOf(response: SearchResponse): number {
  return 'totalHits' in response && typeof response.totalHits === 'number' ? response.totalHits : 0
}

/** Each facet from the query that left its filter out; else from the one of the hits. */
function facetsOf(request: Request, responses: SearchResponse[]): Facets {
  const source = new Map<FilterName, SearchResponse | undefined>()
  for (const [i, [name]] of chosen(request.filters).entries()) source.set(name, responses[i + 1])
  const counts = (name: FilterName) => {
    const distribution = (source.get(name) ?? responses[0])?.facetDistribution?.[name] ?? {}
    return Object.entries(distribution)
      .map(([value, count]) => ({ value, count }))
      .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
  }
  return {
    kind: counts('kind'),
    theme: counts('theme'),
    country: counts('country'),
    region: counts('region'),
    city: counts('city'),
    citySize: counts('citySize'),
    targetGroup: counts('targetGroup'),
    stage: counts('stage'),
    evidence: counts('evidence'),
    finding: counts('finding'),
    leadType: counts('leadType'),
    origin: counts('origin'),
    running: counts('running'),
    language: counts('language'),
  }
}
