import { isIPv6 } from 'node:net'
import type { Limit } from './attempts.ts'

const minutes = 60
const quarter = 15 * minutes
const hour = 60 * minutes

/** By account, that is by the mail address typed: whether there is one is not asked. */
export const perAccount = {
  signIn: { name: 'sign-in', most: 10, within: quarter },
  signUp: { name: 'sign-up', most: 5, within: hour },
  reset: { name: 'reset', most: 3, within: hour },
  confirm: { name: 'confirm', most: 3, within: hour },
} as const satisfies Record<string, Limit>

/** By address of the network: an office shares one. */
export const perNetwork = {
  signIn: { name: 'sign-in-from', most: 60, within: quarter },
  signUp: { name: 'sign-up-from', most: 30, within: hour },
  reset: { name: 'reset-from', most: 30, within: hour },
  newPassword: { name: 'new-password-from', most: 30, within: hour },
  confirm: { name: 'confirm-from', most: 30, within: hour },
  link: { name: 'link-from', most: 60, within: hour },
  code: { name: 'code-from', most: 60, within: quarter },
  passkey: { name: 'passkey-from', most: 60, within: quarter },
  passkeyOptions: { name: 'passkey-options-from', most: 300, within: quarter },
} as const satisfies Record<string, Limit>

/** By who is signed in: who took over a browser must not find out the password, nor send mails to strangers. */
export const perPerson = {
  password: { name: 'password-of', most: 10, within: quarter },
  address: { name: 'address-of', most: 5, within: hour },
  passkey: { name: 'passkey-of', most: 30, within: hour },
} as const satisfies Record<string, Limit>

/**
 * What counts as one address of the network. Whoever has one IPv6 address has all of its /64.
 * @param address as Fastify gives it: IPv4, IPv6, or IPv4 within IPv6
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const within = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (within !== undefined) return within
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length
  const groups = [...first, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
