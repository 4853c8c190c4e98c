import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { administratorLink } from '../../server/accounts/administrators.ts'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { nobody, password, personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  hydrated,
  launchedBrowser,
  visitor,
  type Visit,
} from './browser.ts'
import { faults, onSite, signedInAs } from './comingIn.ts'

let site: Site
let inbox: Inbox
let browser: Browser
beforeAll(async () => {
  site = await startedSite({ pseudoLocale: true })
  inbox = await openInbox(site.database)
  browser = await launchedBrowser()
})
afterAll(async () => {
  await browser?.close()
  await inbox?.close()
  await site?.stop()
})

async function opened(path: string, person?: TestPerson): Promise<Visit> {
  const visit = await visitor(browser)
  if (person) await signedInAs(visit.context, site, person)
  await visit.page.goto(path.startsWith('http') ? path : site.url + path)
  await hydrated(visit.page)
  return visit
}

async function signUp(page: Page, { name, email }: { name: string; email: string }) {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Make an account', exact: true }).click()
}

const act = (page: Page, name: string) =>
  page.getByRole('main').getByRole('button', { name, exact: true }).click()
const titled = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

describe('signing up', () => {
  it('names each fault beside its field, keeps what was typed, and leads by mail to one’s work', async () => {
    const { page, complaints, close } = await opened('/sign-up')
    const autocomplete = await page
      .locator('main :is(input, select)')
      .evaluateAll((all) => all.map((one) => one.getAttribute('autocomplete')))
    expect(autocomplete).toEqual(['name', 'username', 'new-password', 'language'])
    await page.getByLabel('Name').fill('Mira')
    await page.getByLabel('Mail address').fill('mira@example.org')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await act(page, 'Make an account')
    await page.getByText('The password needs at least 10 characters').waitFor()
    const field = page.getByLabel('Password', { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const alert = page.getByRole('alert').filter({ hasText: 'Something is not right yet' })
    expect(await alert.evaluate((one) => one === document.activeElement)).toBe(true)
    expect(await page.getByLabel('Name').inputValue()).toBe('Mira')
    await expectAccessible(page)

    await page.getByLabel('Your language').selectOption('fr')
    await field.fill(password)
    await act(page, 'Make an account')
    await titled(page, 'Look into your mail')
    await expectAccessible(page)
    const { link } = await inbox.next({ to: 'mira@example.org', template: 'confirm-address' })
    await page.goto(onSite(site, link))
    await hydrated(page)
    await page.getByText('Please confirm that mira@example.org is your address.').waitFor()
    await expectAccessible(page)
    await act(page, 'Confirm this address')
    await page.getByText('Signed in as Mira').waitFor()
    const { language } = await (await page.request.get(`${site.url}/api/v1/me`)).json()
    expect(language).toBe('fr')

    // Whoever opens it once more is told to sign in, not that something is wrong.
    await page.context().clearCookies()
    await page.goto(onSite(site, link))
    await hydrated(page)
    await act(page, 'Confirm this address')
    await page.getByText('Your address is confirmed. You can sign in now.').waitFor()
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('says the same where there is an account already', async () => {
    const person = await personAt(site)
    const seen: string[] = []
    for (const email of [person.email, 'nobody-yet@example.org']) {
      const { page, close } = await opened('/sign-up')
      await signUp(page, { name: 'Someone', email })
      await titled(page, 'Look into your mail')
      const text = await page.getByRole('main').innerText()
      seen.push(text.replaceAll(email, 'the address'))
      await close()
    }
    expect(seen[0]).toBe(seen[1])
    await inbox.next({ to: person.email, template: 'already-registered' })
  })
})

describe('a new password', () => {
  it('is set with the link from the mail, once', async () => {
    const person = await personAt(site)
    const { page, complaints, close } = await opened('/sign-in')
    await page.getByRole('link', { name: 'Set a new password' }).click()
    await titled(page, 'Set a new password')
    await page.getByLabel('Mail address').fill(person.email)
    await act(page, 'Send the link')
    await titled(page, 'Look into your mail')
    await act(page, 'Send the mail again')
    await page.getByText('Sent again.').waitFor()
    await inbox.next({ to: person.email, template: 'reset-password' })
    const { link } = await inbox.next({ to: person.email, template: 'reset-password' })

    await page.goto(onSite(site, link))
    await hydrated(page)
    await titled(page, 'Choose a new password')
    await expectAccessible(page)
    const field = page.getByLabel('New password')
    expect(await field.getAttribute('autocomplete')).toBe('new-password')
    await field.fill('four words in a row')
    await act(page, 'Set the password')
    await page.getByText('Your new password is set.').waitFor()
    await page.getByLabel('Mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill('four words in a row')
    await act(page, 'Sign in')
    await page.getByText(`Signed in as ${person.name}`).waitFor()

    await page.goto(onSite(site, link))
    await hydrated(page)
    await field.fill('other words in a row')
    await act(page, 'Set the password')
    await titled(page, 'This link works no longer')
    await expectAccessible(page)
    await page.getByLabel('Mail address').fill(person.email)
    await act(page, 'Send the link')
    await titled(page, 'Look into your mail')
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('says the same where there is no account', async () => {
    const { page, close } = await opened('/reset')
    await page.getByLabel('Mail address').fill('unheard-of@example.org')
    await act(page, 'Send the link')
    await titled(page, 'Look into your mail')
    await page.getByText('If there is an account with the address').waitFor()
    await close()
  })
})

describe('a link to confirm an address', () => {
  it('that was cut off, or is no longer valid, says what to do next', async () => {
    const cut = await opened('/verify#eyJhbGciOi')
    await titled(cut.page, 'Something is missing in this link')
    await expectAccessible(cut.page)
    await cut.close()

    const claims = Buffer.from(JSON.stringify({ email: 'late@example.org' })).toString('base64url')
    const { page, complaints, close } = await opened(`/verify#e30.${claims}.bm90IG91cnM`)
    await act(page, 'Confirm this address')
    await titled(page, 'This link works no longer')
    await expectAccessible(page)
    await act(page, 'Send the mail again')
    await page.getByText('Sent again.').waitFor()
    expect(faults(complaints, 401, 400)).toEqual([])
    await close()
  })
})

describe('an invitation into a city’s team', () => {
  let owner: TestPerson
  let city: { slug: string; name: string }
  beforeAll(async () => {
    owner = await personAt(site, { name: 'Ilse' })
    const { cities } = await (await fetch(`${site.url}/api/v1/cities?limit=1`)).json()
    city = cities[0]
    await teamOf(site, city.slug, [{ person: owner }])
  })

  async function invited(email: string): Promise<string> {
    const sent = await owner.ask('POST', `/api/v1/cities/${city.slug}/invitations`, {
      email,
      role: 'editor',
    })
    expect(sent.status).toBe(201)
    return onSite(site, (await inbox.next({ to: email, template: 'city-invitation' })).link)
  }

  it('is accepted by who has no account yet, after making one, and only once', async () => {
    const link = await invited('newcomer@example.org')
    const { page, complaints, close } = await opened(link)
    await titled(page, `Join the team of ${city.name}`)
    await page.getByText(`Ilse invites you to the team of ${city.name}.`).waitFor()
    await expectAccessible(page)
    await page.getByRole('main').getByRole('link', { name: 'Make an account' }).click()
    await titled(page, 'Make an account')
    expect(page.url()).not.toContain(new URL(link).hash.slice(1))
    expect(await page.getByLabel('Mail address').inputValue()).toBe('newcomer@example.org')
    await signUp(page, { name: 'Newcomer', email: 'newcomer@example.org' })
    await titled(page, 'Look into your mail')
    const mail = await inbox.next({ to: 'newcomer@example.org', template: 'confirm-address' })
    await page.goto(onSite(site, mail.link))
    await hydrated(page)
    await act(page, 'Confirm this address')
    await act(page, `Join the team of ${city.name}`)
    await titled(page, `Welcome to the team of ${city.name}`)
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Go to my work' }).click()
    await page.getByRole('main').getByRole('link', { name: city.name, exact: true }).waitFor()

    await page.goto(link)
    await titled(page, 'This invitation was accepted already')
    await expectAccessible(page)
    expect(faults(complaints, 410)).toEqual([])
    await close()
  })

  it('is accepted by who has an account, after signing in', async () => {
    const person = await personAt(site, { name: 'Known' })
    const link = await invited(person.email)
    const { page, complaints, close } = await opened(link)
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Password', { exact: true }).fill(password)
    expect(await page.getByLabel('Mail address').inputValue()).toBe(person.email)
    await act(page, 'Sign in')
    await act(page, `Join the team of ${city.name}`)
    await titled(page, `Welcome to the team of ${city.name}`)
    expect(complaints).toEqual([])
    await close()
  })

  it('for another address than one’s own says so, and leads on', async () => {
    const other = await personAt(site)
    const person = await personAt(site)
    const link = await invited(person.email)
    const { page, close } = await opened(link, other)
    await page.getByText(`The invitation is for ${person.email}`).waitFor()
    await expectAccessible(page)
    await act(page, 'Sign out and go on')
    await page.getByText('You are signed out.').waitFor()
    await hydrated(page)
    await page.getByLabel('Mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await act(page, 'Sign in')
    await act(page, `Join the team of ${city.name}`)
    await titled(page, `Welcome to the team of ${city.name}`)
    await close()
  })

  it('that is too old, withdrawn or cut off says what to do next', async () => {
    const old = await invited('late@example.org')
    await site.database.db
      .updateTable('city_invitations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('email', '=', 'late@example.org')
      .execute()
    const late = await opened(old)
    await titled(late.page, 'This invitation is too old')
    await expectAccessible(late.page)
    expect(faults(late.complaints, 410)).toEqual([])
    await late.close()
    for (const path of ['/join#abcdefghijklmnopqrstuvwxyz', '/join#abc', '/join']) {
      const { page, complaints, close } = await opened(path)
      await titled(page, 'This invitation is not valid')
      expect(faults(complaints, 404, 400)).toEqual([])
      await close()
    }
  })
})

describe('the link of an administrator', () => {
  it('works for who has no account yet, once, and leads to the second step', async () => {
    const { db } = site.database
    const link = site.url + (await administratorLink(db, null))
    const { page, complaints, close } = await opened(link)
    await titled(page, 'Become an administrator of Homeward')
    await expectAccessible(page)
    await page.getByRole('main').getByRole('link', { name: 'Make an account' }).click()
    await signUp(page, { name: 'Ada', email: 'ada@example.org' })
    const mail = await inbox.next({ to: 'ada@example.org', template: 'confirm-address' })
    await page.goto(onSite(site, mail.link))
    await hydrated(page)
    await act(page, 'Confirm this address')
    await page.getByText('You are signed in as Ada (ada@example.org).').waitFor()
    await act(page, 'Become an administrator')
    await titled(page, 'You are an administrator of Homeward')
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Set it up now' }).click()
    await titled(page, 'Account')
    await page.getByText('As administrator you need a second step').waitFor()

    await page.goto(link)
    await hydrated(page)
    await act(page, 'Become an administrator')
    await titled(page, 'This link works no longer')
    await expectAccessible(page)
    expect(faults(complaints, 403)).toEqual([])
    await close()
  })
})

describe.each([
  '/sign-in',
  '/sign-up',
  '/reset',
  '/reset#token',
  '/verify',
  '/join',
  '/become-administrator',
])('%s', (path) => {
  it('is free of barriers, in the dark on a small screen, and from right to left', async () => {
    const visit = await opened(path)
    const { page } = visit
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.locator('h1').count()).toBe(1)
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNoSidewaysScroll(page)
    expect(visit.complaints).toEqual([])
    await visit.close()
    const other = await opened(`/ar-XB${path}`)
    await expectAccessible(other.page)
    await other.page.setViewportSize({ width: 320, height: 640 })
    await expectNoSidewaysScroll(other.page)
    expect(other.complaints).toEqual([])
    await other.close()
  })

  it('says what it needs where there is no JavaScript, and is kept by nobody as one’s own', async () => {
    const { page, close } = await visitor(browser, { javaScriptEnabled: false })
    await page.goto(site.url + path)
    await page.getByText('needs JavaScript').waitFor()
    await close()
    const { headers } = await nobody(site).ask('GET', path.split('#')[0] ?? path)
    expect(headers.get('set-cookie')).toBeNull()
  })
})
