import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personAt, type TestPerson } from '../people.ts'
import { decided } from '../moderation/place.ts'
import { answered } from '../submissions/place.ts'
import type { OwnAdvice } from '@homeward/schema/moderation.ts'
import type { Submission } from '@homeward/schema/submission.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  hydrated,
  visitor,
  type Visit,
} from './browser.ts'
import { faults, onSite, signedInAs } from './comingIn.ts'
import {
  deskOf,
  handedIn,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

describe('advice from outside', () => {
  let place: ModerationPlace
  beforeAll(async () => {
    place = await startedModerationPlace()
  })
  afterAll(() => place?.stop())

  async function invited(
    draft: Submission,
    email: string,
    askedAs = 'expert',
  ): Promise<{ link: string }> {
    await answered(
      place.ines.ask('POST', `/api/v1/submissions/${draft.id}/reviewers`, { email, askedAs }),
      201,
    )
    const { link } = await place.inbox.next({ to: email, template: 'reviewer-invited' })
    return { link: onSite(place.site, link) }
  }
  async function accepted(draft: Submission, person: TestPerson, askedAs?: string) {
    const { link } = await invited(draft, person.email, askedAs)
    const token = new URL(link).hash.slice(1)
    await answered(person.ask('POST', '/api/v1/reviews/accept', { token }))
  }
  const ownAdvice = (person: TestPerson, { id }: Submission) =>
    answered<OwnAdvice>(person.ask('GET', `/api/v1/submissions/${id}/advice`))

  it('a moderator invites an expert, who reads that one text, comments and recommends', async () => {
    const draft = await handedIn(place, { title: 'Lanterns along the harbour' })
    const other = await handedIn(place, { title: 'Bread on Sundays' })
    const rania = await personAt(place.site, { name: 'Rania', email: 'rania@example.org' })
    const desk = await place.opened(place.ines, deskOf(draft))
    const part = desk.page.getByRole('region', { name: 'Advice from outside' })
    await part.getByText('Ask somebody for advice').click()
    await part.getByLabel('Their mail address').fill(rania.email)
    await part.getByLabel('somebody who knows the subject').check()
    await part.getByRole('button', { name: 'Send the invitation' }).click()
    await part.getByText(`${rania.email} gets a mail with a link.`).waitFor()

    const mail = await place.inbox.next({ to: rania.email, template: 'reviewer-invited' })
    const { page, complaints, close } = await place.opened(rania, new URL(mail.link).pathname)
    await page.goto('about:blank')
    await page.goto(onSite(place.site, mail.link))
    await page.getByText('Ines, a moderator here, asks you').waitFor()
    await page.getByText('Lanterns along the harbour').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Yes, I will read it' }).click()
    await page.getByRole('heading', { level: 1, name: 'Lanterns along the harbour' }).waitFor()
    await page.getByRole('region', { name: 'The text, as it will look' }).waitFor()
    await expectAccessible(page)
    expect((await rania.ask('GET', `/api/v1/submissions/${other.id}`)).status).toBe(404)

    const said = page.getByRole('region', { name: 'Comments' })
    await said.getByLabel('What is it about?').selectOption({ label: 'What is done' })
    await said.getByLabel('Your comment').fill('Six days seem short.')
    await said.getByRole('button', { name: 'Send the comment' }).click()
    await said.getByText('Your comment is with the moderators.').waitFor()
    await said.locator('.words').getByText('Six days seem short.').waitFor()

    const advice = page.getByRole('region', { name: 'Your advice' })
    await advice.getByRole('button', { name: 'Send my advice' }).click()
    await advice.getByText('Please choose what you recommend.').waitFor()
    await advice.getByLabel('Publish it after changes').check()
    await advice.getByLabel('Why?').fill('The training should be told in full.')
    await advice.getByLabel('Tell those who wrote it').check()
    await advice.getByLabel('Name me on the entry').check()
    await advice.getByLabel('How you are named there').fill('Rania, University of Tunis')
    await expectAccessible(page)
    await advice.getByRole('button', { name: 'Send my advice' }).click()
    await advice.getByText('Thank you. The moderators have your advice.').waitFor()
    expect(await ownAdvice(rania, draft)).toMatchObject({
      namedToCity: true,
      creditedAs: 'Rania, University of Tunis',
      advice: { recommendation: 'change', text: 'The training should be told in full.' },
    })

    await desk.page.reload()
    await hydrated(desk.page)
    await part.getByText('Recommends changes').waitFor()
    await part.getByText('The training should be told in full.').waitFor()
    await part.getByText('The entry may say that Rania, University of Tunis').waitFor()
    await desk.page.locator('#field-sections-approach').getByText('Six days seem short.').waitFor()
    await expectAccessible(desk.page)
    const approach = desk.page.locator('#field-sections-approach')
    await approach.getByRole('button', { name: 'Answer' }).click()
    await approach.getByLabel('Your answer').fill('We ask them for more.')
    await approach.getByRole('button', { name: 'Send' }).click()
    await approach.locator('.words').getByText('We ask them for more.').waitFor()
    const answer = await place.inbox.next({ to: rania.email, template: 'comment' })
    await page.goto(onSite(place.site, answer.link))
    await said.getByText('We ask them for more.').waitFor()
    const city = await place.opened(place.mira, `/submit/${draft.id}`)
    await city.page.getByText('named at their own wish: Rania.').waitFor()
    expect(await city.page.getByText('Six days seem short.').count()).toBe(0)

    // The link was used, and says so; what is advised on is found again without it.
    await page.goto('about:blank')
    await page.goto(onSite(place.site, mail.link))
    await page.getByRole('heading', { name: 'This invitation was accepted already' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'What I was asked to advise on' }).click()
    await page.getByText('You gave your advice on').waitFor()
    await expectAccessible(page)

    await decided(place.tomas, draft.id, 'approve')
    const { slug } = await live(draft)
    await page.goto(`${place.site.url}/practices/${slug}`)
    await page.getByText('Reviewed before publication by Rania, University of Tunis.').waitFor()
    await expectAccessible(page)
    // Whether one is named can be changed afterwards too: the page follows.
    await page.goto(`${place.site.url}/my/reviews/${draft.id}`)
    await hydrated(page)
    await page.getByText('The moderators have decided on this.').waitFor()
    await page.getByLabel('Name me on the entry').uncheck()
    await page.getByRole('button', { name: 'Keep this choice' }).click()
    await page.getByText('Kept.').waitFor()
    await expectAccessible(page)
    await page.goto(`${place.site.url}/practices/${slug}`)
    await page.getByText('Who wrote this').waitFor()
    expect(await page.getByText('Reviewed before publication').count()).toBe(0)
    for (const seen of [desk.complaints, city.complaints, faults(complaints, 410)]) {
      expect(seen).toEqual([])
    }
    await Promise.all([close(), desk.close(), city.close()])
  })

  async function live({ id }: Submission): Promise<{ slug: string }> {
    const { entry } = await answered<Submission>(place.mira.ask('GET', `/api/v1/submissions/${id}`))
    if (!entry) throw new Error(`${id} is not live`)
    return entry
  }

  it('nobody is ever said to have lived through it: they are named as in their account', async () => {
    const draft = await handedIn(place, { title: 'Gardens' })
    const sami = await personAt(place.site, { name: 'Sami', email: 'sami@example.org' })
    await accepted(draft, sami, 'lived-experience')
    const { page, complaints, close } = await place.opened(sami, '/my')
    await page.getByText('One waits for your advice.').waitFor()
    await page.getByRole('region', { name: 'Advice I was asked for' }).getByText('See all').click()
    await page.getByRole('link', { name: 'Gardens' }).click()
    await page.getByLabel('Publish it as it is').check()
    await page.getByLabel('Name me on the entry').check()
    await page.getByText('You are named as in your account: Sami.').waitFor()
    expect(await page.getByLabel('How you are named there').count()).toBe(0)
    const said = page.getByRole('region', { name: 'Comments' })
    await said.getByLabel('Your comment').fill('The evenings matter most.')
    await said.getByLabel('Also those who wrote the text').check()
    await said.getByRole('button', { name: 'Send the comment' }).click()
    await said.locator('.words').getByText('The evenings matter most.').waitFor()
    await page.getByRole('button', { name: 'Send my advice' }).click()
    await page.getByText('Thank you. The moderators have your advice.').waitFor()
    await decided(place.ines, draft.id, 'approve')

    // Those who wrote it read the comment, and learn of nobody who did not choose to be named to them.
    const city = await place.opened(place.mira, `/submit/${draft.id}`)
    await city.page.getByText('The evenings matter most.').waitFor()
    await city.page.getByText('Somebody from outside').waitFor()
    expect(await city.page.getByText('Sami').count()).toBe(0)
    await expectAccessible(city.page)
    await city.page.goto(`${place.site.url}/practices/${(await live(draft)).slug}`)
    await city.page.getByText('Reviewed before publication by Sami.').waitFor()
    expect(await city.page.getByText(/lived/i).count()).toBe(0)
    expect([...complaints, ...city.complaints]).toEqual([])
    await Promise.all([close(), city.close()])
  })

  it('a link says what to do that was cut off, taken back, is over, or is for somebody else', async () => {
    const draft = await handedIn(place, { title: 'Doors that stay open' })
    const other = await personAt(place.site, { email: 'other@example.org' })
    const { link } = await invited(draft, 'guest@example.org')
    const stranger: Visit = await visitor(place.browser)
    const { page } = stranger
    const open = async (at: string) => {
      await page.goto('about:blank')
      await page.goto(at)
      await hydrated(page)
    }
    await open(link)
    await page.getByText('The invitation is for guest@example.org.').waitFor()
    await expectAccessible(page)
    await page.getByRole('main').getByRole('link', { name: 'Make an account' }).click()
    await expect.poll(() => page.getByLabel('Mail address').inputValue()).toBe('guest@example.org')
    await open(link.slice(0, -4))
    await page.getByRole('heading', { name: 'This invitation is not valid' }).waitFor()
    await expectAccessible(page)
    await open(`${place.site.url}/review`)
    await page.getByRole('heading', { name: 'This invitation is not valid' }).waitFor()

    await signedInAs(stranger.context, place.site, other)
    await open(link)
    await page.getByText('you are signed in as other@example.org').waitFor()
    await expectAccessible(page)
    await decided(place.tomas, draft.id, 'reject')
    await open(link)
    await page.getByRole('heading', { name: 'This invitation is over' }).waitFor()
    await expectAccessible(page)
    expect(faults(stranger.complaints, 400, 404, 410)).toEqual([])
    await stranger.close()
  })

  it('holds on a small screen, in the dark and from right to left', async () => {
    const draft = await handedIn(place, { title: 'Hands that help' })
    const noor = await personAt(place.site, { name: 'Noor', email: 'noor@example.org' })
    await accepted(draft, noor)
    const { page, complaints, close } = await place.opened(noor, `/ar-XB/my/reviews/${draft.id}`, {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    })
    await page.getByRole('heading', { level: 1, name: 'Hands that help' }).waitFor()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await page.goto(`${place.site.url}/ar-XB/my/reviews`)
    await expectNoSidewaysScroll(page)
    expect(complaints).toEqual([])
    await close()
  })
})
