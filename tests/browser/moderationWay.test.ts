import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { VerdictList } from '@homeward/schema/moderation.ts'
import type { Submission } from '@homeward/schema/submission.ts'
import { engines, isPresent } from '../site.ts'
import { answered } from '../submissions/place.ts'
import { expectAccessible, hydrated, type Visit } from './browser.ts'
import { faults, onSite } from './comingIn.ts'
import {
  deskOf,
  expectFoundSoon,
  handedIn,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

// One way, walked by a city and its moderators in real browsers: each part goes on where the one before it stopped.

const title = 'Lanterns along the harbour'
const newTitle = 'Lanterns along the harbour and the park'

describe.each(engines)('from the queue to what is live, with %s', (engine) => {
  if (!isPresent(engine)) {
    it.skip(`is not tried: there is no ${engine} on this machine`)
    return
  }
  let place: ModerationPlace
  let ines: Visit
  let tomas: Visit
  let mira: Visit
  let draft: Submission

  beforeAll(async () => {
    place = await startedModerationPlace(engine)
    draft = await handedIn(place, { title })
    ines = await place.opened(place.ines, '/moderation')
    tomas = await place.opened(place.tomas, '/moderation')
    mira = await place.opened(place.mira, '/my/submissions')
  })
  afterAll(() => place?.stop())

  /** Opens what a mail to the city leads to. */
  async function followMail(template: Parameters<typeof place.inbox.next>[0] = {}) {
    const { link } = await place.inbox.next({ to: place.mira.email, ...template })
    await mira.page.goto(onSite(place.site, link))
    await hydrated(mira.page)
  }
  /** Hands in what is open in the city's form. */
  async function handIn(page: Page) {
    await page.getByRole('link', { name: 'Check and submit' }).first().click()
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
  const verdictsOf = ({ id }: Pick<Submission, 'id'>) =>
    answered<VerdictList>(place.mira.ask('GET', `/api/v1/submissions/${id}/verdicts`))

  it('a moderator takes it to read, comments, suggests wording and asks for changes', async () => {
    const { page } = ines
    await page.reload()
    await page.getByRole('button', { name: `Take it to read: ${title}` }).click()
    await page.getByText(`You have it now: ${title}`).waitFor()
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    const approach = page.locator('#field-sections-approach')
    await approach.getByRole('button', { name: /^Comment/ }).click()
    await approach.getByLabel('Your comment').fill('Who pays the mentors?')
    await approach.getByRole('button', { name: 'Send' }).click()
    await approach.locator('.comment').getByText('Who pays the mentors?').waitFor()
    const results = page.locator('#field-sections-results')
    await results.getByRole('button', { name: /^Suggest wording/ }).click()
    await results
      .getByLabel('Suggested wording: What came of it')
      .fill('After a year, more of them had work than before, by our own count.')
    await results.getByLabel('Why?').fill('Says who counted.')
    await results.getByRole('button', { name: 'Send it as a suggestion' }).click()
    await results.getByText('Not answered yet').waitFor()

    await page.getByLabel('Ask for changes', { exact: true }).check()
    await page.getByRole('button', { name: 'Ask for these changes' }).click()
    // Those who wrote it are always told what to change.
    await page.getByRole('alert').waitFor()
    await page.getByLabel('What should be changed?').fill('Please say who pays the mentors.')
    await page.getByRole('button', { name: 'Ask for these changes' }).click()
    await page.getByRole('heading', { name: 'You asked for changes' }).waitFor()
    await expectAccessible(page)
    expect((await verdictsOf(draft)).verdicts).toMatchObject([
      { verdict: 'changes-requested', text: 'Please say who pays the mentors.' },
    ])
  })

  it('the city answers in its form: the comment, the wording, the text', async () => {
    const { page } = mira
    await followMail({ template: 'changes-requested' })
    const asked = page.getByRole('region', { name: 'Changes are asked for' })
    await asked.getByText('Please say who pays the mentors.').waitFor()
    await asked.getByText('Who pays the mentors?').waitFor()
    await asked.getByText('One suggested wording waits for your answer').waitFor()
    await expectAccessible(page)

    await asked.getByRole('button', { name: 'What is done' }).click()
    const comments = page.getByRole('region', { name: 'Comments: What is done' })
    await comments.getByRole('button', { name: 'Answer' }).click()
    await comments.getByLabel('Your answer').fill('The city does: it stands under what it takes.')
    await comments.getByRole('button', { name: 'Send' }).click()
    await comments.getByText('The city does').waitFor()
    await comments.getByRole('button', { name: 'Done with' }).click()
    await comments.getByText('One that is done with').waitFor()

    await asked.getByRole('button', { name: 'What came of it' }).click()
    const wording = page.getByRole('article', { name: 'Suggested wording: What came of it' })
    await wording.getByText('Says who counted.').waitFor()
    await expectAccessible(page)
    await wording.getByRole('button', { name: /^Accept this wording/ }).click()
    await wording.waitFor({ state: 'detached' })
    const results = page.getByRole('textbox', { name: 'What came of it' })
    await expect.poll(() => results.inputValue()).toContain('by our own count')

    await page
      .getByRole('navigation', { name: 'Steps' })
      .getByRole('link', { name: 'What it takes' })
      .click()
    await page.getByRole('textbox', { name: 'Money' }).fill('The city pays them.')
    await page.getByText(/^Saved at/).waitFor()
    await handIn(page)
  })

  it('the moderator sees what is new, approves, and the search finds it within 5 s', async () => {
    const { page } = ines
    await page.getByRole('link', { name: 'To the queue', exact: true }).click()
    await page
      .locator('.q-row')
      .getByText('Since you looked: the text was handed in anew')
      .waitFor()
    await page.getByRole('link', { name: title }).click()
    await page.locator('#field-means-money ins').getByText('The city pays them.').waitFor()
    await page.locator('#field-sections-results').getByText('Accepted', { exact: true }).waitFor()
    const since = await approve(page)
    await expectFoundSoon(place, 'lanterns harbour', title, since)
    await expectAccessible(page)
    await followMail({ template: 'approved' })
    await mira.page.getByRole('heading', { level: 1, name: title }).waitFor()
    await mira.page.getByText('by our own count').waitFor()
  })

  it('the city revises what is live; it stays as it is until the revision is approved', async () => {
    const { page } = mira
    await page.getByRole('link', { name: 'Revise this entry' }).click()
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByLabel('Title', { exact: true }).fill(newTitle)
    await page.getByText(/^Saved at/).waitFor()
    await page.getByRole('link', { name: 'Check and submit' }).first().click()
    await page.getByLabel('The text may be used freely').check()
    await handIn(page)
    await page.getByRole('link', { name: 'See what is published' }).click()
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()

    const desk = tomas.page
    await desk.reload()
    await desk.getByRole('link', { name: newTitle }).click()
    await desk.locator('#field-title ins').getByText('and the park').waitFor()
    const since = await approve(desk)
    await expectFoundSoon(place, 'lanterns park', newTitle, since)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: newTitle, exact: true }).waitFor()
  })

  it('rejects; the city appeals once, and another moderator decides', async () => {
    const other = await handedIn(place, { title: 'A house near the station' })
    const first = ines.page
    await first.goto(place.site.url + deskOf(other))
    await hydrated(first)
    await first.getByLabel('Reject', { exact: true }).check()
    await first.getByLabel('Reason').selectOption('too-little')
    await first.getByLabel('Why, in words').fill('Others could not learn from it yet.')
    await first.getByRole('button', { name: 'Reject it' }).click()
    await first.getByRole('heading', { name: 'It is rejected' }).waitFor()

    const { page } = mira
    await followMail({ template: 'rejected' })
    await page.getByText('Others could not learn from it yet.').waitFor()
    await page.getByText('It says too little for others to learn from it.').waitFor()
    await page.getByText('Ask another moderator to look again').click()
    await page.getByRole('button', { name: 'Send the appeal' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Why it should be published after all').fill('The second part says how.')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Send the appeal' }).click()
    await page.getByText('Another moderator will look at it.').waitFor()
    await expectAccessible(page)

    await first.goto(place.site.url + deskOf(other))
    await first.getByText('You rejected this, and its city has appealed.').waitFor()
    const second = tomas.page
    await second.goto(`${place.site.url}/moderation?kind=appeal`)
    await hydrated(second)
    await second.getByRole('link', { name: 'A house near the station' }).click()
    const part = second.getByRole('region', { name: 'Appeal' })
    await part.getByText('The second part says how.').waitFor()
    await part.getByLabel('The appeal is right').check()
    await part.getByLabel('Why?').fill('It does: it was overlooked.')
    await part.getByRole('button', { name: 'Let it be decided anew' }).click()
    await second.getByRole('heading', { name: 'The appeal was right' }).waitFor()
    await second.reload()
    await hydrated(second)
    const since = await approve(second)
    await expectFoundSoon(place, 'house station', 'A house near the station', since)
    await followMail({ template: 'appeal-decided' })
    await page.getByText('It does: it was overlooked.').waitFor()
    expect(await page.getByText('Ask another moderator to look again').count()).toBe(0)
  })

  it('no page complained on the way', () => {
    expect(
      faults(
        [ines, tomas, mira].flatMap(({ complaints }) => complaints),
        400,
      ),
    ).toEqual([])
  })
})
