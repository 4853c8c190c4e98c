import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VerdictList } from '@homeward/schema/moderation.ts'
import type { Submission } from '@homeward/schema/submission.ts'
import { decided, seenBy, standingOf } from '../moderation/place.ts'
import { engines, isPresent } from '../site.ts'
import { answered, match, saved } from '../submissions/place.ts'
import { expectAccessible, hydrated } from './browser.ts'
import { faults } from './comingIn.ts'
import {
  handedIn,
  revised,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

const desk = ({ id }: Pick<Submission, 'id'>) => `/moderation/submissions/${id}`
const verdictsOn = (place: ModerationPlace, id: string) =>
  answered<VerdictList>(place.mira.ask('GET', `/api/v1/submissions/${id}/verdicts`))

describe.each(engines)('from the queue to what is live, with %s', (engine) => {
  let place: ModerationPlace
  beforeAll(async () => {
    if (isPresent(engine)) place = await startedModerationPlace(engine)
  })
  afterAll(() => place?.stop())

  it.runIf(isPresent(engine))(
    'claim, comment, ask for changes, the city answers, approve, and it is found within 5 s',
    async () => {
      const draft = await handedIn(place, { title: 'Lanterns along the harbour' })
      const { page, complaints, close } = await place.opened(place.ines, '/moderation')
      await page
        .getByRole('button', { name: 'Take it to read: Lanterns along the harbour' })
        .click()
      await page.getByText('You have it now: Lanterns').waitFor()
      await page.getByRole('link', { name: 'Lanterns along the harbour' }).click()
      await page.getByRole('heading', { level: 1, name: 'Lanterns along the harbour' }).waitFor()
      const approach = page.locator('#field-sections-approach')
      await approach.getByRole('button', { name: /^Comment/ }).click()
      await approach.getByLabel('Your comment').fill('Who pays the mentors?')
      await approach.getByRole('button', { name: 'Send' }).click()
      await approach.locator('.comment').getByText('Who pays the mentors?').waitFor()

      await page.getByLabel('Ask for changes', { exact: true }).check()
      await page.getByRole('button', { name: 'Ask for these changes' }).click()
      await page.getByRole('alert').waitFor()
      await page.getByLabel('What should be changed?').fill('Please say who pays the mentors.')
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Ask for these changes' }).click()
      await page.getByRole('heading', { name: 'You asked for changes' }).waitFor()
      await page.getByText('Nothing else waits that you could decide on.').waitFor()
      await expectAccessible(page)
      expect((await verdictsOn(place, draft.id)).verdicts).toMatchObject([
        { verdict: 'changes-requested', text: 'Please say who pays the mentors.' },
      ])

      const opened = await answered<Submission>(
        place.mira.ask('GET', `/api/v1/submissions/${draft.id}`),
      )
      const answer = await saved(place.mira, opened, { means: { money: 'The city pays them.' } })
      await answered(
        place.mira.ask('POST', `/api/v1/submissions/${draft.id}/submit`, undefined, match(answer)),
      )
      await page.getByRole('link', { name: 'To the queue', exact: true }).click()
      await page
        .locator('.q-row')
        .getByText('Since you looked: the text was handed in anew')
        .waitFor()
      await page.getByRole('link', { name: 'Lanterns along the harbour' }).click()
      await page.locator('#field-means-money ins').getByText('The city pays them.').waitFor()
      await page.getByLabel('Approve', { exact: true }).check()
      await page.getByRole('button', { name: 'Publish it' }).click()
      const since = Date.now()
      await page.getByRole('heading', { name: 'It is published' }).waitFor()
      await expectAccessible(page)
      const reader = await place.browser.newPage()
      await expect
        .poll(
          async () => {
            await reader.goto(`${place.site.url}/search?q=lanterns+harbour`)
            return reader.getByRole('link', { name: 'Lanterns along the harbour' }).count()
          },
          { timeout: 5000, interval: 200 },
        )
        .toBeGreaterThan(0)
      expect(Date.now() - since).toBeLessThan(5000)
      await page.getByRole('link', { name: 'See it on the site' }).click()
      await page.getByRole('heading', { level: 1, name: 'Lanterns along the harbour' }).waitFor()
      expect(faults(complaints, 400)).toEqual([])
      await reader.close()
      await close()
    },
  )
})

describe('deciding', () => {
  let place: ModerationPlace
  beforeAll(async () => {
    place = await startedModerationPlace()
  })
  afterAll(() => place?.stop())

  it('rejects with a reason from the list and in words, and goes on to the next', async () => {
    const draft = await handedIn(place, { title: 'A house near the station' })
    const next = await handedIn(place, { title: 'Bread on Sundays' })
    const { page, complaints, close } = await place.opened(place.ines, desk(draft))
    await page.getByLabel('Reject', { exact: true }).check()
    await page.getByLabel('Why, in words').fill('Others could not learn from it yet.')
    await page.getByRole('button', { name: 'Reject it' }).click()
    await page.getByRole('alert').waitFor()
    expect((await standingOf(place.ines, draft.id)).state).toBe('submitted')
    await page.getByLabel('Reason').selectOption('too-little')
    expect(await page.getByLabel('Why, in words').inputValue()).toBe(
      'Others could not learn from it yet.',
    )
    await page.getByRole('button', { name: 'Reject it' }).click()
    const title = page.getByRole('heading', { name: 'It is rejected' })
    await title.waitFor()
    await expect.poll(() => title.evaluate((one) => one === document.activeElement)).toBe(true)
    expect((await verdictsOn(place, draft.id)).verdicts).toMatchObject([
      { verdict: 'rejected', reason: 'too-little', text: 'Others could not learn from it yet.' },
    ])
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Next: Bread on Sundays' }).click()
    await page.waitForURL(`**${desk(next)}`)
    await page.getByRole('heading', { level: 1, name: 'Bread on Sundays' }).waitFor()
    // What was said to the one before is not said to this one.
    await page.getByLabel('Reject', { exact: true }).check()
    expect(await page.getByLabel('Why, in words').inputValue()).toBe('')
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('tells the second of two moderators what the first decided, and keeps what was typed', async () => {
    const draft = await handedIn(place, { title: 'Choirs that take anyone' })
    const first = await place.opened(place.ines, desk(draft))
    const second = await place.opened(place.tomas, desk(draft))
    await second.page.getByLabel('Reject', { exact: true }).check()
    await second.page.getByLabel('Reason').selectOption('evidence')
    await second.page.getByLabel('Why, in words').fill('The figures do not fit.')
    await first.page.getByLabel('Approve', { exact: true }).check()
    await first.page.getByRole('button', { name: 'Publish it' }).click()
    await first.page.getByRole('heading', { name: 'It is published' }).waitFor()

    await second.page.getByRole('button', { name: 'Reject it' }).click()
    const part = second.page.getByRole('region', { name: 'Decide' })
    await part.getByRole('alert').getByText('This was decided already, by Ines').waitFor()
    await part.getByText('Ines has decided: Published.').waitFor()
    expect(await part.getByLabel('Why, in words').inputValue()).toBe('The figures do not fit.')
    await expectAccessible(second.page)
    expect((await verdictsOn(place, draft.id)).verdicts).toHaveLength(1)
    await part.getByRole('button', { name: 'Show how it is now' }).click()
    await part.getByText('It is published.').waitFor()
    expect(faults(second.complaints, 409)).toEqual([])
    await first.close()
    await second.close()
  })

  it('does not publish what the moderator has not seen: the text changed, or what is live', async () => {
    const draft = await handedIn(place, { title: 'Doors that stay open' })
    const { entry } = await decided(place.tomas, draft.id, 'approve')
    const revision = await revised(place, entry?.slug ?? '', { title: 'Doors that stay wide open' })
    const { page, complaints, close } = await place.opened(place.ines, desk(revision))
    const path = `/api/v1/submissions/${revision.id}`
    // Meanwhile the city takes it back and hands it in again.
    const back = await answered<Submission>(place.mira.ask('GET', path))
    await answered(
      place.tomas.ask('POST', `${path}/suggestions`, {
        field: 'title',
        before: back.content.title,
        proposed: 'Doors that stay open all day',
      }),
      201,
    )
    const { suggestions } = await answered<{ suggestions: { id: string }[] }>(
      place.mira.ask('GET', `${path}/suggestions`),
    )
    await answered(place.mira.ask('POST', `${path}/suggestions/${suggestions[0]?.id}/accept`))
    await page.getByLabel('Approve', { exact: true }).check()
    await page.getByLabel('Words for those who wrote it').fill('Thank you.')
    await page.getByRole('button', { name: 'Publish it' }).click()
    const part = page.getByRole('region', { name: 'Decide' })
    await part.getByText('The text is another one than you see here.').waitFor()
    expect((await standingOf(place.ines, revision.id)).state).toBe('submitted')
    await part.getByRole('button', { name: 'Show how it is now' }).click()
    await page.getByRole('heading', { level: 1, name: 'Doors that stay open all day' }).waitFor()
    expect(await part.getByLabel('Words for those who wrote it').inputValue()).toBe('Thank you.')
    await page.getByRole('button', { name: 'Publish it' }).click()
    await page.getByRole('heading', { name: 'It is published' }).waitFor()
    expect((await verdictsOn(place, revision.id)).verdicts).toMatchObject([{ text: 'Thank you.' }])
    expect(faults(complaints, 409)).toEqual([])
    await close()
  })

  it('decides an appeal by another moderator than who rejected it', async () => {
    const draft = await handedIn(place, { title: 'Evening lessons' })
    await decided(place.ines, draft.id, 'reject')
    await answered(
      place.mira.ask('POST', `/api/v1/submissions/${draft.id}/appeal`, {
        text: 'The mentors are named in the second part.',
      }),
    )
    const own = await place.opened(place.ines, desk(draft))
    await own.page.getByText('You rejected this, and its city has appealed.').waitFor()
    await expectAccessible(own.page)
    await own.close()
    const { page, complaints, close } = await place.opened(place.tomas, '/moderation?kind=appeal')
    await page.getByRole('link', { name: 'Evening lessons' }).click()
    const part = page.getByRole('region', { name: 'Appeal' })
    await part.getByText('The mentors are named in the second part.').waitFor()
    await part.getByLabel('The appeal is right').check()
    await part.getByLabel('Why?').fill('They are: we had not seen it.')
    await expectAccessible(page)
    await part.getByRole('button', { name: 'Let it be decided anew' }).click()
    await page.getByRole('heading', { name: 'The appeal was right' }).waitFor()
    expect(await seenBy(place.tomas, draft.id)).toMatchObject({ state: 'submitted' })
    await page.reload()
    await hydrated(page)
    await page.getByLabel('Approve', { exact: true }).check()
    await page.getByRole('button', { name: 'Publish it' }).click()
    await page.getByRole('heading', { name: 'It is published' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
