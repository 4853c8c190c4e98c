import type { Me } from '@homeward/schema/account.ts'
import type { NewsList } from '@homeward/schema/news.ts'
import type { LoadContext } from '../routes.ts'
import { parameters } from './query.ts'

export interface NewsData {
  me: Me
  list: NewsList
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What concerns the person, newest first. */
export async function loadNews({ api, query, language, signal }: LoadContext): Promise<NewsData> {
  const after = query['after']
  const asked = parameters({
    labels: language,
    ...(query['state'] === 'unread' ? { unread: 'true' } : {}),
    ...(typeof after === 'string' && id.test(after) ? { after } : {}),
  })
  const [me, list] = await Promise.all([
    api.get<Me>('/api/v1/me', signal),
    api.get<NewsList>(`/api/v1/me/news?${asked}`, signal),
  ])
  return { me, list }
}
