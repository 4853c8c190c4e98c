import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated } from './browser.ts'
import { startedCityPlace, type CityPlace } from './cityPlace.ts'

const entry = 'dk-aarhus-info-house-exit-mentoring'

let place: CityPlace
let owner: TestPerson
let asker: TestPerson
beforeAll(async () => {
  place = await startedCityPlace()
  owner = await personAt(place.site, { name: 'Mira', email: 'mira@aarhus.dk' })
  asker = await personAt(place.site, { name: 'Samira', email: 'samira@example.org' })
  await teamOf(place.site, 'dk-aarhus', [{ person: owner }])
})
afterAll(() => place?.stop())

describe('the page of a city', () => {
  it('shows what everyone may see, without a script too', async () => {
    const { site, browser } = place
    const context = await browser.newContext({ javaScriptEnabled: false })
    const bare = await context.newPage()
    const response = await bare.goto(`${site.url}/cities/dk-aarhus`)
    expect(response?.status()).toBe(200)
    expect(response?.headers()['cache-control']).not.toContain('no-store')
    await bare.getByRole('heading', { level: 1, name: 'Aarhus' }).waitFor()
    expect(await bare.getByRole('article').count()).toBeGreaterThan(0)
    expect(await bare.content()).not.toContain(owner.email)
    await context.close()
    const nothing = await fetch(`${site.url}/cities/dk-nowhere`)
    expect(nothing.status).toBe(404)
  })

  it.each([
    { width: 1280, path: '/cities/dk-aarhus' },
    { width: 320, path: '/cities/dk-aarhus' },
    { width: 360, path: '/ar-XB/cities/dk-aarhus' },
  ])('is for everyone: $width px, $path', async ({ width, path }) => {
    const visit = await place.opened(null, path, { viewport: { width, height: 800 } })
    await expectAccessible(visit.page)
    await expectNoSidewaysScroll(visit.page)
    expect(visit.complaints).toEqual([])
    await visit.close()
  })

  it('says where nobody answers, and leads to asking for the place', async () => {
    const visit = await place.opened(null, '/cities/ly-tripoli')
    await visit.page.getByText('Nobody of Tripoli is here yet to answer').waitFor()
    await visit.page.getByRole('link', { name: 'Ask for your city’s place here' }).click()
    await visit.page.waitForURL('**/sign-in?next=**')
    await visit.close()
  })
})

describe('a question to a city', () => {
  it('is kept while a visitor signs in, reaches the team, and its answer who asked; no address is shown', async () => {
    const { site, inbox } = place
    const visit = await place.opened(null, `/practices/${entry}`)
    const { page, complaints } = visit
    await page.getByRole('link', { name: 'Ask Aarhus' }).click()
    await page.getByRole('heading', { name: 'Ask Aarhus' }).waitFor()
    await page.getByText('About:').waitFor()
    await page.getByLabel('Your question').fill('How many mentors does it take?')
    await page.getByRole('button', { name: 'Sign in and go on' }).click()
    await page.getByLabel('Mail address').fill(asker.email)
    await page.getByRole('textbox', { name: 'Password' }).fill(asker.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    const question = page.getByLabel('Your question')
    await question.waitFor()
    expect(await question.inputValue()).toBe('How many mentors does it take?')
    expect(new URL(page.url()).searchParams.get('entry')).toBe(entry)
    await page.reload()
    await hydrated(page)
    expect(await question.inputValue()).toBe('How many mentors does it take?')
    await page.getByRole('button', { name: 'Send the question' }).click()
    await page.getByText('Your question is on its way to Aarhus').waitFor()
    expect(await question.inputValue()).toBe('')
    await expectAccessible(page)

    const mail = await inbox.next({ to: owner.email, template: 'question' })
    expect(mail.raw).not.toContain(asker.email)
    const desk = await place.opened(owner, new URL(mail.link).pathname)
    const asked = desk.page.getByRole('article').filter({ hasText: 'How many mentors' })
    await asked.getByRole('heading', { name: 'Samira asks' }).waitFor()
    expect(await desk.page.locator('main').innerText()).not.toContain(asker.email)
    await expectAccessible(desk.page)
    await asked.getByLabel('Your answer').fill('Eight, part-time.')
    // What is typed outlives the tab.
    await desk.page.reload()
    await hydrated(desk.page)
    expect(await asked.getByLabel('Your answer').inputValue()).toBe('Eight, part-time.')
    await asked.getByRole('button', { name: 'Send the answer' }).click()
    await desk.page.getByText('The answer is on its way to Samira.').waitFor()
    await desk.page.getByText('No question waits for an answer.').waitFor()
    await desk.page.getByRole('link', { name: 'Answered' }).click()
    await desk.page.getByText('Eight, part-time.').waitFor()
    expect(desk.complaints).toEqual([])
    await desk.close()

    const answer = await inbox.next({ to: asker.email, template: 'answer' })
    expect(answer.raw).not.toContain(owner.email)
    await page.goto(site.url + new URL(answer.link).pathname)
    await page.getByText('Eight, part-time.').waitFor()
    await hydrated(page)
    expect(await page.locator('main').innerText()).not.toContain(owner.email)
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await visit.close()
  })

  it('is not lost when the session has ended', async () => {
    const gone = await personAt(place.site)
    const visit = await place.opened(gone, '/cities/dk-aarhus')
    await visit.page.getByLabel('Your question').fill('What does it cost?')
    await visit.context.clearCookies({ name: /session/ })
    await visit.page.getByRole('button', { name: 'Send the question' }).click()
    await visit.page.waitForURL('**/sign-in?next=**')
    await visit.page.getByLabel('Mail address').fill(gone.email)
    await visit.page.getByRole('textbox', { name: 'Password' }).fill(gone.password)
    await visit.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    const question = visit.page.getByLabel('Your question')
    await question.waitFor()
    expect(await question.inputValue()).toBe('What does it cost?')
    await visit.close()
  })
})
