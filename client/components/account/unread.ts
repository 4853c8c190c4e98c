import { shallowRef } from 'vue'
import type { UnreadNews } from '@homeward/schema/news.ts'
import { browserApi } from '../../api.ts'

/** How much of what concerns the person is unread, in this window. */
export const unread = shallowRef(0)

/** For how long it is not asked again, in milliseconds: news is no chat. */
const rest = 60_000
let askedAt = -Infinity

/** Asks how much is unread, now and then. That it cannot be had is no fault of the page. */
export async function lookForNews(): Promise<void> {
  if (performance.now() - askedAt < rest) return
  askedAt = performance.now()
  try {
    unread.value = (await browserApi.get<UnreadNews>('/api/v1/me/news/unread')).unread
  } catch {
    unread.value = 0
  }
}
