/** What a link to /verify is for, as far as it says so itself: the server decides whether it is genuine. */
export interface VerifyLink {
  /** A new account's address; the first step of changing an address, from the old one; the second, from the new one. */
  step: 'account' | 'allow-change' | 'new-address'
  /** The address that it confirms, or that the account is to have. */
  address: string
}

/** @returns null where it was cut off, or is something else */
export function readVerifyToken(token: string): VerifyLink | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), (char) => char.codePointAt(0) ?? 0)
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof claims !== 'object' || claims === null) return null
    const text = (key: string): string => {
      const value: unknown = Reflect.get(claims, key)
      return typeof value === 'string' ? value : ''
    }
    const address = text('updateTo') || text('email')
    if (address === '') return null
    const type = text('requestType')
    if (type === 'change-email-confirmation') return { step: 'allow-change', address }
    return { step: type === 'change-email-verification' ? 'new-address' : 'account', address }
  } catch {
    return null
  }
}
