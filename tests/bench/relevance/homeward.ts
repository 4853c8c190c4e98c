import type { Ranker } from './ranker.ts'

export type Engine = 'meilisearch' | 'postgres'

/**
 * Homeward's own search, asked over HTTP as everyone asks it.
 * @param base address of a server, without a path
 * @param engine the one that must answer: standing in for another would spoil the comparison
 */
export function homewardRanker(base: string, engine: Engine): Ranker {
  return {
    name: `Homeward on ${engine === 'postgres' ? 'PostgreSQL' : 'Meilisearch'}`,
    async rank(query, size) {
      const address = new URL('/api/v1/search', base)
      address.search = new URLSearchParams({ q: query, pageSize: `${size}` }).toString()
      const response = await fetch(address)
      if (!response.ok) throw new Error(`${address.pathname}: ${response.status}`)
      return slugsOf(await response.json(), engine)
    },
  }
}

function slugsOf(answer: unknown, engine: Engine): string[] {
  if (!isRecord(answer) || !Array.isArray(answer.hits)) throw new Error('not an answer of a search')
  if (answer.engine !== engine) throw new Error(`${String(answer.engine)} answered for ${engine}`)
  return answer.hits.map((hit: unknown) => {
    if (isRecord(hit) && typeof hit.slug === 'string') return hit.slug
    throw new Error('a hit without a slug')
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
