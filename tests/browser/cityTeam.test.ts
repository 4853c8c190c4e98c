import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { expectAccessible, expectNoSidewaysScroll, hydrated } from './browser.ts'
import { startedCityPlace, type CityPlace } from './cityPlace.ts'

let place: CityPlace
let owner: TestPerson
let editor: TestPerson
beforeAll(async () => {
  place = await startedCityPlace()
  owner = await personAt(place.site, { name: 'Mira', email: 'mira@aarhus.dk' })
  editor = await personAt(place.site, { name: 'Jonas', email: 'jonas@aarhus.dk' })
  await teamOf(place.site, 'dk-aarhus', [{ person: owner }, { person: editor, role: 'editor' }])
})
afterAll(() => place?.stop())

const path = '/my/cities/dk-aarhus'

describe('a city’s team', () => {
  it('invites by mail, and takes an invitation back', async () => {
    const { inbox, site } = place
    const guest = await personAt(site, { name: 'Noor', email: 'noor@aarhus.dk' })
    const { page, complaints, close } = await place.opened(owner, path)
    await expectAccessible(page)
    await page.getByLabel('Their mail address').fill('nobody@aarhus.dk')
    await page.getByRole('button', { name: 'Send the invitation' }).click()
    await page.getByText('The invitation to nobody@aarhus.dk is on its way.').waitFor()
    await page.getByLabel('Their mail address').fill(guest.email)
    await page.getByRole('radio', { name: 'Owner' }).check()
    await page.getByRole('button', { name: 'Send the invitation' }).click()
    await page.getByText(`The invitation to ${guest.email} is on its way.`).waitFor()
    await page.getByRole('heading', { name: 'Invited, not come yet' }).waitFor()
    await page.getByLabel('Take back: nobody@aarhus.dk').click()
    await page.getByRole('button', { name: 'Take the invitation back' }).click()
    await page.getByText('The invitation to nobody@aarhus.dk is taken back.').waitFor()
    await page.getByLabel('Take back: nobody@aarhus.dk').waitFor({ state: 'detached' })
    await expectAccessible(page)
    expect(complaints).toEqual([])

    const withdrawn = await inbox.next({ to: 'nobody@aarhus.dk', template: 'city-invitation' })
    const mail = await inbox.next({ to: guest.email, template: 'city-invitation' })
    expect(mail.text).toContain('run the team')
    const { pathname, hash } = new URL(mail.link)
    const visit = await place.opened(guest, pathname + new URL(withdrawn.link).hash)
    await visit.page.getByText('This invitation is not valid').waitFor()
    await visit.page.goto('about:blank')
    await visit.page.goto(site.url + pathname + hash)
    await visit.page.getByRole('button', { name: 'Join the team of Aarhus' }).click()
    await visit.page.getByText('Welcome to the team of Aarhus').waitFor()
    await visit.page.getByRole('link', { name: 'Go to Aarhus' }).click()
    await visit.page.getByText('noor@aarhus.dk').waitFor()
    await visit.close()
    await guest.ask('DELETE', `/api/v1/cities/dk-aarhus/members/${guest.id}`)
    await close()
  })

  it('does not let its last owner go, and says what to do; then hands over, and lets go', async () => {
    const { page, complaints, close } = await place.opened(owner, path)
    await page.getByText('Leave the team', { exact: true }).click()
    await page.getByRole('button', { name: 'Leave the team of Aarhus' }).click()
    const fault = page.locator('.fault')
    await fault.getByText('This is the last owner of the city').waitFor()
    await fault.getByText('Make another member of the team an owner first').waitFor()
    expect(await fault.evaluate((one) => one === document.activeElement)).toBe(true)
    await page.getByLabel('Make an owner: Jonas').click()
    await page.getByText('Jonas is now: Owner.').waitFor()
    await page.getByLabel('Make an editor: Jonas').waitFor()
    await page.getByRole('button', { name: 'Leave the team of Aarhus' }).click()
    await page.waitForURL('**/my/cities')
    await page.getByText('You do not speak for a city here yet').waitFor()
    const gone = await page.goto(place.site.url + path)
    expect(gone?.status()).toBe(404)
    expect(complaints.filter((text) => !/409|404/.test(text))).toEqual([])
    await close()

    await place.site.database.db
      .insertInto('city_members')
      .columns(['city_id', 'user_id', 'role'])
      .expression((eb) =>
        eb
          .selectFrom('cities')
          .select((inner) => [
            'id',
            inner.val(owner.id).as('user_id'),
            inner.val('owner' as const).as('role'),
          ])
          .where('slug', '=', 'dk-aarhus'),
      )
      .execute()
    const back = await place.opened(owner, path)
    await back.page.getByLabel('Take out: Jonas').click()
    await back.page.getByRole('button', { name: 'Take Jonas out' }).click()
    await back.page.getByText('Jonas is no longer in the team.').waitFor()
    await back.page.getByText('jonas@aarhus.dk').waitFor({ state: 'detached' })
    await back.close()
  })

  it('shows an editor the team, and nothing to run it with', async () => {
    const second = await personAt(place.site)
    await teamOf(place.site, 'dk-copenhagen', [
      { person: owner },
      { person: second, role: 'editor' },
    ])
    const visit = await place.opened(second, '/my/cities/dk-copenhagen')
    await visit.page.getByText('mira@aarhus.dk').waitFor()
    expect(await visit.page.getByRole('heading', { name: 'Invite someone' }).count()).toBe(0)
    expect(await visit.page.getByText('Take out').count()).toBe(0)
    expect(await visit.page.getByText('Leave the team', { exact: true }).count()).toBe(1)
    await visit.close()
  })

  it('changes its page; of two who do so at once, the second sees what the first wrote', async () => {
    const one = await place.opened(owner, path)
    const two = await place.opened(owner, path)
    await one.page.getByLabel('In your own words').fill('We meet people at the station.')
    await one.page.getByText('Choose languages').click()
    await one.page.getByLabel('Danish').check()
    await one.page.getByRole('button', { name: 'Save' }).click()
    await one.page.getByText('Saved.').waitFor()
    await two.page.getByLabel('In your own words').fill('We visit people at home.')
    await two.page.getByRole('button', { name: 'Save' }).click()
    await two.page.getByText('They wrote:').waitFor()
    await two.page.getByText('We meet people at the station.').waitFor()
    expect(await two.page.getByLabel('In your own words').inputValue()).toBe(
      'We visit people at home.',
    )
    await expectAccessible(two.page)
    await two.page.getByRole('button', { name: 'Save' }).click()
    await two.page.getByText('Saved.').waitFor()
    await one.page.goto(`${place.site.url}/cities/dk-aarhus`)
    await hydrated(one.page)
    await one.page.getByText('We visit people at home.').waitFor()
    expect(one.complaints).toEqual([])
    await one.close()
    await two.close()
  })

  it('reads well on a small screen, right to left, in the dark', async () => {
    const visit = await place.opened(owner, `/ar-XB${path}`, {
      viewport: { width: 320, height: 800 },
      colorScheme: 'dark',
    })
    await expectAccessible(visit.page)
    await expectNoSidewaysScroll(visit.page)
    expect(visit.complaints).toEqual([])
    await visit.close()
  })
})
