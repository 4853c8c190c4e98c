import { inject, type InjectionKey } from 'vue'
import type { SiteFacts } from './siteFacts.ts'

export const siteKey: InjectionKey<SiteFacts> = Symbol('site')

export function useSite(): SiteFacts {
  const site = inject(siteKey)
  if (!site) throw new Error('The site was not provided')
  return site
}

/** The address that a link to the editors leads to. */
export function contactLink(contact: string): string {
  return contact.includes('://') ? contact : `mailto:${contact}`
}
