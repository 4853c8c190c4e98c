import type { ConsideredList } from '@homeward/schema/considered.ts'
import type { Stats } from '@homeward/schema/figures.ts'
import type { LoadContext } from '../routes.ts'

/** How it was decided, and what was considered and not taken. */
export interface MethodData {
  decisions: Stats['decisions']
  list: ConsideredList
}

export async function loadMethod({ api, query, signal }: LoadContext): Promise<MethodData> {
  const { after } = query
  const part = typeof after === 'string' ? `?after=${encodeURIComponent(after)}` : ''
  const [{ decisions }, list] = await Promise.all([
    api.get<Stats>('/api/v1/stats', signal),
    api.get<ConsideredList>(`/api/v1/considered${part}`, signal),
  ])
  return { decisions, list }
}
