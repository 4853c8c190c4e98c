import type { Problem } from '@homeward/schema/problem.ts'
import type { Locale } from './locales/locale.ts'
import type { SiteFacts } from './siteFacts.ts'

/** What the server hands over to the browser, as JSON in the page. */
export interface HandedOver {
  locale: Locale
  site: SiteFacts
  page: { data: unknown; failure: { status: number; problem: Problem | null } | null }
}
