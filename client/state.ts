import type { Problem } from '@homeward/schema/problem.ts'
import type { SiteFacts } from './siteFacts.ts'

/** What the server hands over to the browser, as JSON in the page. */
export interface HandedOver {
  locale: string
  site: SiteFacts
  page: { data: unknown; failure: { status: number; problem: Problem | null } | null }
}
