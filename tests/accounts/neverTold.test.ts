import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody, password, personAt, type TestPerson } from '../people.ts'
import { signIn, startedPlace, tokenOf, type Place } from './place.ts'

let place: Place
let ask: TestPerson['ask']
let known: TestPerson
const unknown = 'unheard-of@example.org'
const waiting = 'not-yet@example.org'

beforeAll(async () => {
  place = await startedPlace()
  ask = nobody(place.site).ask
  known = await personAt(place.site)
  await ask('POST', '/api/auth/sign-up/email', { name: 'Late', email: waiting, password })
})
afterAll(() => place?.stop())

/** All of an answer that someone could look at, and how long it took, in milliseconds. */
async function seen(answer: () => Promise<Response>) {
  const began = performance.now()
  const response = await answer()
  const took = performance.now() - began
  const headers = Object.fromEntries(response.headers)
  delete headers['date']
  // The number of the request stands in the answer: without it, the bodies are compared themselves.
  delete headers['content-length']
  const body = (await response.text()).replace(/"instance":"[^"]*"/, '')
  return { took, what: { status: response.status, headers, body } }
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0

describe('whether an address has an account', () => {
  it.each<[string, string, object]>([
    ['signing up', '/api/auth/sign-up/email', { name: 'X', password }],
    ['asking for a new password', '/api/auth/request-password-reset', {}],
    ['asking for the confirmation again', '/api/auth/send-verification-email', {}],
  ])('is not told by %s', async (_what, path, more) => {
    const emails = [known.email, unknown, waiting]
    const answers = await Promise.all(
      emails.map((email) => seen(() => ask('POST', path, { email, ...more }))),
    )
    expect(answers[0]?.what.status).toBe(200)
    expect(answers[1]?.what).toEqual(answers[0]?.what)
    expect(answers[2]?.what).toEqual(answers[0]?.what)
    // Each takes half a second, which is longer than any of the work.
    for (const { took } of answers) expect(took).toBeGreaterThan(495)
  })

  it('is not told by signing in: the same answer, for the same work', async () => {
    const emails = [known.email, 'nobody-here@example.org', waiting]
    const took: Record<string, number[]> = {}
    const answers = new Set<string>()
    for (let round = 0; round < 9; round += 1) {
      for (const email of emails) {
        const answer = await seen(() =>
          ask('POST', '/api/auth/sign-in/email', { email, password: 'not the password' }),
        )
        answers.add(JSON.stringify(answer.what))
        ;(took[email] ??= []).push(answer.took)
      }
    }
    expect([...answers]).toHaveLength(1)
    expect([...answers][0]).toContain('do not go together')
    // A password is worked on for tens of milliseconds: left out, the times would be far apart.
    const [first = 0, ...others] = emails.map((email) => median(took[email] ?? []))
    expect(first).toBeGreaterThan(20)
    for (const other of others) {
      expect(other / first).toBeGreaterThan(0.6)
      expect(other / first).toBeLessThan(1.6)
    }
  })

  it('is not told by changing one’s own to it', async () => {
    const asker = await personAt(place.site)
    const [taken, free] = await Promise.all(
      [known.email, 'free@example.org'].map((newEmail) =>
        seen(() => asker.ask('POST', '/api/auth/change-email', { newEmail })),
      ),
    )
    expect(taken?.what.status).toBe(200)
    expect(free?.what).toEqual(taken?.what)
    expect(taken?.took).toBeGreaterThan(495)
    expect(free?.took).toBeGreaterThan(495)
    // The mails that follow do not tell either.
    for (let mails = 0; mails < 2; mails += 1) {
      const mail = await place.inbox.next({ to: asker.email, template: 'change-address' })
      const token = tokenOf(mail.link)
      expect((await asker.ask('POST', '/api/auth/verify-email', { token })).status).toBe(200)
    }
    const last = await place.inbox.next({ to: known.email, template: 'confirm-address' })
    const tried = await ask('POST', '/api/auth/verify-email', { token: tokenOf(last.link) })
    expect(tried.status).toBe(409)
    expect((await signIn(place.site, known.email)).status).toBe(200)
    expect(
      await place.inbox.next({ to: 'free@example.org', template: 'confirm-address' }),
    ).toBeTruthy()
  })
})

it('mails come to whom they concern only', async () => {
  const mails = await place.inbox.rest()
  const kinds = mails.map(({ to, template }) => `${template} to ${to}`)
  expect(new Set(kinds)).toEqual(
    new Set([
      `already-registered to ${known.email}`,
      `reset-password to ${known.email}`,
      `confirm-address to ${unknown}`,
      `reset-password to ${unknown}`,
      `already-registered to ${waiting}`,
      `reset-password to ${waiting}`,
      `confirm-address to ${waiting}`,
    ]),
  )
})
