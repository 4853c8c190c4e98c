import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import type { SearchAnswer, Sort } from '@homeward/schema/search.ts'
import type { Db } from '../platform/postgres/database.ts'
import {
  EngineUnavailable,
  type Answer,
  type Filters,
  type Request,
  type SearchEngine,
} from './engine.ts'
import { hitsOf } from './hits.ts'
import { looksLikeAPerson } from './person.ts'
import { checkedFilters } from './queries.ts'
import { understand } from './question.ts'
import type { Synonyms } from './synonyms.ts'
import { wayOn } from './wayOn.ts'

/** What a search needs of its surroundings. */
export interface SearchSetting {
  db: Db
  pool: Pool
  /** The engine that should answer. */
  engine: SearchEngine
  /** PostgreSQL, which answers while the other does not. */
  standIn: SearchEngine
  synonyms(): Promise<Synonyms>
  log: Pick<FastifyBaseLogger, 'warn'>
}

export interface SearchCall {
  q: string
  /** As they were given. */
  filters: Filters
  sort: Sort
  page: number
  pageSize: number
}

/**
 * Searches, and where nothing is found says how to go on. PostgreSQL stands in for an engine that cannot answer.
 * Gives the filters too as they were understood.
 * @throws ProblemError 400 that names each unknown value of a filter
 */
export async function search(
  setting: SearchSetting,
  call: SearchCall,
): Promise<{ answer: SearchAnswer; filters: Filters }> {
  const began = performance.now()
  const question = understand(call.q, await setting.synonyms())
  const asked: Request = {
    question,
    aboutAPerson: false,
    filters: call.filters,
    sort: call.sort === 'relevance' && call.q.trim() === '' ? 'newest' : call.sort,
    page: call.page,
    pageSize: call.pageSize,
    thisYear: new Date().getUTCFullYear(),
  }
  const { engine, found, request } = await askWhileChecking(setting, asked)
  const hits = await hitsOf(setting.pool, found, question.text !== '')
  const answer = {
    hits,
    total: found.total,
    page: call.page,
    pageSize: call.pageSize,
    facets: found.facets,
    engine: engine.name,
    degraded: engine !== setting.engine,
    ...(found.total === 0 ? { wayOn: await wayOn(setting.db, engine, request) } : {}),
    tookMs: Math.round((performance.now() - began) * 10) / 10,
  }
  return { answer, filters: request.filters }
}

interface Found {
  engine: SearchEngine
  found: Answer
}

/**
 * Filters nearly always hold, and few look for a person: so the engine is asked before that is known, and again where it
 * is otherwise.
 */
async function askWhileChecking(
  setting: SearchSetting,
  request: Request,
): Promise<Found & { request: Request }> {
  const asking = ask(setting, request)
  // What comes of it is of no interest where a filter names what does not exist.
  asking.catch(() => {})
  const [filters, aboutAPerson] = await Promise.all([
    checkedFilters(setting.db, request.filters),
    looksLikeAPerson(setting.db, request.question),
  ])
  if (filters === request.filters && !aboutAPerson) return { ...(await asking), request }
  const understood = { ...request, filters, aboutAPerson }
  return { ...(await ask(setting, understood)), request: understood }
}

async function ask({ engine, standIn, log }: SearchSetting, request: Request): Promise<Found> {
  try {
    return { engine, found: await engine.search(request) }
  } catch (error) {
    if (!(error instanceof EngineUnavailable) || engine === standIn) throw error
    log.warn({ engine: engine.name, reason: error.message }, 'PostgreSQL answers in its place')
    return { engine: standIn, found: await standIn.search(request) }
  }
}
