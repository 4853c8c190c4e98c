import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { geoEqualEarth } from 'd3-geo'
import { drawnAt, placeAt } from '../../client/components/city/equalEarth.ts'
import { personAt, teamOf } from '../people.ts'
import { expectAccessible, expectNoSidewaysScroll } from './browser.ts'
import { startedCityPlace, type CityPlace } from './cityPlace.ts'

let place: CityPlace
beforeAll(async () => {
  place = await startedCityPlace()
})
afterAll(() => place?.stop())

describe('asking for a city', () => {
  it('goes from the form to the administrator, who confirms it, and back by mail', async () => {
    const { site, inbox } = place
    const mira = await personAt(site, { name: 'Mira', email: 'mira@aarhus.dk' })
    const admin = await personAt(site, { name: 'Ada', role: 'administrator' })
    const { page, complaints, close } = await place.opened(mira, '/my/cities')
    await page.getByText('You do not speak for a city here yet').waitFor()
    await page.getByRole('link', { name: 'Ask for your city' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ask for your city' }).waitFor()
    await expectAccessible(page)

    // A form that lacks something says so at its top, where the focus goes, and beside each field.
    await page.getByRole('button', { name: 'Ask for this city' }).click()
    await page.locator('.fault:focus').waitFor()
    expect(await page.getByLabel('Country').getAttribute('aria-invalid')).toBe('true')
    await expectAccessible(page)

    const name = page.getByLabel('Name of the city')
    await name.pressSequentially('aarh')
    await page.getByRole('option', { name: /Aarhus/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await name.inputValue()).toBe('Aarhus')
    expect(await page.getByLabel('Country').inputValue()).toBe('DK')
    const latitude = page.getByLabel('Latitude', { exact: true })
    expect(Number(await latitude.inputValue())).toBeCloseTo(56.2, 0)
    // With the keyboard on the map, and by its numbers.
    const before = await latitude.inputValue()
    await page.getByRole('application').press('ArrowUp')
    expect(Number(await latitude.inputValue())).toBeGreaterThan(Number(before))
    await latitude.fill('56.157')
    await page.getByLabel('Longitude', { exact: true }).fill('10.211')
    expect(await page.getByLabel('Domain of its mail').inputValue()).toBe('aarhus.dk')
    await page.getByLabel('Official website').fill('www.aarhus.dk')
    await page.getByLabel('What you do there').fill('I run the office for social affairs.')
    await page.getByRole('button', { name: 'Ask for this city' }).click()
    await page.getByText('Aarhus is yours for the time being').waitFor()
    await page.getByText('It waits for an administrator').waitFor()
    await expectAccessible(page)
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])

    const mail = await inbox.next({ to: admin.email, template: 'city-asked' })
    expect(new URL(mail.link).pathname).toBe('/admin/cities')
    const desk = await place.opened(admin, '/admin/cities')
    await desk.page.getByRole('heading', { name: 'Aarhus, Denmark' }).waitFor()
    await desk.page.getByText('The confirmed address of the account is of this domain').waitFor()
    await desk.page.getByText('The website is of the same domain').waitFor()
    await expectAccessible(desk.page)
    await desk.page.getByLabel('Confirm: Aarhus', { exact: true }).click()
    await desk.page.getByRole('button', { name: 'Confirm the city' }).click()
    await desk.page.getByText('Aarhus is confirmed. Who asked gets a mail.').waitFor()
    await desk.page.getByText('No request waits.').waitFor()
    expect(desk.complaints).toEqual([])
    await desk.close()

    const news = await inbox.next({ to: mira.email, template: 'city-verified' })
    await page.goto(site.url + new URL(news.link).pathname)
    await page.getByText('Confirmed: the city speaks here for itself').waitFor()
    await page.getByRole('heading', { name: 'Invite someone' }).waitFor()
    await close()
  })

  it('shows a refusal with its reason, what waits behind another, and takes it back', async () => {
    const { site, inbox } = place
    const [one, two] = [await personAt(site), await personAt(site)]
    const admin = await personAt(site, { role: 'administrator' })
    const wish = {
      name: 'Odense',
      country: 'DK',
      latitude: null,
      longitude: null,
      website: 'https://www.odense.dk',
      emailDomain: 'odense.dk',
      work: 'I work there.',
    }
    await one.ask('POST', '/api/v1/cities', wish)
    await two.ask('POST', '/api/v1/cities', wish)
    const second = await place.opened(two, '/my/cities')
    await second.page.getByText('Somebody else asked before you').waitFor()
    await second.page.getByLabel('Correct it: Odense').click()
    await second.page.getByLabel('What you do there').fill('I lead the office.')
    await second.page.getByRole('button', { name: 'Save what changed' }).click()
    await second.page.getByText('Somebody else asked for Odense before you').waitFor()

    const desk = await place.opened(admin, '/admin/cities')
    const asked = desk.page.getByRole('article').filter({ hasText: one.email })
    await asked.getByText('The address of the account is of another domain').waitFor()
    await asked.getByLabel('Do not confirm: Odense').click()
    await asked.getByRole('button', { name: 'Refuse with this reason' }).click()
    await asked
      .getByText('Please write something')
      .or(asked.locator('.wrong-text'))
      .first()
      .waitFor()
    await asked.getByLabel('The reason').fill('Your office does not know of this.')
    await asked.getByRole('button', { name: 'Refuse with this reason' }).click()
    await desk.page.getByText('Refused. Who asked for Odense gets a mail').waitFor()
    expect(
      await desk.page.getByRole('article').filter({ hasText: 'I lead the office.' }).count(),
    ).toBe(1)
    await desk.close()
    const mail = await inbox.next({ to: one.email, template: 'city-refused' })
    expect(mail.text).toContain('Your office does not know of this.')
    const refused = await place.opened(one, new URL(mail.link).pathname)
    await refused.page.getByText('Your office does not know of this.').waitFor()
    await refused.close()

    await second.page.reload()
    await second.page.getByText('You can write drafts already').waitFor()
    await second.page.getByLabel('Take it back: Odense').click()
    await second.page.getByRole('button', { name: 'Take the request back' }).click()
    await second.page.getByText('You took this back.').waitFor()
    expect(second.complaints).toEqual([])
    await second.close()
  })

  it('says that a city is here already, and sends nobody who may not decide to the requests', async () => {
    const { site } = place
    await teamOf(site, 'be-vilvoorde', [{ person: await personAt(site) }])
    const member = await personAt(site)
    const visit = await place.opened(member, '/my/cities/ask')
    await visit.page.getByLabel('Name of the city').pressSequentially('vilvo')
    await visit.page.getByRole('option', { name: /Vilvoorde/ }).click()
    await visit.page.getByText('Vilvoorde is here already, with a team of its own').waitFor()
    await visit.close()
    const stranger = await place.opened(member, '/admin/cities')
    await stranger.page.getByText('This is not open to you').waitFor()
    await expectAccessible(stranger.page)
    await stranger.close()
    const weak = await personAt(site, { role: 'administrator', factors: 1 })
    const turned = await place.opened(weak, '/admin/cities')
    await turned.page.getByText('This needs a second factor').waitFor()
    await turned.close()
  })

  it('works by a click on the map, at 360 px, and right to left', async () => {
    const member = await personAt(place.site)
    const visit = await place.opened(member, '/ar-XB/my/cities/ask', {
      viewport: { width: 360, height: 800 },
    })
    const { page } = visit
    await expectNoSidewaysScroll(page)
    const map = page.getByRole('application')
    await map.scrollIntoViewIfNeeded()
    const box = await map.boundingBox()
    if (!box) throw new Error('The map is not there')
    await map.click({ position: { x: box.width * 0.5, y: box.height * 0.3 } })
    const numbers = page.locator('input[inputmode="decimal"]')
    const [north, east] = [await numbers.nth(0).inputValue(), await numbers.nth(1).inputValue()]
    // The middle of the drawing is 11° east; a third from its top is the north of Africa.
    expect(Number(north)).toBeGreaterThan(20)
    expect(Number(north)).toBeLessThan(40)
    expect(Math.abs(Number(east) - 11)).toBeLessThan(6)
    await expectAccessible(page)
    expect(visit.complaints).toEqual([])
    await visit.close()
  })
})

it('finds places as the map was drawn', () => {
  const d3 = geoEqualEarth().rotate([-11, 0]).scale(280).translate([800, 390])
  const drawing = { scale: 280, middle: [800, 390] as [number, number], meridian: 11 }
  for (const [longitude, latitude] of [
    [10.2, 56.2],
    [-74, 40.7],
    [179, -17],
    [-170, 65],
    [36.3, 33.5],
  ] as const) {
    const drawn = drawnAt({ latitude, longitude }, drawing)
    const [x = 0, y = 0] = d3([longitude, latitude]) ?? []
    expect(drawn.x).toBeCloseTo(x, 6)
    expect(drawn.y).toBeCloseTo(y, 6)
    const back = placeAt(drawn, drawing)
    expect(back?.latitude).toBeCloseTo(latitude, 6)
    expect(back?.longitude).toBeCloseTo(longitude, 6)
  }
  expect(placeAt({ x: 0, y: 0 }, drawing)).toBeNull()
})
