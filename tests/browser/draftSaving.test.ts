import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { password, personAt, teamOf } from '../people.ts'
import { city } from '../submissions/place.ts'
import { expectAccessible, hydrated } from './browser.ts'
import { codeOf, faults } from './comingIn.ts'
import { startedDraftPlace, stopped, written, type DraftPlace } from './draftPlace.ts'

let place: DraftPlace
beforeAll(async () => {
  place = await startedDraftPlace()
})
afterAll(() => place?.stop())

const saved = (page: Page) => page.getByText(/^Saved at \d\d:\d\d$/).waitFor()
const titleOf = (page: Page) => page.getByLabel('Title', { exact: true })
/** What the browser itself says of a connection that is gone. */
const withoutLost = (complaints: string[]) =>
  complaints.filter((text) => !text.includes('net::ERR_'))
const isFocused = (element: Element) => element === document.activeElement

/** Until what is kept of a draft has this title. */
async function keptTitle(draft: { id: string }, title: string): Promise<void> {
  await expect.poll(async () => (await place.kept(draft)).content.title).toBe(title)
}

describe('a draft saves by itself', () => {
  it('within two seconds of the last keystroke, and says so', async () => {
    const draft = await written(place)
    const { page, complaints, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    await titleOf(page).pressSequentially('Mentors who go along', { delay: 30 })
    await expect
      .poll(async () => (await place.kept(draft)).content.title, { interval: 100, timeout: 2000 })
      .toBe('Mentors who go along')
    await saved(page)
    await page.reload()
    await hydrated(page)
    expect(await titleOf(page).inputValue()).toBe('Mentors who go along')
    // Another language of the page shows the same text.
    await page.goto(`${place.site.url}/ar-XB/submit/${draft.id}`)
    await hydrated(page)
    expect(await page.locator('#field-title').inputValue()).toBe('Mentors who go along')
    expect(complaints).toEqual([])
    await close()
  })

  it('before the page is left, in whichever way', async () => {
    const draft = await written(place)
    const { page, complaints, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    await titleOf(page).fill('Left by a link of the site')
    await page.getByRole('link', { name: 'My descriptions' }).first().click()
    await page.getByRole('link', { name: 'Left by a link of the site' }).click()
    await hydrated(page)
    await titleOf(page).fill('Left by another address')
    await page.goto('about:blank')
    await keptTitle(draft, 'Left by another address')
    await page.goto(`${place.site.url}/submit/${draft.id}`)
    await hydrated(page)
    await titleOf(page).fill('Left by closing')
    await page.close({ runBeforeUnload: true })
    await keptTitle(draft, 'Left by closing')
    expect(complaints).toEqual([])
    await close()
  })

  it('when the connection is back that was lost in mid-sentence', async () => {
    const draft = await written(place)
    const { page, context, complaints, close } = await place.opened(
      place.mira,
      `/submit/${draft.id}`,
    )
    await titleOf(page).pressSequentially('Mentors who ', { delay: 20 })
    await context.setOffline(true)
    await titleOf(page).pressSequentially('go along', { delay: 20 })
    await page.getByText('Not connected: not saved yet').waitFor()
    await page.getByText('What you type is kept in this browser').first().waitFor()
    await expectAccessible(page)
    // Steps can be changed, and one can go on writing.
    await page.getByRole('link', { name: 'On: Who and where' }).click()
    await page.getByLabel('Who leads it').fill('Office for social affairs')
    await context.setOffline(false)
    await saved(page)
    const { content } = await place.kept(draft)
    expect(content).toMatchObject({
      title: 'Mentors who go along',
      organisation: 'Office for social affairs',
    })
    expect(withoutLost(complaints)).toEqual([])
    await close()
  })

  it('after the window was closed unsaved, when the draft is opened again', async () => {
    const draft = await written(place, { summary: 'As it was' })
    const { page, context, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    const start = await stopped(place)
    await titleOf(page).pressSequentially('Typed in the train', { delay: 10 })
    await page.getByText('Not connected').first().waitFor()
    await page.close()
    await start()
    expect((await place.kept(draft)).content.title).toBeUndefined()
    const again = await context.newPage()
    await again.goto(`${place.site.url}/submit/${draft.id}`)
    await hydrated(again)
    await again.getByText('could not be saved is here again').waitFor()
    expect(await titleOf(again).inputValue()).toBe('Typed in the train')
    await keptTitle(draft, 'Typed in the train')
    expect((await place.kept(draft)).content.summary).toBe('As it was')
    await close()
  })

  it('when a server that died is back', async () => {
    const draft = await written(place)
    const { page, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    await titleOf(page).pressSequentially('The server ', { delay: 20 })
    const start = await stopped(place)
    await titleOf(page).pressSequentially('went away', { delay: 20 })
    await page.getByText('Not connected').first().waitFor()
    await start()
    await saved(page)
    await keptTitle(draft, 'The server went away')
    await close()
  })
})

describe('an expired session', () => {
  it('is signed in again in a dialog; the page and its text stay', async () => {
    const draft = await written(place)
    const person = await personAt(place.site)
    await teamOf(place.site, city, [{ person }])
    const { page, complaints, close } = await place.opened(person, `/submit/${draft.id}`)
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }))
    const { db } = place.site.database
    await db.deleteFrom('sessions').where('user_id', '=', person.id).execute()
    await titleOf(page).fill('Typed after the session had ended')
    await page.getByText('Your session has ended').first().waitFor()
    await expectAccessible(page)
    const opener = page.getByRole('button', { name: 'Sign in again' })
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Sign in again' })
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await opener.evaluate(isFocused)).toBe(true)
    await opener.click()
    expect(await dialog.getByLabel('Mail address').inputValue()).toBe(person.email)
    await dialog.getByLabel('Password', { exact: true }).fill(password)
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    await saved(page)
    await keptTitle(draft, 'Typed after the session had ended')
    expect(await page.evaluate(() => 'stayed' in globalThis)).toBe(true)
    expect(faults(complaints, 401)).toEqual([])
    await close()
  })

  it('asks for the second factor there too, and takes nobody else for who wrote', async () => {
    const draft = await written(place)
    const person = await personAt(place.site)
    await teamOf(place.site, city, [{ person }])
    const begun = await person.ask('POST', '/api/auth/two-factor/enable', { password })
    const { totpURI, backupCodes } = await begun.json()
    const secret = new URL(totpURI).searchParams.get('secret') ?? ''
    await person.ask('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(secret) })
    const { page, context, complaints, close } = await place.visited(
      `/sign-in?next=/submit/${draft.id}`,
    )
    const signIn = async (email: string) => {
      await page.getByLabel('Mail address').fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    }
    await signIn(person.email)
    await page.getByLabel('Code from the authenticator app').fill(codeOf(secret, 1))
    await page.keyboard.press('Enter')
    await titleOf(page).waitFor()
    await hydrated(page)
    await context.clearCookies()
    await titleOf(page).fill('Typed after the session had ended')
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await signIn(place.jonas.email)
    await page.getByText('You are now signed in as Jonas, who did not write this.').waitFor()
    expect((await place.kept(draft)).content.title).toBeUndefined()
    await signIn(person.email)
    const dialog = page.getByRole('dialog', { name: 'One more step' })
    await dialog.getByRole('button', { name: 'Use a recovery code' }).waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Use a recovery code' }).click()
    await dialog.getByLabel('Recovery code').fill(backupCodes[0])
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await keptTitle(draft, 'Typed after the session had ended')
    expect(faults(complaints, 401)).toEqual([])
    await close()
  })
})

describe('two who write at once', () => {
  it('hear of each other, see what the other saves, and choose where both changed one field', async () => {
    const draft = await written(place, { title: 'Mentors', summary: 'A summary' })
    const one = await place.opened(place.mira, `/submit/${draft.id}`)
    const two = await place.opened(place.jonas, `/submit/${draft.id}`)
    await two.page.getByText('Mira has this open too').waitFor()
    await one.page.getByText('Jonas has this open too').waitFor()

    // Other fields go together by themselves.
    await one.page.getByLabel('Summary').fill('A longer summary')
    await saved(one.page)
    await titleOf(two.page).fill('Mentors at work')
    await two.page.getByText('Mira has changed: Summary').waitFor()
    expect(await two.page.getByLabel('Summary').inputValue()).toBe('A longer summary')
    await keptTitle(draft, 'Mentors at work')

    // One field, changed by both: neither is lost.
    await expect.poll(() => titleOf(one.page).inputValue()).toBe('Mentors at work')
    await one.context.setOffline(true)
    await titleOf(one.page).fill('Mentors at school')
    await one.page.getByText('Not connected').first().waitFor()
    await titleOf(two.page).fill('Mentors at home')
    await keptTitle(draft, 'Mentors at home')
    await one.context.setOffline(false)
    const conflict = one.page.getByRole('region', { name: 'Two texts: Title' })
    await conflict.getByText('You and Jonas have both changed this').waitFor()
    await conflict.getByText('Mentors at school').waitFor()
    await conflict.getByText('Mentors at home').waitFor()
    await one.page.getByRole('alert').getByText('One field was changed by two people').waitFor()
    await expectAccessible(one.page)
    expect((await place.kept(draft)).content.title).toBe('Mentors at home')
    await conflict.getByRole('button', { name: 'Put both together' }).click()
    await saved(one.page)
    await keptTitle(draft, 'Mentors at home Mentors at school')
    expect(await titleOf(one.page).evaluate(isFocused)).toBe(true)
    expect(faults(withoutLost(one.complaints), 412)).toEqual([])
    expect(faults(two.complaints, 412)).toEqual([])
    await one.close()
    await two.close()
  })

  it('do not lose a conflict by closing the window', async () => {
    const draft = await written(place, { title: 'Mentors' })
    const { page, context, close } = await place.opened(place.mira, `/submit/${draft.id}`)
    const start = await stopped(place)
    await titleOf(page).fill('Mine')
    await page.getByText('Not connected').first().waitFor()
    await page.close()
    await start()
    const two = await place.opened(place.jonas, `/submit/${draft.id}`)
    await titleOf(two.page).fill('Theirs')
    await keptTitle(draft, 'Theirs')
    const again = await context.newPage()
    await again.goto(`${place.site.url}/submit/${draft.id}`)
    await hydrated(again)
    const conflict = again.getByRole('region', { name: 'Two texts: Title' })
    await conflict.getByRole('button', { name: 'Keep mine' }).click()
    await keptTitle(draft, 'Mine')
    await two.close()
    await close()
  })
})
