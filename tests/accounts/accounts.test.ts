import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { cookiesOf, nobody, password, personAt } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

let site: Site
let inbox: Inbox
beforeAll(async () => {
  site = await startedSite({ content: 'empty' })
  inbox = await openInbox(site.database)
})
afterAll(async () => {
  await inbox?.close()
  await site?.stop()
})

const tokenOf = (link: string | null) => new URL(link ?? '').hash.slice(1)

describe('signing up', () => {
  it('asks for the address to be confirmed by mail, then signs in', async () => {
    const { ask } = nobody(site)
    const email = 'mira@example.org'
    const signedUp = await ask('POST', '/api/auth/sign-up/email', { name: 'Mira', email, password })
    expect(signedUp.status).toBe(200)
    expect(signedUp.headers.getSetCookie()).toEqual([])
    const early = await ask('POST', '/api/auth/sign-in/email', { email, password })
    expect(early.status).toBe(403)
    expect(await early.json()).toMatchObject({ title: 'Your address is not confirmed yet' })

    const mail = await inbox.next({ to: email, template: 'confirm-address' })
    const confirmed = await ask('POST', '/api/auth/verify-email', { token: tokenOf(mail.link) })
    expect(confirmed.status).toBe(200)
    const me = await ask('GET', '/api/v1/me', undefined, { cookie: cookiesOf(confirmed) })
    expect(await me.json()).toMatchObject({ name: 'Mira', email, role: 'member', cities: [] })
    expect(me.headers.get('cache-control')).toBe('no-store')
  })

  it('tells nobody whether an address has an account', async () => {
    const person = await personAt(site)
    const { ask } = nobody(site)
    const answers = await Promise.all(
      [person.email, 'unheard-of@example.org'].map(async (email) => {
        const response = await ask('POST', '/api/auth/sign-up/email', {
          name: 'X',
          email,
          password,
        })
        return [response.status, await response.json()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(await inbox.next({ to: person.email, template: 'already-registered' })).toBeTruthy()
  })
})
