import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuth } from '../../server/platform/auth/auth.ts'
import { endpoints } from '../../server/platform/auth/endpoints.ts'
import { cookiesOf, nobody, password, personAt, type TestPerson } from '../people.ts'
import { secretOfTests } from '../site.ts'
import { signIn, startedPlace, tokenOf, withAuthenticator, type Place } from './place.ts'

let place: Place
let person: TestPerson
let log = ''
beforeAll(async () => {
  const stream = new Writable({
    write(part: Buffer, _encoding, done) {
      log += part.toString()
      done()
    },
  })
  place = await startedPlace({ log: pino({ level: 'trace' }, stream) })
  person = await personAt(place.site)
})
afterAll(() => place?.stop())

/** Every endpoint that better-auth itself would open. */
function libraryEndpoints(): { path: string; methods: string[] }[] {
  const auth = createAuth({
    db: place.site.database.db,
    jobs: place.site.database.jobs,
    secret: secretOfTests,
    publicUrl: 'http://127.0.0.1',
    siteName: 'Homeward',
    log: place.site.app.log,
    forgetPerson: async () => {},
  })
  // Some are for the server itself and have no address.
  return Object.values(auth.api).flatMap(({ path, options }) =>
    path === undefined ? [] : [{ path, methods: [options.method].flat() }],
  )
}

describe('of better-auth', () => {
  it('only what is used is open', async () => {
    const open = new Set(endpoints.map(({ method, path }) => `${method} ${path}`))
    // It confirms addresses by a GET, which a program that looks through mails would do.
    open.delete('GET /verify-email')
    const found = libraryEndpoints().flatMap(({ path, methods }) =>
      methods.map((method) => ({ path, method })),
    )
    expect(found.length).toBeGreaterThan(40)
    const closed = found.filter(({ method, path }) => !open.has(`${method} ${path}`))
    expect(closed.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/get-session', '/list-sessions', '/update-user', '/revoke-session']),
    )
    for (const { method, path } of closed) {
      const address = `/api/auth${path.replaceAll(/:\w+/g, 'x')}`
      const body = method === 'GET' ? undefined : { role: 'administrator', name: 'X' }
      const response = await person.ask(method, address, body)
      expect({ method, path, status: response.status }).toMatchObject({ method, path, status: 404 })
      expect(response.headers.getSetCookie()).toEqual([])
    }
  })

  it.each([
    '/admin/set-role',
    '/organization/create',
    '/sign-up/email/',
    '//sign-in/email',
    '/../v1/me',
  ])('nothing is reached around it: %s', async (path) => {
    const response = await person.ask('POST', `/api/auth${path}`, { userId: person.id })
    expect([400, 404, 405]).toContain(response.status)
  })
})

describe('what a session is known by', () => {
  it('stands in no answer and in no line of the log', async () => {
    const secrets = new Set<string>()
    const texts: string[] = []
    const keep = async (response: Response) => {
      for (const cookie of response.headers.getSetCookie()) {
        const value = decodeURIComponent(cookie.split(';')[0]?.split('=').slice(1).join('=') ?? '')
        if (value.length > 20) secrets.add(value).add(value.split('.')[0] ?? '')
      }
      texts.push(await response.clone().text())
      return response
    }
    const { ask } = nobody(place.site)
    const email = 'quiet@example.org'
    await keep(await ask('POST', '/api/auth/sign-up/email', { name: 'Quiet', email, password }))
    const mail = await place.inbox.next({ to: email, template: 'confirm-address' })
    const confirmed = await keep(
      await ask('POST', '/api/auth/verify-email', { token: tokenOf(mail.link) }),
    )
    const signedIn = await keep(await signIn(place.site, email))
    const cookie = cookiesOf(signedIn)
    for (const path of [
      '/api/v1/me',
      '/api/v1/me/sessions',
      '/api/auth/passkey/list-user-passkeys',
    ]) {
      await keep(await ask('GET', path, undefined, { cookie }))
    }
    const changed = await keep(
      await ask(
        'POST',
        '/api/auth/change-password',
        { currentPassword: password, newPassword: 'another long password' },
        { cookie: cookiesOf(confirmed) },
      ),
    )
    expect(changed.status).toBe(200)
    const other = await personAt(place.site)
    await withAuthenticator(other)
    const half = await keep(await signIn(place.site, other.email))
    expect(half.status).toBe(200)
    await keep(
      await ask(
        'POST',
        '/api/auth/two-factor/verify-totp',
        { code: '000000' },
        { cookie: cookiesOf(half) },
      ),
    )
    await keep(await ask('POST', '/api/auth/request-password-reset', { email }))
    const reset = await place.inbox.next({ to: email, template: 'reset-password' })

    expect(secrets.size).toBeGreaterThan(4)
    const rows = await place.site.database.db.selectFrom('sessions').select('token').execute()
    const all = [...secrets, ...rows.map(({ token }) => token)]
    for (const secret of all) {
      for (const text of texts) expect(text).not.toContain(secret)
    }
    expect(log).toContain('/api/auth/sign-in/email')
    const links = [tokenOf(mail.link), tokenOf(reset.link)]
    for (const secret of [
      ...all,
      ...links,
      password,
      'another long password',
      email,
      other.email,
    ]) {
      expect(log).not.toContain(secret)
    }
  })
})
