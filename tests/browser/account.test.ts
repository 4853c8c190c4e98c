import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
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
import { codeOf, faults, onSite, signedInAs, withAuthenticator } from './comingIn.ts'

let site: Site
let inbox: Inbox
let browser: Browser
beforeAll(async () => {
  site = await startedSite({ publicUrl: 'localhost', pseudoLocale: true })
  inbox = await openInbox(site.database)
  browser = await launchedBrowser()
})
afterAll(async () => {
  await browser?.close()
  await inbox?.close()
  await site?.stop()
})

async function opened(path: string, person: TestPerson): Promise<Visit> {
  const visit = await visitor(browser, { acceptDownloads: true })
  await signedInAs(visit.context, site, person)
  await visit.page.goto(site.url + path)
  await hydrated(visit.page)
  return visit
}

const part = (page: Page, id: string) => page.locator(`section#${id}`)
const ownAnswer = async (page: Page) => (await page.request.get(`${site.url}/api/v1/me`)).json()

async function signInByPassword({ email }: TestPerson, typed: string) {
  const answer = await nobody(site).ask('POST', '/api/auth/sign-in/email', {
    email,
    password: typed,
  })
  return answer.status
}

describe('what waits for someone', () => {
  it('names cities, what the team writes, what is asked, and questions; and nothing where there is none', async () => {
    const owner = await personAt(site, { name: 'Ilse' })
    const fresh = await personAt(site, { name: 'Fresh' })
    const { cities } = await (await fetch(`${site.url}/api/v1/cities?limit=1`)).json()
    const [{ slug, name }] = cities
    await teamOf(site, slug, [{ person: owner }])
    await fresh.ask('POST', `/api/v1/cities/${slug}/questions`, { text: 'How did you begin?' })
    const begun = await owner.ask('POST', '/api/v1/submissions', {
      city: slug,
      kind: 'practice',
      language: 'en',
    })
    expect(begun.status).toBe(201)
    const { id } = await begun.json()

    const { page, complaints, close } = await opened('/my', owner)
    const work = part(page, 'submissions')
    await work.getByText('Being written').waitFor()
    expect(await work.getByRole('link', { name: 'without a title' }).getAttribute('href')).toBe(
      `/my/submissions/${id}`,
    )
    await part(page, 'questions').getByText(`${name}: 1 question waits for an answer`).waitFor()
    await part(page, 'cities').getByRole('link', { name, exact: true }).waitFor()
    await expectAccessible(page)

    // The moderators ask for changes and write what they mean.
    const { db } = site.database
    await db
      .updateTable('revisions')
      .set({ state: 'changes-requested' })
      .where('id', '=', id)
      .execute()
    await page.reload()
    await work.getByText('The editors ask you something').waitFor()
    await work.getByText('Changes requested').waitFor()
    expect(complaints).toEqual([])
    await close()

    const none = await opened('/my', fresh)
    await part(none.page, 'submissions').getByText('ask for your city first').waitFor()
    await part(none.page, 'cities').getByRole('link', { name: 'Ask for your city' }).waitFor()
    expect(await part(none.page, 'questions').count()).toBe(0)
    expect(await none.page.getByRole('link', { name: 'Moderation' }).count()).toBe(0)
    await none.close()
  })

  it('shows the rest where a part cannot be had', async () => {
    const person = await personAt(site)
    const { page, close } = await opened('/my/account', person)
    await page.route('**/api/v1/submissions*', (route) => route.fulfill({ status: 503, body: '' }))
    await page.getByRole('main').getByRole('link', { name: 'Overview' }).click()
    await part(page, 'submissions').getByText('This cannot be shown right now.').waitFor()
    await part(page, 'cities').getByRole('link', { name: 'Ask for your city' }).waitFor()
    await close()
  })
})

describe('a moderator', () => {
  it('without a second step is told why and led to set it up; then may act', async () => {
    const moderator = await personAt(site, { name: 'Jonas', role: 'moderator', factors: 1 })
    const { page, complaints, close } = await opened('/my', moderator)
    await page.getByText('As moderator you need a second step for signing in').waitFor()
    expect(await page.getByRole('link', { name: 'Moderation' }).count()).toBe(0)
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Set it up now' }).click()
    const app = part(page, 'two-factor')
    await app.getByText('Set up an authenticator app').click()
    await app.getByLabel('Your password').fill('not the password')
    await page.keyboard.press('Enter')
    await app.getByText('The password is not right').first().waitFor()
    await app.getByLabel('Your password').fill(password)
    await page.keyboard.press('Enter')
    await app.getByRole('img', { name: 'QR code' }).waitFor()
    await expectAccessible(page)
    expect(await page.locator('main [style]').count()).toBe(0)

    const secret = await app.locator('.secret').innerText()
    const code = app.getByLabel('Code from the authenticator app')
    await code.fill(codeOf(secret) === '000000' ? '111111' : '000000')
    await page.keyboard.press('Enter')
    await app.getByText('The code is not right').first().waitFor()
    await code.fill(codeOf(secret))
    await page.keyboard.press('Enter')
    await app.getByText('Now keep the recovery codes.').waitFor()
    await expectAccessible(page)
    const codes = await app.locator('.codes li').allInnerTexts()
    expect(codes.length).toBeGreaterThanOrEqual(8)
    const saving = page.waitForEvent('download')
    await app.getByRole('button', { name: 'Save as a file' }).click()
    const file = await (await saving).createReadStream()
    const saved = (await file.toArray()).join('')
    expect(codes.filter((one) => !saved.includes(one))).toEqual([])
    await page.emulateMedia({ media: 'print' })
    expect(await app.locator('.codes').isVisible()).toBe(true)
    expect(await part(page, 'sessions').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen' })
    await app.getByRole('button', { name: 'I have kept them' }).click()
    expect(await app.locator('.codes').count()).toBe(0)

    expect(await page.getByText('you need a second step').count()).toBe(0)
    await page.getByRole('link', { name: 'Moderation' }).waitFor()
    expect((await ownAnswer(page)).factors).toBe(2)
    await inbox.next({ to: moderator.email, template: 'account-changed' })

    await app.getByText('Get new recovery codes').click()
    await app.locator('details[open]').getByLabel('Your password').fill(password)
    await app.getByRole('button', { name: 'Get new codes' }).click()
    await app.locator('.codes').waitFor()
    expect(await app.locator('.codes li').allInnerTexts()).not.toEqual(codes)
    await app.getByRole('button', { name: 'I have kept them' }).click()
    await app.locator('summary', { hasText: 'Switch it off' }).click()
    await app.getByText('you can do no more than a member').waitFor()
    await app.locator('details[open]').getByLabel('Your password').fill(password)
    await app.getByRole('button', { name: 'Switch it off' }).click()
    await app.getByText('Signing in takes the password only.').waitFor()
    await page.getByText('As moderator you need a second step for signing in').waitFor()
    expect(faults(complaints, 400, 401)).toEqual([])
    await close()
  })

  it('says which languages they read', async () => {
    const moderator = await personAt(site, { role: 'moderator' })
    const { page, close } = await opened('/my/account', moderator)
    const you = part(page, 'profile')
    await you.getByText('Choose languages').click()
    await you.getByLabel('Arabic').check()
    await you.getByLabel('Swahili').check()
    await you.getByText('Arabic and Swahili').waitFor()
    await you.getByRole('button', { name: 'Save' }).click()
    await you.getByText('Saved.').waitFor()
    expect((await ownAnswer(page)).reads).toEqual(['ar', 'sw'])
    await close()
  })
})

describe('one’s account', () => {
  it('keeps another name and language, and says what is wrong with a name', async () => {
    const person = await personAt(site)
    const { page, complaints, close } = await opened('/my/account', person)
    const you = part(page, 'profile')
    await you.getByLabel('Name').fill('www.example.org')
    await you.getByRole('button', { name: 'Save' }).click()
    await you.getByText('A name holds no address').waitFor()
    await you.getByLabel('Name').fill('Samira Haddad')
    await you.getByLabel('Your language').selectOption('ar')
    await you.getByRole('button', { name: 'Save' }).click()
    await you.getByText('Saved.').waitFor()
    await page.getByText('Signed in as Samira Haddad').waitFor()
    expect(await ownAnswer(page)).toMatchObject({ name: 'Samira Haddad', language: 'ar' })
    expect(await you.getByLabel('Languages that you read').count()).toBe(0)
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('changes its address in two mails', async () => {
    const person = await personAt(site)
    const { page, complaints, close } = await opened('/my/account', person)
    const email = part(page, 'email')
    await email.getByText('Change the address').click()
    await email.getByLabel('New address').fill('new-address@example.org')
    await email.getByRole('button', { name: 'Send the first mail' }).click()
    await email.getByText(`Look into the mail of ${person.email}`).waitFor()
    const first = await inbox.next({ to: person.email, template: 'change-address' })
    await page.goto(onSite(site, first.link))
    await hydrated(page)
    await page.getByText('is to use the address new-address@example.org').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Confirm the change' }).click()
    await page.getByText('we have now written to new-address@example.org').waitFor()
    const second = await inbox.next({ to: 'new-address@example.org' })
    await page.goto(onSite(site, second.link))
    await hydrated(page)
    await page.getByRole('heading', { name: 'Confirm your new address' }).waitFor()
    await page.getByRole('button', { name: 'Confirm this address' }).click()
    await page.getByRole('heading', { name: 'Your address is changed' }).waitFor()
    await expectAccessible(page)
    expect((await ownAnswer(page)).email).toBe('new-address@example.org')

    await page.goto(onSite(site, first.link))
    await hydrated(page)
    await page.getByRole('button', { name: 'Confirm the change' }).click()
    await page.getByRole('heading', { name: 'This link works no longer' }).waitFor()
    await page.getByRole('link', { name: 'Go to your account' }).click()
    await page.getByText('Your address is new-address@example.org.').waitFor()
    expect(faults(complaints, 400, 401)).toEqual([])
    await close()
  })

  it('changes its password, stays signed in here and nowhere else', async () => {
    const person = await personAt(site)
    await signInByPassword(person, password)
    const { page, complaints, close } = await opened('/my/account', person)
    expect(await part(page, 'sessions').locator('li').count()).toBe(2)
    const word = part(page, 'password')
    await word.locator('summary').click()
    expect(
      await word
        .locator('input')
        .evaluateAll((all) => all.map((one) => one.getAttribute('autocomplete'))),
    ).toEqual(['username', 'current-password', 'new-password'])
    await word.getByLabel('Password until now').fill('not this one')
    await word.getByLabel('New password').fill('four words in a row')
    await page.keyboard.press('Enter')
    await word.getByText('The password is not right').first().waitFor()
    expect(await word.getByLabel('New password').inputValue()).toBe('four words in a row')
    await expectAccessible(page)
    await word.getByLabel('Password until now').fill(password)
    await page.keyboard.press('Enter')
    await word.getByText('Your password is changed.').waitFor()
    await page.waitForFunction(() => document.querySelectorAll('#sessions li').length === 1)
    expect(await signInByPassword(person, 'four words in a row')).toBe(200)
    expect(await signInByPassword(person, password)).toBe(401)
    await inbox.next({ to: person.email, template: 'account-changed' })
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('lists where it is signed in, ends one session, and all', async () => {
    const person = await personAt(site)
    const program =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0'
    const elsewhere = await nobody(site).ask(
      'POST',
      '/api/auth/sign-in/email',
      { email: person.email, password },
      { 'user-agent': program },
    )
    const other = (elsewhere.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const { page, complaints, close } = await opened('/my/account', person)
    const sessions = part(page, 'sessions')
    await expectAccessible(page)
    await sessions.getByRole('button', { name: 'Sign out Firefox on Windows' }).click()
    await sessions.getByText('It is signed out.').waitFor()
    await page.waitForFunction(() => document.querySelectorAll('#sessions li').length === 1)
    const asked = await person.ask('GET', '/api/v1/me', undefined, { cookie: other })
    expect(asked.status).toBe(401)
    await sessions.getByRole('button', { name: 'Sign out everywhere, here too' }).click()
    await page.getByText('You are signed out everywhere.').waitFor()
    await hydrated(page)
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
    expect((await person.ask('GET', '/api/v1/me')).status).toBe(401)
    expect(complaints).toEqual([])
    await close()
  })

  it('has passkeys, added, named and removed with the keyboard', async () => {
    const person = await personAt(site)
    const { page, complaints, close } = await opened('/my/account', person)
    await withAuthenticator(page)
    const keys = part(page, 'passkeys')
    await keys.getByText('None is set up.').waitFor()
    await keys.getByLabel('Name of the passkey').fill('Phone')
    await page.keyboard.press('Enter')
    await keys.getByText('The passkey is added.').waitFor()
    await inbox.next({ to: person.email, template: 'account-changed' })
    await keys.getByLabel('Name of the passkey').fill('Phone again')
    await page.keyboard.press('Enter')
    await keys.getByText('This device has a passkey for your account already').waitFor()

    await keys.getByRole('button', { name: 'Rename the passkey “Phone”' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Office computer')
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    const rename = keys.getByRole('button', { name: 'Rename the passkey “Office computer”' })
    await rename.waitFor()
    expect(await rename.evaluate((button) => button === document.activeElement)).toBe(true)
    await keys.getByRole('button', { name: 'Remove the passkey' }).click()
    await keys.getByRole('button', { name: 'Cancel' }).click()
    await keys.getByRole('button', { name: 'Remove the passkey' }).click()
    await keys.getByText('will then sign nobody in here').waitFor()
    await page.keyboard.press('Enter')
    await keys.getByText('None is set up.').waitFor()
    expect((await ownAnswer(page)).passkeys).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('asks to sign in again before a passkey is added long after signing in', async () => {
    const person = await personAt(site)
    await site.database.db
      .updateTable('sessions')
      .set({ created_at: new Date(Date.now() - 3 * 86_400_000) })
      .where('user_id', '=', person.id)
      .execute()
    const { page, close } = await opened('/my/account', person)
    await withAuthenticator(page)
    const keys = part(page, 'passkeys')
    await keys.getByRole('button', { name: 'Add a passkey' }).click()
    await keys.getByRole('link', { name: 'Sign in again, then add it' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.getByLabel('Mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await keys.getByRole('button', { name: 'Add a passkey' }).click()
    await keys.getByText('The passkey is added.').waitFor()
    await close()
  })

  it('is deleted with the password, after saying what goes and what stays', async () => {
    const person = await personAt(site)
    const { page, complaints, close } = await opened('/my/account', person)
    const end = part(page, 'deletion')
    await end.locator('summary').click()
    await end.getByRole('heading', { name: 'What stays' }).waitFor()
    await expectAccessible(page)
    await end.getByLabel('Your password').fill('not the password')
    await page.keyboard.press('Enter')
    await end.getByText('The password is not right').first().waitFor()
    await end.getByLabel('Your password').fill(password)
    await end.getByRole('button', { name: 'Delete my account for good' }).click()
    await page.getByText('Your account is deleted.').waitFor()
    await hydrated(page)
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
    const { db } = site.database
    expect(await db.selectFrom('users').select('id').where('id', '=', person.id).execute()).toEqual(
      [],
    )
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('cannot go while its city’s team would have no owner, and says so', async () => {
    const owner = await personAt(site)
    const editor = await personAt(site)
    const { cities } = await (await fetch(`${site.url}/api/v1/cities?limit=2`)).json()
    await teamOf(site, cities[1].slug, [{ person: owner }, { person: editor, role: 'editor' }])
    const { page, close } = await opened('/my/account', owner)
    const end = part(page, 'deletion')
    await end.locator('summary').click()
    await end.getByLabel('Your password').fill(password)
    await page.keyboard.press('Enter')
    await end.getByRole('alert').getByText('You are the last owner').waitFor()
    await close()
  })
})

describe.each(['/my', '/my/account'])('%s', (path) => {
  it('is free of barriers, in the dark on a small screen, and from right to left', async () => {
    const person = await personAt(site, { role: 'moderator', factors: 1 })
    const { page, complaints, close } = await opened(path, person)
    expect(await page.locator('h1').count()).toBe(1)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 360, height: 740 })
    await page.locator('.own-menu summary').click()
    for (const way of await page.locator('.opens > summary').all()) await way.click()
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNoSidewaysScroll(page)
    expect(complaints).toEqual([])
    await close()
    const other = await opened(`/ar-XB${path}`, person)
    expect(await other.page.locator('html').getAttribute('dir')).toBe('rtl')
    await expectAccessible(other.page)
    await other.page.setViewportSize({ width: 320, height: 640 })
    await expectNoSidewaysScroll(other.page)
    expect(other.complaints).toEqual([])
    await other.close()
  })
})
