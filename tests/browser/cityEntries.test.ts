import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated } from './browser.ts'
import { startedCityPlace, type CityPlace } from './cityPlace.ts'

const entry = '/practices/dk-aarhus-info-house-exit-mentoring'

let place: CityPlace
let editor: TestPerson
let moderator: TestPerson
beforeAll(async () => {
  place = await startedCityPlace()
  editor = await personAt(place.site, { name: 'Mira', email: 'mira@aarhus.dk' })
  moderator = await personAt(place.site, { name: 'Ada', role: 'moderator' })
  await teamOf(place.site, 'dk-aarhus', [{ person: editor }])
})
afterAll(() => place?.stop())

describe('what a city asks about an entry', () => {
  it('a reply stands beside the entry, signed and dated, once a moderator agrees', async () => {
    const { inbox, site } = place
    const { page, complaints, close } = await place.opened(editor, entry)
    await page.getByRole('link', { name: 'Answer it' }).click()
    await page.getByRole('heading', { name: 'Your city and this entry' }).waitFor()
    expect(await page.getByLabel('Reply to it').isChecked()).toBe(true)
    await expectAccessible(page)
    await page.getByLabel('The reply').fill('The mentors are **volunteers** since 2024.')
    await page.getByRole('button', { name: 'Send it to the editors' }).click()
    // Unsigned: what was typed stays.
    await page.locator('.fault').waitFor()
    expect(await page.getByLabel('Signed by').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('The reply').inputValue()).toContain('volunteers')
    await page.getByLabel('Signed by').fill('Office of the mayor')
    await page.getByRole('button', { name: 'Send it to the editors' }).click()
    await page.getByText('It is with the editors now').waitFor()
    await page.getByText('waits for a moderator').waitFor()
    await expectAccessible(page)
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])

    const mail = await inbox.next({ to: moderator.email, template: 'entry-request' })
    const desk = await place.opened(moderator, new URL(mail.link).pathname)
    await desk.page.getByRole('heading', { name: 'Aarhus: Reply to it' }).waitFor()
    await expectAccessible(desk.page)
    await desk.page.getByLabel(/^Agree: Aarhus/).click()
    await desk.page.getByRole('button', { name: 'Show the reply' }).click()
    await desk.page.getByText('Done. The team of Aarhus gets a mail.').waitFor()
    await desk.page.getByText('There is nothing here.').waitFor()
    expect(desk.complaints).toEqual([])
    await desk.close()

    const news = await inbox.next({ to: editor.email, template: 'entry-request-decided' })
    await page.goto(site.url + new URL(news.link).pathname)
    await hydrated(page)
    const reply = page.getByRole('region', { name: 'What the city says to it' })
    expect(await reply.locator('strong').innerText()).toBe('volunteers')
    await reply.getByText('Office of the mayor').waitFor()
    expect(await reply.locator('time').getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT/)
    await expectAccessible(page)
    await close()
  })

  it('a claim is declined with a reason, asked again, and taken back', async () => {
    const { inbox, site } = place
    const { page, close } = await place.opened(editor, '/cities/dk-aarhus')
    await page.getByRole('link', { name: 'Claim an entry, answer it' }).click()
    await page.getByRole('heading', { name: 'Entries about Aarhus' }).waitFor()
    await page.getByRole('link', { name: /^Claim, reply, take down: Info-house/ }).click()
    await page.getByLabel('Claim it').check()
    await page.getByLabel('Why it is yours').fill('Our office runs it.')
    // What is typed outlives the tab.
    await page.reload()
    await hydrated(page)
    await page.getByLabel('Claim it').check()
    expect(await page.getByLabel('Why it is yours').inputValue()).toBe('Our office runs it.')
    await page.getByRole('button', { name: 'Send it to the editors' }).click()
    await page.getByText('It is with the editors now').waitFor()

    const desk = await place.opened(moderator, '/moderation/requests')
    await desk.page.getByLabel(/^Decline: Aarhus/).click()
    await desk.page.getByLabel('The reason').fill('Please say which office.')
    await desk.page.getByRole('button', { name: 'Decline with this reason' }).click()
    await desk.page.getByText('Declined. The team of Aarhus').waitFor()
    await desk.page.getByRole('link', { name: 'Declined' }).click()
    await desk.page.getByText('Please say which office.').waitFor()
    await desk.close()
    const mail = await inbox.next({ to: editor.email, template: 'entry-request-decided' })
    expect(mail.text).toContain('Please say which office.')

    await page.reload()
    await page.getByText('Please say which office.').waitFor()
    await page.goto(`${site.url}/my/entries/${entry.split('/').at(-1)}?kind=claim`)
    await hydrated(page)
    await page.getByLabel('Why it is yours').fill('The office for social affairs.')
    await page.getByRole('button', { name: 'Send it to the editors' }).click()
    await page.getByText('waits for a moderator').waitFor()
    await page.getByLabel(/^Take it back: Info-house/).click()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('It is taken back.').waitFor()
    await close()
  })

  it('a take-down takes the entry away, and its address says why', async () => {
    const { site } = place
    const { page, close } = await place.opened(
      editor,
      '/my/entries/dk-prison-mentoring-back-on-track?kind=take-down',
    )
    await page.getByLabel('Why it should go').fill('It names a street.')
    await page.getByRole('button', { name: 'Send it to the editors' }).click()
    await page.getByText('It is with the editors now').waitFor()
    const desk = await place.opened(moderator, '/moderation/requests')
    await desk.page.getByLabel(/^Agree: Aarhus/).click()
    await desk.page.getByRole('button', { name: 'Take the entry down' }).click()
    await desk.page.getByText('Done. The team of Aarhus gets a mail.').waitFor()
    await desk.close()
    const gone = await page.goto(`${site.url}/practices/dk-prison-mentoring-back-on-track`)
    expect(gone?.status()).toBe(410)
    await page.getByText('Reason: its city asked for it.').waitFor()
    await close()
  })

  it('is open to no stranger: each is told what to do first', async () => {
    const { site } = place
    const stranger = await personAt(site)
    const visit = await place.opened(stranger, `/my/entries/${entry.split('/').at(-1)}`)
    await visit.page.getByText('you need to be in the team of a city').waitFor()
    await expectAccessible(visit.page)
    await visit.page.goto(`${site.url}/moderation/requests`)
    await visit.page.getByText('This is not open to you').waitFor()
    await visit.close()
    const nobody = await place.opened(null, entry)
    await nobody.page.getByRole('link', { name: 'Claim it for your city' }).click()
    await nobody.page.waitForURL('**/sign-in?next=**')
    expect(new URL(nobody.page.url()).searchParams.get('next')).toContain('kind=claim')
    await nobody.close()
  })

  it('reads well on a small screen, right to left', async () => {
    for (const path of ['/my/cities/dk-aarhus/requests', '/my/cities/dk-aarhus/questions']) {
      const visit = await place.opened(editor, `/ar-XB${path}`, {
        viewport: { width: 320, height: 800 },
      })
      await expectAccessible(visit.page)
      await expectNoSidewaysScroll(visit.page)
      expect(visit.complaints).toEqual([])
      await visit.close()
    }
  })
})
