import { afterAll, beforeAll, expect, it } from 'vitest'
import { refreshPublished } from '../../server/entries/published.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { asked, city, entryAt, madeOwn, other, practice, tokenFor } from '../stillRunning/place.ts'
import { expectAccessible, expectNoSidewaysScroll } from './browser.ts'
import { startedCityPlace, type CityPlace } from './cityPlace.ts'

let place: CityPlace
let owner: TestPerson
let address: string
beforeAll(async () => {
  place = await startedCityPlace()
  owner = await personAt(place.site)
  await teamOf(place.site, city, [{ person: owner }])
  await madeOwn(place.site, [practice, other])
  await asked(place)
  address = `/still-running#${await tokenFor(place, owner)}`
})
afterAll(() => place?.stop())

const entry = (slug: string) => entryAt(place, slug)

it('changes nothing when it is opened, and answers with one press, without signing in', async () => {
  const before = await entry(practice)
  const visit = await place.opened(null, address)
  const { page } = visit
  await page.getByRole('heading', { name: 'Aarhus: does this still run?' }).waitFor()
  await expectAccessible(page)
  expect(await entry(practice)).toEqual(before)

  const one = page.getByRole('article').filter({ hasText: before.title })
  await one.getByRole('button', { name: /^It still runs/ }).press('Enter')
  await one.getByText('you confirmed it on').waitFor()
  // Who presses with a keyboard goes on from what was said.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Thank you')
  expect(await entry(practice)).toMatchObject({ running: 'confirmed' })
  // Opened again, it still says so.
  await page.reload()
  await one.getByText('you confirmed it on').waitFor()
  await expectAccessible(page)
  expect(visit.complaints).toEqual([])
  await visit.close()
})

it('asks why it ended, says it on the page, and lets it be answered otherwise', async () => {
  const visit = await place.opened(null, address, { viewport: { width: 360, height: 780 } })
  const { page } = visit
  const { title } = await entry(other)
  const one = page.getByRole('article').filter({ hasText: title })
  await one.locator('summary').click()
  await one.getByRole('button', { name: /^Say that it has ended/ }).click()
  await one.getByText('Choose why it ended.').waitFor()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await one.getByLabel('The money ended').check()
  await one.getByLabel(/In which year/).fill('20')
  await one.getByRole('button', { name: /^Say that it has ended/ }).click()
  await one.getByText('Give the year as four digits').waitFor()
  await one.getByLabel(/In which year/).fill('2024')
  await one.getByRole('button', { name: /^Say that it has ended/ }).click()
  await one.getByText('it ended in 2024').waitFor()

  const reading = await place.opened(null, `/practices/${other}`)
  expect(await reading.page.locator('.facts').innerText()).toContain('Ended in 2024')
  expect(await reading.page.locator('.origin').innerText()).toContain('the money ended')
  await reading.close()

  await one.getByRole('button', { name: /^Answer otherwise/ }).click()
  await one.getByRole('button', { name: /^It has changed/ }).click()
  const revise = one.getByRole('link', { name: /^Write what has changed/ })
  await revise.waitFor()
  expect(await entry(other)).toMatchObject({ running: 'unconfirmed', endYear: null })
  await revise.click()
  await page.waitForURL(/\/sign-in\?next=/)
  // What the API refuses is for the person, and the console notes it.
  expect(visit.complaints.filter((text) => !/status of 40[01]/.test(text))).toEqual([])
  await visit.close()
})

it('can be filtered by what was not confirmed, and says so on the page', async () => {
  const visit = await place.opened(null, `/search?running=unconfirmed&country=DK`)
  expect(await visit.page.locator('main').innerText()).toContain('Not confirmed within two years')
  await visit.close()
  const { db } = place.site.database
  await db
    .updateTable('revisions')
    .set({ confirmed: '2020-05-01', start_year: 2010, end_year: null })
    .where('state', '=', 'published')
    .where('entry_id', 'in', (eb) =>
      eb.selectFrom('entries').select('id').where('slug', '=', other),
    )
    .execute()
  // What the calendar changed is shown from the next day on.
  await shownAgain()
  const reading = await place.opened(null, `/practices/${other}`)
  expect(await reading.page.locator('.facts').innerText()).toContain('not within two years')
  await reading.close()
})

/** Shows what is live now, as the daily look does. */
async function shownAgain() {
  const { database } = place.site
  const { id } = await database.db
    .selectFrom('entries')
    .select('id')
    .where('slug', '=', other)
    .executeTakeFirstOrThrow()
  await inTransaction(database, database.jobs, (work) => refreshPublished(work, [id]))
}

it('says why a link leads to nothing', async () => {
  const visit = await place.opened(null, '/still-running#cut-off')
  await visit.page.getByRole('heading', { name: 'This link is not valid' }).waitFor()
  await expectAccessible(visit.page)
  await visit.close()
})
