import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { standingOf } from '../moderation/place.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated, visitor } from './browser.ts'
import { faults, signedInAs } from './comingIn.ts'
import { handedIn, startedModerationPlace, type ModerationPlace } from './moderationPlace.ts'

let place: ModerationPlace
beforeAll(async () => {
  place = await startedModerationPlace()
})
afterAll(() => place?.stop())

const row = (page: Page, title: string) => page.locator('.q-row').filter({ hasText: title })
const titles = (page: Page) => page.locator('.q-row h3').allTextContents()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim())
const isDialogOpen = (page: Page) => page.locator('dialog[open]').count()

describe('the queue', () => {
  it('is kind where nothing waits, and says to others why it is not theirs', async () => {
    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    await page.getByText('Nothing waits for you.').waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await close()
    const member = await place.opened(place.mira, '/moderation')
    await member.page
      .getByText('Your account may not do this')
      .or(member.page.locator('.fault'))
      .waitFor()
    expect(await member.page.locator('.q-list').count()).toBe(0)
    await expectAccessible(member.page)
    await member.close()
  })

  it('names dangers first, and what is new to one; narrows down by the address', async () => {
    const first = await handedIn(place, { title: 'A house near the station' })
    await handedIn(place, { title: 'Bread on Sundays', themes: ['education'] })
    const last = await handedIn(place, { title: 'Choirs that take anyone' })
    await place.site.database.db
      .updateTable('queue')
      .set({ urgent: true })
      .where('id', '=', last.id)
      .execute()
    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    expect(await titles(page)).toEqual([
      'Choirs that take anyone',
      'A house near the station',
      'Bread on Sundays',
    ])
    await row(page, 'Choirs').getByText('Reports a danger to someone').waitFor()
    await row(page, 'A house').getByText('New to you').waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    // What is counted is a few seconds old at most.
    await expect
      .poll(async () => {
        await page.reload()
        return page.locator('#q-theme option[value=education]').count()
      })
      .toBe(1)
    await page.getByText('Narrow it down').click()
    await page.getByLabel('Theme').selectOption('education')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show these' }).click()
    await page.waitForURL('**/moderation?theme=education')
    await expect.poll(() => titles(page)).toEqual(['Bread on Sundays'])
    await page.getByRole('link', { name: /^Theme: Education/ }).click()
    await expect.poll(() => titles(page)).toHaveLength(3)
    await page.getByLabel('Waits', { exact: true }).selectOption('over-7')
    await page.getByRole('button', { name: 'Show these' }).click()
    await page.getByText('Nothing of this kind is here').waitFor()

    // Once one has looked it is no news any more, until something comes.
    await page.goto(`${place.site.url}/moderation/submissions/${first.id}`)
    await hydrated(page)
    await page.getByRole('link', { name: 'Back to the queue' }).click()
    await page.waitForURL('**/moderation?age=over-7')
    await page.getByRole('link', { name: 'Show everything that waits' }).click()
    await row(page, 'A house').getByText('New to you').waitFor({ state: 'detached' })
    await place.mira.ask('POST', `/api/v1/submissions/${first.id}/comments`, { text: 'Any news?' })
    await page.getByRole('link', { name: 'Changed since I looked' }).click()
    await row(page, 'A house').getByText('Since you looked: one comment').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('narrows down without its script', async () => {
    const { page, context, close } = await visitor(place.browser, { javaScriptEnabled: false })
    await signedInAs(context, place.site, place.ines)
    await page.goto(`${place.site.url}/moderation`)
    // What is counted is a few seconds old at most.
    await expect
      .poll(async () => {
        await page.reload()
        return page.locator('#q-theme option[value=education]').count()
      })
      .toBe(1)
    await page.getByText('Narrow it down').click()
    await page.getByLabel('Theme').selectOption('education')
    await page.getByRole('button', { name: 'Show these' }).click()
    expect(await titles(page)).toEqual(['Bread on Sundays'])
    await page.getByText('Narrow it down').click()
    expect(await page.getByLabel('Theme').inputValue()).toBe('education')
    await close()
  })

  it('is taken and handed back, and says who has what', async () => {
    const { id } = await handedIn(place, { title: 'Doors that stay open' })
    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    const other = await place.opened(place.tomas, '/moderation')
    await row(page, 'Doors')
      .getByRole('button', { name: /^Take it to read/ })
      .click()
    await page.getByText('You have it now: Doors that stay open').waitFor()
    await row(page, 'Doors').getByText('You have it until').waitFor()
    expect((await standingOf(place.ines, id)).claim).toMatchObject({ name: 'Ines' })

    // A colleague, whose list is older, is told who was first.
    await row(other.page, 'Doors')
      .getByRole('button', { name: /^Take it to read/ })
      .click()
    await row(other.page, 'Doors').getByText('Ines has this one').waitFor()
    expect(faults(other.complaints, 409)).toEqual([])
    await other.page.reload()
    await hydrated(other.page)
    await row(other.page, 'Doors').getByText('Ines has it until').waitFor()
    expect(await row(other.page, 'Doors').getByRole('button').count()).toBe(0)
    await other.close()

    await row(page, 'Doors')
      .getByRole('button', { name: /^Hand it back/ })
      .click()
    await page.getByText('Handed back: Doors that stay open').waitFor()
    expect((await standingOf(place.ines, id)).state).toBe('submitted')
    expect(complaints).toEqual([])
    await close()
  })

  it('is gone through by keys alone, which can be switched off', async () => {
    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    const all = await titles(page)
    await page.keyboard.press('j')
    expect(await focused(page)).toBe(all[0])
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe(all[1])
    await page.keyboard.press('k')
    expect(await focused(page)).toBe(all[0])
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByRole('heading', { name: 'One selected' }).waitFor()
    await page.keyboard.press('x')
    await page.getByRole('heading', { name: 'One selected' }).waitFor({ state: 'detached' })
    await page.keyboard.press('c')
    await page.getByText(`You have it now: ${all[1]}`).waitFor()
    await row(page, String(all[1]))
      .getByRole('button', { name: /^Hand it back/ })
      .waitFor()
    await page.keyboard.press('c')
    await page.getByText(`Handed back: ${all[1]}`).waitFor()

    // What is typed into a field is no command.
    await page.getByText('Narrow it down').click()
    await page.getByLabel('State').focus()
    await page.keyboard.press('j')
    expect(await page.getByLabel('State').evaluate((one) => one === document.activeElement)).toBe(
      true,
    )

    await page.getByText('Narrow it down').focus()
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keys for the queue' }).waitFor()
    await expectAccessible(page)
    await page.getByLabel('Use these keys').uncheck()
    await page.keyboard.press('Escape')
    await expect.poll(() => isDialogOpen(page)).toBe(0)
    await page.reload()
    await hydrated(page)
    await page.keyboard.press('j')
    expect(await focused(page)).not.toBe(all[0])
    await page.getByRole('button', { name: 'Keys for the queue' }).click()
    await page.getByLabel('Use these keys').check()
    await page.getByRole('button', { name: 'Close' }).click()
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await page.waitForURL('**/moderation/submissions/*')
    await page.getByRole('heading', { level: 1, name: all[0] ?? '' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('decides on several with one reason, and says of each what became of it', async () => {
    const [one, other, third] = [
      await handedIn(place, { title: 'Evening lessons' }),
      await handedIn(place, { title: 'Footpaths' }),
      await handedIn(place, { title: 'Gardens' }),
    ]
    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    for (const title of ['Evening lessons', 'Footpaths', 'Gardens']) {
      await page.getByLabel(`Select: ${title}`).check()
    }
    await page.getByRole('heading', { name: '3 selected' }).waitFor()
    // Meanwhile a colleague takes one of them.
    await place.tomas.ask('POST', `/api/v1/submissions/${other.id}/claim`)
    await page.getByText('Decide on them together').click()
    await page.getByLabel('Reject').check()
    await page.getByRole('button', { name: 'Reject all 3' }).click()
    await page.getByText('Say why, in words').waitFor()
    await page.getByLabel('Reason').selectOption('too-little')
    await page.getByLabel('Why, in words').fill('Please say who does it, and how often.')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Reject all 3' }).click()
    await page.getByRole('heading', { name: '2 of 3 decided' }).waitFor()
    expect(await focused(page)).toBe('2 of 3 decided')
    const told = await page.locator('.q-outcomes li').allTextContents()
    expect(told.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'Evening lessons: Rejected',
      expect.stringMatching(/^Footpaths: Not decided\. (This has changed|Tomas has this one)/),
      'Gardens: Rejected',
    ])
    await expectAccessible(page)
    expect((await standingOf(place.ines, one.id)).state).toBe('rejected')
    expect((await standingOf(place.ines, other.id)).state).toBe('in-review')
    expect((await standingOf(place.ines, third.id)).state).toBe('rejected')
    await row(page, 'Gardens').waitFor({ state: 'detached' })
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('holds on a small screen, in the dark and from right to left', async () => {
    const { page, complaints, close } = await place.opened(place.ines, '/ar-XB/moderation', {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    })
    await page.locator('.q-row').first().waitFor()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await close()
  })
})
