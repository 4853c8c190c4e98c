import { createHmac } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import type { TestPerson } from '../people.ts'
import type { Site } from '../site.ts'

/** Gives a browser the session of a person. */
export async function signedInAs(
  context: BrowserContext,
  site: Site,
  { cookie }: Pick<TestPerson, 'cookie'>,
): Promise<void> {
  await context.addCookies(
    cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: site.url }
    }),
  )
}

/** Where a mail's link leads on the site that is tried, whose port no mail knows. */
export function onSite(site: Site, link: string): string {
  const { pathname, hash } = new URL(link)
  return `${site.url}${pathname}${hash}`
}

/** The code that an authenticator app shows (RFC 6238). @param secret base32, spaces allowed @param steps of 30 s from now */
export function codeOf(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll(/[\s=]/g, '')]
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 15
  const number = (hash.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000
  return String(number).padStart(6, '0')
}

/** A device that keeps passkeys and lets its owner in at once. @returns whether it does so from now on */
export async function withAuthenticator(page: Page): Promise<(present: boolean) => Promise<void>> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return async (enabled) => {
    await client.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
  }
}

/** What the console says of an answer that the page itself shows is no fault. */
export const faults = (complaints: string[], ...statuses: number[]): string[] =>
  complaints.filter(
    (text) => !statuses.some((status) => text.includes(`responded with a status of ${status}`)),
  )
