import type { FastifyBaseLogger } from 'fastify'
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
import { understand } from './question.ts'
import type { Synonyms } from './synonyms.ts'
import { wayOn } from './wayOn.ts'

/** What a search needs of its surroundings. */
export interface SearchSetting {
  db: Db
  /** The engine that should answer. */
  engine: SearchEngine
  /** PostgreSQL, which answers while the other does not. */
  standIn: SearchEngine
  synonyms(): Promise<Synonyms>
  log: Pick<FastifyBaseLogger, 'warn'>
}

export interface SearchCall {
  q: string
  filters: Filters
  sort: Sort
  page: number
  pageSize: number
}

/** Searches, and where nothing is found says how to go on. PostgreSQL stands in for an engine that cannot answer. */
export async function search(setting: SearchSetting, call: SearchCall): Promise<SearchAnswer> {
  const began = performance.now()
  const question = understand(call.q, await setting.synonyms())
  const request: Request = {
    question,
    aboutAPerson: await looksLikeAPerson(setting.db, question),
    filters: call.filters,
    sort: call.sort === 'relevance' && call.q.trim() === '' ? 'newest' : call.sort,
    page: call.page,
    pageSize: call.pageSize,
    thisYear: new Date().getUTCFullYear(),
  }
  const { engine, answer } = await ask(setting, request)
  const hits = await hitsOf(setting.db, answer, question.text !== '')
  return {
    hits,
    total: answer.total,
    page: call.page,
    pageSize: call.pageSize,
    facets: answer.facets,
    engine: engine.name,
    degraded: engine !== setting.engine,
    ...(answer.total === 0 ? { wayOn: await wayOn(setting.db, engine, request) } : {}),
    tookMs: Math.round((performance.now() - began) * 10) / 10,
  }
}

async function ask(
  { engine, standIn, log }: SearchSetting,
  request: Request,
): Promise<{ engine: SearchEngine; answer: Answer }> {
  try {
    return { engine, answer: await engine.search(request) }
  } catch (error) {
    if (!(error instanceof EngineUnavailable) || engine === standIn) throw error
    log.warn({ engine: engine.name, reason: error.message }, 'PostgreSQL answers in its place')
    return { engine: standIn, answer: await standIn.search(request) }
  }
}
