import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { seenBy } from '../moderation/place.ts'
import { personAt } from '../people.ts'
import { core } from '../submissions/place.ts'
import { expectAccessible, hydrated } from './browser.ts'
import { faults } from './comingIn.ts'
import {
  deskOf,
  expectFoundSoon,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

describe('what moderators write themselves', () => {
  let place: ModerationPlace
  beforeAll(async () => {
    place = await startedModerationPlace()
  })
  afterAll(() => place?.stop())

  const step = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name }).click()
  const box = (page: Page, name: string) => page.getByRole('textbox', { name })

  /** Begins from the queue, as a moderator does. @returns the id */
  async function begin(page: Page, kind: string): Promise<string> {
    await page.getByRole('link', { name: 'Write one' }).click()
    await page.getByLabel(`The editors: ${kind}`).check()
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.waitForURL(/\/submit\/[0-9a-f-]{36}/)
    return new URL(page.url()).pathname.split('/').at(-1) ?? ''
  }
  async function fillHead(page: Page, title: string) {
    await page.getByLabel('Title', { exact: true }).fill(title)
    await page.getByLabel('Summary').fill(core.summary ?? '')
  }
  async function fillThemes(page: Page) {
    await step(page, 'For whom')
    await page
      .getByRole('group', { name: 'Themes' })
      .getByLabel('Employment and livelihoods')
      .check()
  }
  async function fillSource(page: Page) {
    await step(page, 'Sources')
    await page.getByRole('button', { name: 'Add a source' }).click()
    await box(page, 'Title').fill('Report of the meeting')
    await box(page, 'Published by').fill('The network of towns')
    await box(page, 'Address on the web').fill('https://example.org/report')
    await page.getByLabel('Sources read on').fill('2026-01-02')
  }
  async function handIn(page: Page) {
    await page.getByText(/^Saved at/).waitFor()
    await step(page, 'Check and submit')
    await page.getByLabel('The text may be used freely').check()
    await page.getByText('Nothing is marked.').waitFor()
    await page.getByRole('button', { name: 'Submit to the moderators' }).click()
    await page.getByRole('heading', { name: 'It is with the moderators' }).waitFor()
  }
  async function approve(page: Page): Promise<number> {
    await page.getByLabel('Approve', { exact: true }).check()
    await page.getByRole('button', { name: 'Publish it' }).click()
    const since = Date.now()
    await page.getByRole('heading', { name: 'It is published' }).waitFor()
    return since
  }

  it('an event is written in the same form, and a colleague decides on it', async () => {
    const title = 'Where the towns met'
    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    const id = await begin(page, 'an event')
    await fillHead(page, title)
    await expectAccessible(page)
    await step(page, 'Who and where')
    await page.getByRole('combobox', { name: 'Country' }).selectOption({ label: 'Denmark' })
    await box(page, 'Held by').fill('The network of towns')
    await page.getByLabel('Local government').check()
    await box(page, 'Year').fill('2024')
    await page.getByLabel('First day').fill('2024-05-06')
    await page.getByLabel('Last day').fill('2024-05-07')
    await expectAccessible(page)
    await fillThemes(page)
    await step(page, 'What happened')
    await box(page, 'What happened').fill('Forty towns met for two days.')
    await fillSource(page)
    await expectAccessible(page)
    await handIn(page)

    // Who wrote it is told who decides, and is refused where they try.
    await page.goto(place.site.url + deskOf({ id }))
    await page.getByRole('heading', { level: 1, name: 'This is your own text' }).waitFor()
    const seen = await seenBy(place.tomas, id)
    const tried = await place.ines.ask('POST', `/api/v1/submissions/${id}/approve`, { seen })
    expect(tried.status).toBe(403)

    const desk = await place.opened(place.tomas, '/moderation')
    await desk.page.getByRole('link', { name: title }).click()
    await desk.page.getByRole('heading', { level: 1, name: title }).waitFor()
    await expectAccessible(desk.page)
    const since = await approve(desk.page)
    await expectFoundSoon(place, 'towns met', title, since)
    await desk.page.getByRole('link', { name: 'See it on the site' }).click()
    await desk.page.waitForURL('**/events/**')
    await desk.page.getByText('Written by the editors from public sources').waitFor()
    expect([...faults(complaints, 403), ...desk.complaints]).toEqual([])
    await Promise.all([close(), desk.close()])
  })

  it('where there is one moderator only, an administrator decides', async () => {
    const title = 'Principles for towns'
    await place.site.database.db
      .updateTable('users')
      .set({ role: 'member' })
      .where('id', '=', place.tomas.id)
      .execute()
    const ada = await personAt(place.site, { name: 'Ada', role: 'administrator' })
    const { page, complaints, close } = await place.opened(place.ines, '/moderation')
    const id = await begin(page, 'guidance')
    await fillHead(page, title)
    await step(page, 'Who and where')
    await box(page, 'Published by').fill('The network of towns')
    await page.getByLabel('Local government').check()
    await box(page, 'Year').fill('2023')
    await fillThemes(page)
    await step(page, 'Who it is for')
    await box(page, 'Who it is for').fill('For those who work in town halls.')
    await fillSource(page)
    await handIn(page)
    const desk = await place.opened(ada, deskOf({ id }))
    await hydrated(desk.page)
    const since = await approve(desk.page)
    await expectFoundSoon(place, 'principles towns', title, since)
    await desk.page.getByRole('link', { name: 'See it on the site' }).click()
    await desk.page.waitForURL('**/guidance/**')
    expect([...complaints, ...desk.complaints]).toEqual([])
    await Promise.all([close(), desk.close()])
  })
})
