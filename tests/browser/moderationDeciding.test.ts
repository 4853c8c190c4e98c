import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VerdictList } from '@homeward/schema/moderation.ts'
import type { Submission } from '@homeward/schema/submission.ts'
import { decided, seenBy, standingOf } from '../moderation/place.ts'
import { answered } from '../submissions/place.ts'
import { expectAccessible, hydrated } from './browser.ts'
import { faults } from './comingIn.ts'
import {
  deskOf,
  handedIn,
  revised,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

/** Whether all of it can be seen without scrolling. */
const isInSight = (place: Locator) =>
  place.evaluate(
    (element) =>
      new Promise<boolean>((resolve) => {
        new IntersectionObserver(([seen]) =>
          resolve((seen?.intersectionRatio ?? 0) >= 0.99),
        ).observe(element)
      }),
  )

const verdictsOn = (place: ModerationPlace, id: string) =>
  answered<VerdictList>(place.mira.ask('GET', `/api/v1/submissions/${id}/verdicts`))

describe('deciding', () => {
  let place: ModerationPlace
  beforeAll(async () => {
    place = await startedModerationPlace()
  })
  afterAll(() => place?.stop())

  it('rejects with a reason from the list and in words, and goes on to the next', async () => {
    const draft = await handedIn(place, { title: 'A house near the station' })
    const next = await handedIn(place, { title: 'Bread on Sundays' })
    const { page, complaints, close } = await place.opened(place.ines, deskOf(draft))
    await page.getByLabel('Reject', { exact: true }).check()
    const send = page.getByRole('button', { name: 'Reject it' })
    await expect.poll(() => isInSight(send), { message: 'what the choice asks for' }).toBe(true)
    await send.click()
    await page.getByRole('alert').waitFor()
    await page.getByText('Please choose one.').waitFor()
    await page.getByText('Please fill this in.').waitFor()
    await page.getByLabel('Why, in words').fill('Others could not learn from it yet.')
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
    await page.waitForURL(`**${deskOf(next)}`)
    await page.getByRole('heading', { level: 1, name: 'Bread on Sundays' }).waitFor()
    // What was said to the one before is not said to this one.
    await page.getByLabel('Reject', { exact: true }).check()
    expect(await page.getByLabel('Why, in words').inputValue()).toBe('')
    expect(faults(complaints, 400)).toEqual([])
    await close()
  })

  it('tells the second of two moderators what the first decided, and keeps what was typed', async () => {
    const draft = await handedIn(place, { title: 'Choirs that take anyone' })
    const first = await place.opened(place.ines, deskOf(draft))
    const second = await place.opened(place.tomas, deskOf(draft))
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
    const { page, complaints, close } = await place.opened(place.ines, deskOf(revision))
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
    const own = await place.opened(place.ines, deskOf(draft))
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
