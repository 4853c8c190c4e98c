import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { handOver } from '../../server/entries/handOver.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { answered, city, complete, core, submitted } from '../submissions/place.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated } from './browser.ts'
import { faults } from './comingIn.ts'
import { startedDraftPlace, written, type DraftPlace } from './draftPlace.ts'

let place: DraftPlace
beforeAll(async () => {
  place = await startedDraftPlace()
})
afterAll(() => place?.stop())

const isFocused = (element: Element) => element === document.activeElement
const submit = (page: Page) => page.getByRole('button', { name: 'Submit to the moderators' })

describe('submitting', () => {
  it('names each fault at the top, where the focus goes, and beside its field; the text stays', async () => {
    const draft = await written(place, {
      ...core,
      summary: 'Too short',
      themes: [],
      licence: false,
    })
    const { page, complaints, close } = await place.opened(
      place.mira,
      `/submit/${draft.id}?step=check`,
    )
    await page.getByText('Nothing is marked.').waitFor()
    await page.getByText('it cannot be called back everywhere').waitFor()
    await submit(page).click()
    const fault = page.getByRole('alert').filter({ hasText: 'something is missing' })
    await fault.waitFor()
    expect(await fault.evaluate(isFocused)).toBe(true)
    await fault.getByText('Please say a little more: at least 150').waitFor()
    await fault.getByText('Please choose at least one').waitFor()
    await fault.getByText('Please agree to the licence').waitFor()
    await expectAccessible(page)
    await fault.getByRole('link', { name: 'Themes' }).click()
    const themes = page.getByRole('group', { name: 'Themes' })
    await expect.poll(() => themes.evaluate(isFocused)).toBe(true)
    await themes.getByText('Please choose at least one.').waitFor()
    await themes.getByLabel('Employment and livelihoods').check()
    await themes.getByText('Please choose at least one.').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'In short' }).click()
    const summary = page.getByLabel('Summary')
    expect(await summary.inputValue()).toBe('Too short')
    expect(await summary.getAttribute('aria-invalid')).toBe('true')
    await summary.fill(core.summary ?? '')

    await page.getByRole('link', { name: 'Check and submit' }).first().click()
    await page.getByLabel('The text may be used freely').check()
    await submit(page).click()
    const heading = page.getByRole('heading', { name: 'It is with the moderators' })
    await heading.waitFor()
    await expect.poll(() => heading.evaluate(isFocused)).toBe(true)
    await expectAccessible(page)
    expect((await place.kept(draft)).state).toBe('submitted')
    await place.inbox.next({ to: place.mira.email, template: 'submission-received' })
    expect(complaints).toEqual([])
    await close()
  })

  it('marks what may tell who somebody is: it is changed, or its author says why it is safe', async () => {
    const draft = await complete(place.mira, {
      sections: {
        ...core.sections,
        approach: 'Mentors meet people. Write to karim.hansen@example.org. Call +45 20 12 34 56.',
      },
    })
    const { page, complaints, close } = await place.opened(
      place.mira,
      `/submit/${draft.id}?step=check`,
    )
    const passage = (text: string) => page.locator('.passages > li').filter({ hasText: text })
    await passage('This looks like a phone number').waitFor()
    await page.getByText('It can miss things').waitFor()
    await submit(page).click()
    await page.getByRole('alert').filter({ hasText: 'need a change or a reason' }).waitFor()
    await expectAccessible(page)

    const phone = passage('This looks like a phone number')
    expect(await phone.locator('mark').textContent()).toContain('20 12 34 56')
    await phone.getByRole('button', { name: 'It is safe, say why' }).click()
    await phone.getByLabel('Why is it safe?').fill('The number of the town hall')
    await expectAccessible(page)
    await phone.getByRole('button', { name: 'Say so' }).click()
    await phone.getByText('The number of the town hall').waitFor()

    // The passage itself is chosen in its field, to be typed over.
    await passage('This looks like a mail address')
      .getByRole('button', { name: 'Change it' })
      .click()
    const text = page.getByRole('textbox', { name: 'What is done' })
    await expect.poll(() => text.evaluate(isFocused)).toBe(true)
    await page.keyboard.type('the city')
    expect(await text.inputValue()).toBe(
      'Mentors meet people. Write to the city. Call +45 20 12 34 56.',
    )
    await page.getByRole('link', { name: 'Check and submit' }).first().click()
    await page.getByText('To every passage that is marked, something is said.').waitFor()
    await submit(page).click()
    await page.getByRole('heading', { name: 'It is with the moderators' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('waits for what is not saved, and for what others saved', async () => {
    const draft = await complete(place.mira)
    const { page, context, close } = await place.opened(
      place.mira,
      `/submit/${draft.id}?step=check`,
    )
    await page.getByText('Nothing is marked.').waitFor()
    await context.setOffline(true)
    await page.getByRole('link', { name: 'In short' }).click()
    await page.getByLabel('Title', { exact: true }).fill('Typed without a connection')
    await page.getByRole('link', { name: 'Check and submit' }).first().click()
    await submit(page).click()
    await page.getByRole('alert').filter({ hasText: 'not everything is saved yet' }).waitFor()
    await context.setOffline(false)
    await page.getByText(/^Saved at/).waitFor()
    await submit(page).click()
    await page.getByRole('heading', { name: 'It is with the moderators' }).waitFor()
    expect((await place.kept(draft)).content.title).toBe('Typed without a connection')
    await close()
  })
})

describe('after submitting', () => {
  it('is taken back, begun again from its text, and deleted', async () => {
    const draft = await submitted(place.mira, await complete(place.mira))
    const { page, complaints, close } = await place.opened(place.jonas, `/submit/${draft.id}`)
    await page.getByRole('region', { name: 'How it will look' }).waitFor()
    const said = page.getByRole('region', { name: 'To the whole' })
    await said.getByRole('button', { name: 'Comment' }).click()
    await said.getByLabel('Your comment').fill('The figures of this year come in May.')
    await said.getByRole('button', { name: 'Send' }).click()
    await said.getByText('The figures of this year come in May.').waitFor()
    await expectAccessible(page)
    await page.getByText('Take it back', { exact: true }).click()
    await page.getByRole('button', { name: 'Take it back now' }).click()
    await page.getByRole('heading', { name: 'It was taken back' }).waitFor()
    await expectAccessible(page)
    await page.getByText('Begin again from this text', { exact: true }).click()
    await page.getByRole('button', { name: 'Begin the new draft' }).click()
    await page.getByLabel('Title', { exact: true }).waitFor()
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe(core.title)
    expect(page.url()).not.toContain(draft.id)
    // So is a draft that was never handed in.
    await page.getByText('Delete it', { exact: true }).click()
    await page.getByRole('button', { name: 'Delete it for good' }).click()
    await page.getByRole('heading', { level: 1, name: 'My descriptions' }).waitFor()
    await page.goto(`${place.site.url}/submit/${draft.id}`)
    await hydrated(page)
    await page.getByText('Delete it', { exact: true }).click()
    await page.getByRole('button', { name: 'Delete it for good' }).click()
    await page.getByRole('heading', { level: 1, name: 'My descriptions' }).waitFor()
    expect((await place.mira.ask('GET', `/api/v1/submissions/${draft.id}`)).status).toBe(404)
    expect(complaints).toEqual([])
    await close()
  })

  it('shows what moderators ask: on a field, answered there, and done with', async () => {
    const draft = await submitted(place.mira, await complete(place.mira))
    await answered(
      place.moderator.ask('POST', `/api/v1/submissions/${draft.id}/comments`, {
        text: 'How many came?',
        field: 'sections.results',
      }),
      201,
    )
    const { db } = place.site.database
    await db
      .insertInto('verdicts')
      .values({
        revision_id: draft.id,
        verdict: 'changes-requested',
        reason: null,
        text: 'Nearly there: please say how many came.',
        decided_by: place.moderator.id,
      })
      .execute()
    await db
      .updateTable('revisions')
      .set({ state: 'changes-requested' })
      .where('id', '=', draft.id)
      .execute()
    const list = await place.opened(place.mira, '/my/submissions')
    const asked = list.page.getByRole('region', { name: 'Something is asked of you' })
    await asked.getByText('1 open comment').waitFor()
    await expectAccessible(list.page)
    await asked.getByRole('link', { name: core.title ?? '' }).click()
    const { page } = list
    await page.getByRole('heading', { name: 'Changes are asked for' }).waitFor()
    await page.getByText('Nearly there: please say how many came.').waitFor()
    expect(
      await answered(place.mira.ask('GET', `/api/v1/submissions/${draft.id}/verdicts`)),
    ).toMatchObject({ verdicts: [{ verdict: 'changes-requested', by: null }], appeal: null })
    await expectAccessible(page)
    await page.getByRole('button', { name: 'What came of it' }).click()
    const comments = page.getByRole('region', { name: 'Comments: What came of it' })
    await comments.getByText('How many came?').waitFor()
    await comments.getByText('Ines').waitFor()
    await comments.getByRole('button', { name: 'Answer' }).click()
    await comments.getByLabel('Your answer').fill('Forty-one, in four years.')
    await expectAccessible(page)
    // What is typed stays in this browser until it is sent.
    await page.reload()
    await hydrated(page)
    await comments.getByRole('button', { name: 'Answer' }).click()
    expect(await comments.getByLabel('Your answer').inputValue()).toBe('Forty-one, in four years.')
    await comments.getByRole('button', { name: 'Send' }).click()
    await comments.getByText('You', { exact: true }).waitFor()
    await comments.getByRole('button', { name: 'Done with' }).click()
    await comments.getByText('One that is done with').waitFor()
    await page.getByRole('link', { name: 'Check and submit' }).first().click()
    await page.getByText('Nothing is marked.').waitFor()
    await submit(page).click()
    await page.getByRole('heading', { name: 'It is with the moderators' }).waitFor()
    expect(list.complaints).toEqual([])
    await list.close()
  })

  it('cannot be written by who has it open still; what they typed is shown to them', async () => {
    const draft = await complete(place.mira)
    const { page, context, complaints, close } = await place.opened(
      place.jonas,
      `/submit/${draft.id}`,
    )
    await context.setOffline(true)
    await page.getByLabel('Title', { exact: true }).fill('Typed too late')
    await page.getByText('Not connected').first().waitFor()
    await submitted(place.mira, await place.kept(draft))
    await context.setOffline(false)
    await page.getByRole('heading', { name: 'It is with the moderators' }).waitFor()
    const left = page.getByRole('region', { name: 'This could not be saved' })
    await left.getByText('Typed too late').waitFor()
    await expectAccessible(page)
    expect((await place.kept(draft)).content.title).toBe(core.title)
    expect(faults(complaints, 409).filter((text) => !text.includes('net::ERR_'))).toEqual([])
    await close()
  })
})

describe('a revision', () => {
  const slug = 'dk-aarhus-info-house-exit-mentoring'

  /** Makes what the editors wrote the city's own account, as when its claim is approved. */
  async function makeOwn(): Promise<void> {
    const { database } = place.site
    const idOf = async (table: 'cities' | 'entries', wanted: string) => {
      const query = database.db.selectFrom(table).select('id').where('slug', '=', wanted)
      return (await query.executeTakeFirstOrThrow()).id
    }
    const [cityId, entryId] = [await idOf('cities', city), await idOf('entries', slug)]
    await inTransaction(database, database.jobs, (work) =>
      handOver(work, { entryId, cityId, decidedBy: place.moderator.id }),
    )
  }

  it('is offered on what is live to those who may, and begins from its text, once', async () => {
    const visitor = await place.browser.newPage()
    await visitor.goto(`${place.site.url}/practices/${slug}`)
    await hydrated(visitor)
    await makeOwn()
    const page = await draftedFromLive()
    const title = page.getByLabel('Title', { exact: true })
    expect(await title.inputValue()).toContain('Info-house')
    await page.getByText('The language of what is published stays.').waitFor()
    const first = page.url()
    await expectAccessible(page)
    await page.goto(`${place.site.url}/submit?revise=${slug}`)
    await hydrated(page)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('link', { name: 'Go on with the one that is open' }).click()
    await title.waitFor()
    expect(page.url()).toBe(first)

    // A translation asks for text alone.
    await page.goto(`${place.site.url}/submit?revise=${slug}`)
    await hydrated(page)
    await page.getByLabel('Translate it').check()
    await page.getByLabel('Language').selectOption({ label: 'French' })
    await page.getByRole('button', { name: 'Begin' }).click()
    await title.waitFor()
    expect(await title.getAttribute('lang')).toBe('fr')
    expect(await page.getByRole('link', { name: 'Documents' }).count()).toBe(0)
    await expectAccessible(page)
    expect(await visitor.getByRole('link', { name: 'Revise this entry' }).count()).toBe(0)
    await visitor.close()
    await page.context().close()
  })

  async function draftedFromLive(): Promise<Page> {
    const { page } = await place.opened(place.mira, '/my')
    await page.goto(`${place.site.url}/practices/${slug}`)
    await hydrated(page)
    await page.getByRole('link', { name: 'Revise this entry' }).click()
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByLabel('Title', { exact: true }).waitFor()
    return page
  }
})

it('lists what is written, on small screens too', async () => {
  await written(place, { title: 'One that is being written' })
  const { page, complaints, close } = await place.opened(place.mira, '/ar-XB/my/submissions', {
    viewport: { width: 320, height: 700 },
    colorScheme: 'dark',
  })
  await page.getByRole('link', { name: 'One that is being written' }).waitFor()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  expect(complaints).toEqual([])
  await close()
})
