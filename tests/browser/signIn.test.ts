import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { nobody, password, personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { expectAccessible, hydrated, launchedBrowser, visitor } from './browser.ts'
import { codeOf, faults, onSite, signedInAs, withAuthenticator } from './comingIn.ts'

let site: Site
let inbox: Inbox
let browser: Browser
let person: TestPerson
beforeAll(async () => {
  // Passkeys work at names only, never at numbers.
  site = await startedSite({ publicUrl: 'localhost' })
  inbox = await openInbox(site.database)
  browser = await launchedBrowser()
  person = await personAt(site, { name: 'Samira' })
})
afterAll(async () => {
  await browser?.close()
  await inbox?.close()
  await site?.stop()
})

async function signIn(page: Page, { email }: { email: string }, typed: string = password) {
  await page.getByLabel('Mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(typed)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Sets up an authenticator app for someone, without their browser. @returns its secret and the recovery codes */
async function withApp({ ask }: TestPerson): Promise<{ secret: string; backupCodes: string[] }> {
  const begun = await ask('POST', '/api/auth/two-factor/enable', { password })
  const { totpURI, backupCodes } = await begun.json()
  const secret = new URL(totpURI).searchParams.get('secret') ?? ''
  const on = await ask('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(secret) })
  expect(on.status).toBe(200)
  return { secret, backupCodes }
}

describe('a page of one’s own', () => {
  it('asks who comes to sign in, then shows itself; the menu leads on and out', async () => {
    const { page, complaints, close } = await visitor(browser)
    await page.goto(`${site.url}/my`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await hydrated(page)
    await expectAccessible(page)
    await signIn(page, person, 'not the password')
    await page.getByRole('alert').getByText('do not go together').waitFor()
    expect(await page.getByLabel('Mail address').inputValue()).toBe(person.email)
    await signIn(page, person)
    await page.getByText('Signed in as Samira').waitFor()
    expect(new URL(page.url()).pathname).toBe('/my')
    const again = await page.reload()
    expect(again?.headers()['cache-control']).toBe('no-store')
    await page.getByText('Signed in as Samira').waitFor()

    // Pages that are the same for everyone show the way as well.
    await page.goto(site.url)
    await hydrated(page)
    const menu = page.locator('.own-menu summary')
    await menu.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('link', { name: 'Account' }).isVisible()).toBe(false)
    expect(await menu.evaluate((summary) => summary === document.activeElement)).toBe(true)
    await menu.click()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Account' }).click()
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
    await menu.click()
    await page.locator('.own-menu').getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await hydrated(page)
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    const out = await page.goto(`${site.url}/my`)
    expect(new URL(out?.url() ?? '').pathname).toBe('/sign-in')
    expect(faults(complaints, 401)).toEqual([])
    await close()
  })

  it('leads only to places on this site', async () => {
    const { page, close } = await visitor(browser)
    await page.goto(`${site.url}/sign-in?next=//example.org/my`)
    await hydrated(page)
    await signIn(page, person)
    await page.getByText('Signed in as Samira').waitFor()
    await close()
  })

  it('takes back that someone is here where their session is over', async () => {
    const visit = await visitor(browser)
    const gone = await personAt(site)
    await signedInAs(visit.context, site, gone)
    await site.database.db.deleteFrom('sessions').where('user_id', '=', gone.id).execute()
    await visit.page.goto(`${site.url}/my/account`)
    await hydrated(visit.page)
    await visit.page.getByText('To see that page, please sign in.').waitFor()
    await visit.page.goto(site.url)
    await hydrated(visit.page)
    await visit.page.getByRole('link', { name: 'Sign in' }).waitFor()
    expect(await visit.page.locator('.own-menu').count()).toBe(0)
    await visit.close()
  })
})

describe('signing in', () => {
  it('names its fields so that browsers and password managers know them', async () => {
    const { page, close } = await visitor(browser)
    await page.goto(`${site.url}/sign-in`)
    const fields = page.locator('main input')
    expect(
      await fields.evaluateAll((all) => all.map((one) => one.getAttribute('autocomplete'))),
    ).toEqual(['username webauthn', 'current-password'])
    await hydrated(page)
    await page.getByLabel('Mail address').focus()
    const stops: (string | null)[] = []
    for (let stop = 0; stop < 4; stop++) {
      await page.keyboard.press('Tab')
      stops.push(
        await page.evaluate(() => {
          const here = document.activeElement
          return here?.getAttribute('aria-label') ?? here?.getAttribute('type') ?? null
        }),
      )
    }
    expect(stops).toEqual(['password', 'Show the password', 'submit', 'button'])
    await page.getByRole('button', { name: 'Show the password' }).click()
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text')
    await close()
  })

  it('says how long to wait where it was tried too often', async () => {
    const { ask } = nobody(site)
    const email = 'tried-often@example.org'
    for (let tried = 0; tried < 10; tried++) {
      await ask('POST', '/api/auth/sign-in/email', { email, password: 'a guess' })
    }
    const { page, complaints, close } = await visitor(browser)
    await page.goto(`${site.url}/sign-in`)
    await hydrated(page)
    await signIn(page, { email })
    const alert = page.getByRole('alert')
    await alert.getByText(/Please wait 15 minutes, until \d\d:\d\d/).waitFor()
    expect(await alert.evaluate((fault) => fault === document.activeElement)).toBe(true)
    expect(faults(complaints, 429)).toEqual([])
    await close()
  })

  it('offers to send the mail again where the address is not confirmed', async () => {
    const email = 'unconfirmed@example.org'
    await nobody(site).ask('POST', '/api/auth/sign-up/email', { name: 'Una', email, password })
    await inbox.next({ to: email, template: 'confirm-address' })
    const { page, complaints, close } = await visitor(browser)
    await page.goto(`${site.url}/sign-in`)
    await hydrated(page)
    await signIn(page, { email })
    await page.getByRole('alert').getByText('not confirmed yet').waitFor()
    await inbox.next({ to: email, template: 'confirm-address' })
    await page.getByRole('button', { name: 'Send the mail again' }).click()
    await page.getByText('Sent again.').waitFor()
    const { link } = await inbox.next({ to: email, template: 'confirm-address' })
    await expectAccessible(page)
    await page.goto(onSite(site, link))
    await hydrated(page)
    await page.getByRole('button', { name: 'Confirm this address' }).click()
    await page.getByText('Signed in as Una').waitFor()
    expect(faults(complaints, 403)).toEqual([])
    await close()
  })
})

describe('the second step', () => {
  it('takes a code of the app, or a recovery code, and says when neither is right', async () => {
    const careful = await personAt(site, { name: 'Careful' })
    const { secret, backupCodes } = await withApp(careful)
    const { page, complaints, close } = await visitor(browser)
    await page.goto(`${site.url}/sign-in?next=/my/account`)
    await hydrated(page)
    await signIn(page, careful)
    await page.getByRole('heading', { level: 1, name: 'One more step' }).waitFor()
    const code = page.getByLabel('Code from the authenticator app')
    expect(await code.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
    await expectAccessible(page)
    await code.fill(codeOf(secret) === '000000' ? '111111' : '000000')
    await page.keyboard.press('Enter')
    await page.getByText('The code is not right').first().waitFor()
    await code.fill(codeOf(secret, 1).replace(/^.../, '$& '))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()

    await page.locator('.own-menu summary').click()
    await page.locator('.own-menu').getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await hydrated(page)
    await signIn(page, careful)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(backupCodes[0] ?? '')
    await page.keyboard.press('Enter')
    await page.getByText('Signed in as Careful').waitFor()
    expect(faults(complaints, 401)).toEqual([])
    await close()
  })

  it('begins again where the code was wrong too often', async () => {
    const hasty = await personAt(site, { name: 'Hasty' })
    await withApp(hasty)
    const { page, close } = await visitor(browser)
    await page.goto(`${site.url}/sign-in`)
    await hydrated(page)
    await signIn(page, hasty)
    const again = page.getByRole('button', { name: 'Begin again' })
    const code = page.getByLabel('Code from the authenticator app')
    await code.waitFor()
    for (let tried = 0; tried < 8 && !(await again.isVisible()); tried++) {
      await code.fill('000000')
      const answered = page.waitForResponse(/verify-totp/)
      await page.keyboard.press('Enter')
      await answered
      await page.getByRole('alert').waitFor()
    }
    await page.getByRole('alert').getByText('wrong too often').waitFor()
    await again.click()
    await page.getByLabel('Mail address').waitFor()
    await close()
  })
})

describe('a passkey', () => {
  it('signs in by the button, and where the browser offers it', async () => {
    const keyed = await personAt(site, { name: 'Keyed' })
    const { page, context, complaints, close } = await visitor(browser)
    const bePresent = await withAuthenticator(page)
    await signedInAs(context, site, keyed)
    await page.goto(`${site.url}/my/account`)
    await hydrated(page)
    await page.getByLabel('Name of the passkey').fill('Laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    // Away from the page first: what it still asks for would be asked as nobody.
    await page.goto('about:blank')
    await context.clearCookies()

    // Nobody is in front of the device yet: what the browser offers waits.
    await bePresent(false)
    await page.goto(`${site.url}/sign-in`)
    await hydrated(page)
    await bePresent(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Signed in as Keyed').waitFor()
    const { factors } = await (await page.request.get(`${site.url}/api/v1/me`)).json()
    expect(factors).toBe(2)

    await page.goto('about:blank')
    await context.clearCookies()
    await page.goto(`${site.url}/sign-in?next=/my/account`)
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says what to do where there is none', async () => {
    const { page, complaints, close } = await visitor(browser)
    await withAuthenticator(page)
    await page.goto(`${site.url}/sign-in`)
    await hydrated(page)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('alert').getByText('The passkey was not used').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
