import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchedBrowser, visitor } from '../browser/browser.ts'
import { problem } from '../cities/place.ts'
import { personAt, type TestPerson } from '../people.ts'
import { startedPlace, type Place } from './place.ts'

let place: Place
let browser: Browser
beforeAll(async () => {
  // Passkeys work at names only, never at numbers.
  place = await startedPlace({ publicUrl: 'localhost' })
  browser = await launchedBrowser()
})
afterAll(async () => {
  await browser?.close()
  await place?.stop()
})

type Credential = Awaited<ReturnType<typeof keptIn>>[number]

const keptIn = async (protocol: CDPSession, authenticatorId: string) =>
  (await protocol.send('WebAuthn.getCredentials', { authenticatorId })).credentials

interface Device {
  page: Page
  /** Copies the passkeys of another device into this one. */
  take(other: Device): Promise<void>
  passkeys(): Promise<Credential[]>
  close(): Promise<void>
}

/**
 * A browser with an authenticator of its own, at which a person is signed in.
 * @param kind `key`: one that is plugged in, and can ask for no more than a touch
 */
async function deviceOf(
  person: TestPerson,
  kind: 'built-in' | 'key' = 'built-in',
): Promise<Device> {
  const { page, context, close } = await visitor(browser)
  const protocol = await context.newCDPSession(page)
  await protocol.send('WebAuthn.enable')
  const { authenticatorId } = await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: kind === 'built-in' ? 'internal' : 'usb',
      hasResidentKey: true,
      hasUserVerification: kind !== 'key',
      isUserVerified: kind !== 'key',
      automaticPresenceSimulation: true,
    },
  })
  await context.addCookies(
    person.cookie.split('; ').map((cookie) => {
      const [name = '', ...value] = cookie.split('=')
      return { name, value: value.join('='), url: place.site.url }
    }),
  )
  await page.goto(`${place.site.url}/about`)
  return {
    page,
    passkeys: () => keptIn(protocol, authenticatorId),
    take: async (other) => {
      for (const credential of await other.passkeys()) {
        await protocol.send('WebAuthn.addCredential', { authenticatorId, credential })
      }
    },
    close,
  }
}

interface Asked {
  status: number
  type: string
  /** What was sent, so that it can be sent again. */
  sent: object
  /** Of the passkey. */
  id: string
}

type Need = 'required' | 'discouraged'

/** Makes a passkey in the browser and hands it in, as a page would; `need` is what the page asks of the device. */
function register(page: Page, name: string, need: Need = 'required'): Promise<Asked> {
  return page.evaluate(
    async ({ name: called, need: userVerification }) => {
      const api = '/api/auth/passkey'
      const options = await (await fetch(`${api}/generate-register-options`)).json()
      options.authenticatorSelection.userVerification = userVerification
      const made = await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      })
      if (!(made instanceof PublicKeyCredential)) throw new Error('No passkey was made')
      const sent = { response: made.toJSON(), name: called }
      const answer = await fetch(`${api}/verify-registration`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sent),
      })
      const { type = '' } = await answer.json()
      return { status: answer.status, type, sent, id: made.id }
    },
    { name, need },
  )
}

/** Signs in with a passkey. @param id which one; where not given, the device knows */
function signIn(page: Page, need: Need = 'required', id: string | null = null): Promise<Asked> {
  return page.evaluate(
    async ({ need: userVerification, id: wanted }) => {
      const api = '/api/auth/passkey'
      const options = await (await fetch(`${api}/generate-authenticate-options`)).json()
      if (wanted !== null) options.allowCredentials = [{ id: wanted, type: 'public-key' }]
      if (options.userVerification !== 'required')
        throw new Error('It may go without asking who is there')
      options.userVerification = userVerification
      const got = await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      })
      if (!(got instanceof PublicKeyCredential)) throw new Error('There is no passkey')
      const sent = { response: got.toJSON() }
      const answer = await fetch(`${api}/verify-authentication`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sent),
      })
      const { type = '' } = await answer.json()
      return { status: answer.status, type, sent, id: got.id }
    },
    { need, id },
  )
}

const post = async (page: Page, path: string, data: object) => {
  const answer = await page.request.post(`${place.site.url}${path}`, {
    data,
    headers: { origin: place.site.url },
  })
  return answer.status()
}

describe('a passkey', () => {
  it('signs in as two factors do, and so gives a role its effect', async () => {
    const person = await personAt(place.site, { role: 'moderator', factors: 1 })
    const { page, close } = await deviceOf(person)
    const desk = () => page.request.get(`${place.site.url}/api/v1/moderation/entry-requests`)
    expect((await register(page, 'Laptop')).status).toBe(200)
    expect(await place.inbox.next({ to: person.email, template: 'account-changed' })).toBeTruthy()
    // To have one is not enough: this session began with a password.
    expect((await desk()).status()).toBe(403)

    await page.context().clearCookies()
    const signedIn = await signIn(page)
    expect(signedIn.status).toBe(200)
    const me = await (await page.request.get(`${place.site.url}/api/v1/me`)).json()
    expect(me).toMatchObject({ id: person.id, factors: 2, passkeys: 1 })
    expect((await desk()).status()).toBe(200)

    // What the device answered to one question is no answer to another.
    await page.context().clearCookies()
    expect(await post(page, '/api/auth/passkey/verify-authentication', signedIn.sent)).toBe(400)
    await page.request.get(`${place.site.url}/api/auth/passkey/generate-authenticate-options`)
    expect(
      await post(page, '/api/auth/passkey/verify-authentication', signedIn.sent),
    ).toBeGreaterThanOrEqual(400)
    expect((await page.request.get(`${place.site.url}/api/v1/me`)).status()).toBe(401)
    await close()
  })

  it('that does not ask who is there is neither kept nor taken', async () => {
    const person = await personAt(place.site)
    const key = await deviceOf(person, 'key')
    expect(await register(key.page, 'Lying about', 'discouraged')).toMatchObject({
      status: 401,
      type: 'urn:homeward:problem:passkey-not-verified',
    })
    const device = await deviceOf(person)
    const made = await register(device.page, 'Laptop')
    expect(made.status).toBe(200)
    await key.take(device)
    await key.page.context().clearCookies()
    expect(await signIn(key.page, 'discouraged', made.id)).toMatchObject({
      status: 401,
      type: 'urn:homeward:problem:passkey-not-verified',
    })
    const me = await key.page.request.get(`${place.site.url}/api/v1/me`)
    expect(me.status()).toBe(401)
    await key.close()
    await device.close()
  })

  it('is named and removed by its owner only, of which a mail tells', async () => {
    const person = await personAt(place.site)
    const { page, close } = await deviceOf(person)
    await register(page, 'Laptop')
    const list = () => person.ask('GET', '/api/auth/passkey/list-user-passkeys')
    const { passkeys } = (await (await list()).json()) as { passkeys: { id: string }[] }
    expect(passkeys).toEqual([
      { id: expect.any(String), name: 'Laptop', createdAt: expect.any(String) },
    ])
    const id = passkeys[0]?.id ?? ''
    const other = await personAt(place.site)
    const rename = (who: TestPerson) =>
      who.ask('POST', '/api/auth/passkey/update-passkey', { id, name: 'At the office' })
    const remove = (who: TestPerson) => who.ask('POST', '/api/auth/passkey/delete-passkey', { id })
    expect((await problem(rename(other)))[0]).toBeGreaterThanOrEqual(400)
    expect((await problem(remove(other)))[0]).toBeGreaterThanOrEqual(400)
    expect((await rename(person)).status).toBe(200)
    expect(await (await list()).json()).toMatchObject({ passkeys: [{ name: 'At the office' }] })

    await page.context().clearCookies()
    await signIn(page)
    const factors = async () =>
      (await (await page.request.get(`${place.site.url}/api/v1/me`)).json()).factors
    expect(await factors()).toBe(2)
    await place.inbox.rest()
    expect((await remove(person)).status).toBe(200)
    // What began with it counts as one factor from then on.
    expect(await factors()).toBe(1)
    expect(await place.inbox.next({ to: person.email, template: 'account-changed' })).toBeTruthy()
    await page.context().clearCookies()
    expect((await signIn(page)).status).toBe(401)
    await close()
  })
})
