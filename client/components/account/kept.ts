/** A link that someone followed and can go on with once they have signed in, perhaps after making an account first. */
const pages = ['/join', '/become-administrator', '/review'] as const
export interface KeptLink {
  page: (typeof pages)[number]
  token: string
  /** Whom it is for; null: for whoever holds it. */
  email: string | null
  /** What a button says that leads back to it; empty where only the page is known. */
  city: string
}

const key = 'homeward.link'
const day = 86_400_000

const isKept = (value: unknown): value is KeptLink & { at: number } =>
  typeof value === 'object' &&
  value !== null &&
  'page' in value &&
  pages.some((page) => page === value.page) &&
  'token' in value &&
  typeof value.token === 'string' &&
  'email' in value &&
  (value.email === null || typeof value.email === 'string') &&
  'city' in value &&
  typeof value.city === 'string' &&
  'at' in value &&
  typeof value.at === 'number'

/** Keeps it for a day in this browser, never in an address: it would stand in logs. */
export function keepLink(link: KeptLink): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...link, at: Date.now() }))
  } catch {
    // A browser that keeps nothing: the mail's link can be opened again.
  }
}

export function keptLink(page?: KeptLink['page']): KeptLink | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (!isKept(found) || Date.now() - found.at > day) return null
    return page === undefined || found.page === page ? found : null
  } catch {
    return null
  }
}

export function forgetLink(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}
