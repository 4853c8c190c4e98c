import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import type { Checklist, ReviewerList, SuggestionList } from '@homeward/schema/moderation.ts'
import type { CommentList, Submission } from '@homeward/schema/submission.ts'
import { decided } from '../moderation/place.ts'
import { answered, core, match, saved } from '../submissions/place.ts'
import { expectAccessible, expectNoSidewaysScroll, visitor } from './browser.ts'
import { faults, signedInAs } from './comingIn.ts'
import {
  handedIn,
  revised,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

let place: ModerationPlace
beforeAll(async () => {
  place = await startedModerationPlace()
})
afterAll(() => place?.stop())

const desk = ({ id }: Pick<Submission, 'id'>) => `/moderation/submissions/${id}`
const field = (page: Page, name: string) =>
  page.locator('.m-field').filter({ has: page.getByRole('heading', { name, exact: true }) })

describe('the desk', () => {
  it('shows a revision of what is live, with what differs marked in words too', async () => {
    const first = await handedIn(place, { title: 'A house near the station' })
    const { entry } = await decided(place.ines, first.id, 'approve')
    const { id } = await revised(place, entry?.slug ?? '', {
      title: 'A house by the sea',
      themes: ['education'],
      outcomes: [{ outcome: 'In work after a year', finding: 'better', by: 'Us', year: 2024 }],
    })
    const { page, complaints, close } = await place.opened(place.ines, desk({ id }))
    await page.getByRole('heading', { level: 1, name: 'A house by the sea' }).waitFor()
    // How it will look, rendered, stands beside it.
    await page
      .getByRole('region', { name: 'As it will look' })
      .getByText('Mentors are trained for six days')
      .waitFor()
    await page.getByText('3 fields differ from what is live').waitFor()
    const title = field(page, 'Title')
    expect((await title.locator('del').allTextContents()).join(' ')).toBe(
      '[taken out: near] [taken out: station]',
    )
    expect((await title.locator('ins').allTextContents()).join(' ')).toBe('[new: by] [new: sea]')
    const themes = field(page, 'Themes')
    expect(await themes.locator('del').textContent()).toContain('Employment and livelihoods')
    expect(await themes.locator('ins').textContent()).toContain('Education')
    expect(await field(page, 'Results one by one').locator('ins').textContent()).toContain(
      'In work after a year · Good · Us · 2024',
    )
    await expectAccessible(page)
    await page.getByText(/others are as they were, or empty/).click()
    await field(page, 'Summary').locator('summary').first().click()
    await field(page, 'Summary').getByText('People who come back are met').waitFor()
    expect(await field(page, 'Summary').locator('ins, del').count()).toBe(0)
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await close()
  })

  it('shows what is new since it was handed in before', async () => {
    const first = await handedIn(place, { title: 'Bread on Sundays' })
    await decided(place.ines, first.id, 'request-changes')
    const draft = await answered<Submission>(
      place.mira.ask('GET', `/api/v1/submissions/${first.id}`),
    )
    const changed = await saved(place.mira, draft, { title: 'Bread on every Sunday' })
    await answered(
      place.mira.ask('POST', `/api/v1/submissions/${first.id}/submit`, undefined, match(changed)),
    )
    const { page, close } = await place.opened(place.ines, desk(first))
    await page.getByText(/differs? from what was handed in before/).waitFor()
    expect(await field(page, 'Title').locator('ins').first().textContent()).toContain('every')
    await page.getByText('What was decided before').waitFor()
    await page.getByText('Please say who the mentors are.').waitFor()
    await close()
  })

  it('takes comments on fields, for those who wrote it or for colleagues only', async () => {
    const draft = await handedIn(place, { title: 'Choirs that take anyone' })
    const { page, complaints, close } = await place.opened(place.ines, desk(draft))
    const approach = field(page, 'What is done')
    await approach.getByRole('button', { name: /^Comment/ }).click()
    const text = approach.getByLabel('Your comment: What is done')
    expect(await text.evaluate((one) => one === document.activeElement)).toBe(true)
    await approach.getByRole('button', { name: 'Send' }).click()
    await approach.getByRole('alert').waitFor()
    await text.fill('Who trains the mentors?')
    await expectAccessible(page)
    await approach.getByRole('button', { name: 'Send' }).click()
    await approach.locator('.comment').getByText('Who trains the mentors?').waitFor()
    const results = field(page, 'What came of it')
    await results.getByRole('button', { name: /^Comment/ }).click()
    await results.getByLabel('Your comment').fill('I know these figures.')
    await results.getByLabel('Moderators only').check()
    await results.getByRole('button', { name: 'Send' }).click()
    await results.getByText('Between moderators').waitFor()
    await expectAccessible(page)

    const path = `/api/v1/submissions/${draft.id}/comments`
    const { comments } = await answered<CommentList>(place.mira.ask('GET', path))
    expect(comments).toMatchObject([
      { text: 'Who trains the mentors?', field: 'sections.approach', speaksAs: 'moderator' },
    ])
    await answered(
      place.mira.ask('POST', path, { text: 'An association.', answerTo: comments[0]?.id }),
      201,
    )
    await page.reload()
    await approach.getByText('An association.').waitFor()
    await approach.getByRole('button', { name: 'Done with' }).click()
    await approach.getByText('One that is done with').waitFor()
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('saves the checklist as one goes, for colleagues too', async () => {
    const draft = await handedIn(place, { title: 'Doors that stay open' })
    const { page, complaints, close } = await place.opened(place.ines, desk(draft))
    const approach = page.getByRole('group', { name: 'Is the approach concrete?' })
    await approach.getByText('Note', { exact: true }).click()
    await approach.getByLabel('Note: Is the approach concrete?').fill('How often is left open.')
    await approach.getByLabel('No', { exact: true }).check()
    await approach.getByText('Saved', { exact: true }).waitFor()
    await expectAccessible(page)
    await close()
    const { items } = await answered<Checklist>(
      place.ines.ask('GET', `/api/v1/submissions/${draft.id}/checklist`),
    )
    expect(items.find(({ item }) => item === 'approach')).toMatchObject({
      answer: 'no',
      note: 'How often is left open.',
    })
    const other = await place.opened(place.tomas, desk(draft))
    await other.page.getByText('Answered by Ines').waitFor()
    await other.page.getByRole('link', { name: 'Checklist: 1 of 5' }).waitFor()
    expect(
      await other.page
        .getByRole('group', { name: 'Is the approach concrete?' })
        .getByLabel('No', { exact: true })
        .isChecked(),
    ).toBe(true)
    expect(complaints).toEqual([])
    await other.close()
  })

  it('suggests wording, and shows what the city makes of it', async () => {
    const draft = await handedIn(place, { title: 'Evening lessons' })
    const path = `/api/v1/submissions/${draft.id}/suggestions`
    const { page, complaints, close } = await place.opened(place.ines, desk(draft))
    const results = field(page, 'What came of it')
    await results.getByRole('button', { name: /^Suggest wording/ }).click()
    const text = results.getByLabel('Suggested wording: What came of it')
    expect(await text.inputValue()).toBe(core.sections?.results)
    await text.fill('After a year, more of them had work than before, by our own count.')
    await results.getByLabel('Why?').fill('Says who counted.')
    await expectAccessible(page)
    await results.getByRole('button', { name: 'Send it as a suggestion' }).click()
    await results.getByText('Not answered yet').waitFor()
    expect(await results.locator('.m-wording ins').textContent()).toBe(', by our own count')
    await expectAccessible(page)
    const [open] = (await answered<SuggestionList>(place.mira.ask('GET', path))).suggestions
    expect(open).toMatchObject({ field: 'sections.results', why: 'Says who counted.' })

    // Nobody is recognisable by what is suggested.
    const approach = field(page, 'What is done')
    await approach.getByRole('button', { name: /^Suggest wording/ }).click()
    await approach.getByLabel('Suggested wording').fill('Write to karim.hansen@example.org.')
    await approach.getByRole('button', { name: 'Send it as a suggestion' }).click()
    await approach.locator('mark').filter({ hasText: 'karim.hansen@example.org' }).waitFor()
    await approach.getByRole('button', { name: 'Cancel' }).click()

    await answered(place.mira.ask('POST', `${path}/${open?.id}/accept`))
    await page.reload()
    await results.getByText('Accepted', { exact: true }).waitFor()
    expect(faults(complaints, 422)).toEqual([])
    await close()
  })

  it('shows what the screening marks, and what the city says to it', async () => {
    const draft = await handedIn(place, {
      title: 'Footpaths',
      notKnown: ['stages'],
    })
    // Marked since: what was handed in before the rules found it.
    await place.site.database.db.transaction().execute(async (trx) => {
      await sql`select set_config('homeward.redacting', 'on', true)`.execute(trx)
      await sql`
      update snapshots set content = jsonb_set(content, '{sections,approach}',
        ${JSON.stringify('Call +45 20 12 34 56 to begin. Mentors are trained.')}::jsonb)
      where revision_id = ${draft.id}`.execute(trx)
    })
    const { page, complaints, close } = await place.opened(place.ines, desk(draft))
    await page.getByText('The screening marks one passage.').waitFor()
    const approach = field(page, 'What is done')
    expect(await approach.locator('mark').textContent()).toContain('20 12 34 56')
    await approach.getByText('This looks like a phone number.').waitFor()
    await approach.getByText('Nothing is said to it.').waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await close()
  })

  it('asks somebody from outside for advice, and shows it', async () => {
    const draft = await handedIn(place, { title: 'Gardens' })
    const { page, complaints, close } = await place.opened(place.ines, desk(draft))
    const part = page.getByRole('region', { name: 'Advice from outside' })
    await part.getByText('Ask somebody for advice').click()
    await part.getByRole('button', { name: 'Send the invitation' }).click()
    await part.getByRole('alert').waitFor()
    await part.getByLabel('Their mail address').fill('peer@example.org')
    await part.getByLabel('somebody who knows the subject').check()
    await expectAccessible(page)
    await part.getByRole('button', { name: 'Send the invitation' }).click()
    await part.getByText('peer@example.org gets a mail with a link.').waitFor()
    const path = `/api/v1/submissions/${draft.id}/reviewers`
    const { reviewers } = await answered<ReviewerList>(place.ines.ask('GET', path))
    expect(reviewers).toMatchObject([{ email: 'peer@example.org', askedAs: 'expert' }])
    await part.getByLabel('Take it back: peer@example.org').click()
    await part.getByRole('button', { name: 'Take the invitation back' }).click()
    await part.getByText('Nobody from outside was asked.').waitFor()
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('says to moderators of their own texts that others decide', async () => {
    const begun = await answered<Submission>(
      place.ines.ask('POST', '/api/v1/submissions', { kind: 'guidance', language: 'en' }),
      201,
    )
    const { page, complaints, close } = await place.opened(place.ines, desk(begun))
    await page.getByRole('heading', { level: 1, name: 'This is your own text' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Go to where it is written' }).click()
    await page.waitForURL(`**/submit/${begun.id}**`)
    expect(faults(complaints, 403)).toEqual([])
    await close()
  })

  it('is read without its script, and holds on a small screen', async () => {
    const draft = await handedIn(place, { title: 'Hands that help' })
    const { page, context, close } = await visitor(place.browser, {
      javaScriptEnabled: false,
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    })
    await signedInAs(context, place.site, place.ines)
    await page.goto(place.site.url + desk(draft))
    await page.getByRole('region', { name: 'As it will look' }).waitFor()
    await page.getByRole('link', { name: 'Field by field' }).click()
    await field(page, 'Summary').getByText('People who come back').waitFor()
    expect(await page.getByRole('region', { name: 'As it will look' }).isVisible()).toBe(false)
    await expectNoSidewaysScroll(page)
    await close()
  })
})
