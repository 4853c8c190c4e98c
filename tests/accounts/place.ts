import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { cookiesOf, nobody, password, type TestPerson } from '../people.ts'
import { startedSite, type Site, type SiteOptions } from '../site.ts'

/** A site without content whose mails arrive. */
export interface Place {
  site: Site
  inbox: Inbox
  stop(): Promise<void>
}

export async function startedPlace(options: SiteOptions = {}): Promise<Place> {
  const site = await startedSite({ content: 'empty', ...options })
  const inbox = await openInbox(site.database)
  return {
    site,
    inbox,
    async stop() {
      await inbox.close()
      await site.stop()
    },
  }
}

/** What a link in a mail carries behind its #. */
export const tokenOf = (link: string | null): string => new URL(link ?? '').hash.slice(1)

export const signIn = (site: Site, email: string, typed = password): Promise<Response> =>
  nobody(site).ask('POST', '/api/auth/sign-in/email', { email, password: typed })

/** Whether someone is signed in with these cookies. */
export async function isSignedIn(site: Site, cookie: string): Promise<boolean> {
  const { status } = await nobody(site).ask('GET', '/api/v1/me', undefined, { cookie })
  expect([200, 401]).toContain(status)
  return status === 200
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows (RFC 6238, with its defaults: SHA-1, six digits, thirty seconds). */
export function authenticatorCode(totpUri: string, at = Date.now()): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? ''
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

export interface SecondFactor {
  totpURI: string
  backupCodes: string[]
  /** The cookies of the session that it was set up in, which goes on with two factors. */
  cookie: string
}

/** Sets up an authenticator app, as its owner does. */
export async function withAuthenticator(person: TestPerson): Promise<SecondFactor> {
  const began = await person.ask('POST', '/api/auth/two-factor/enable', {
    password: person.password,
  })
  expect(began.status).toBe(200)
  const { totpURI, backupCodes } = (await began.json()) as SecondFactor
  const confirmed = await person.ask('POST', '/api/auth/two-factor/verify-totp', {
    code: authenticatorCode(totpURI),
  })
  expect(confirmed.status).toBe(200)
  return { totpURI, backupCodes, cookie: cookiesOf(confirmed) }
}
