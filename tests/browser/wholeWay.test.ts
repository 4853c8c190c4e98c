import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { Queue } from '@homeward/schema/moderation.ts'
import type { Submission, SubmissionList } from '@homeward/schema/submission.ts'
import { photographFromCamera, zipIn } from '../documents/made.ts'
import { docx, paragraph } from '../documents/office.ts'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { password, personAt, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { answered, core, workOffDocuments } from '../submissions/place.ts'
import { expectAccessible, hydrated, launchedBrowser, visitor, type Visit } from './browser.ts'
import { faults, onSite, signedInAs } from './comingIn.ts'

// One way, walked in a real browser from the first visit to the moderators' queue. Each part goes on where the one before
// it stopped: what is tried is that nothing but what the site itself shows and mails is needed to get there.

const miraMail = 'mira@aarhus.dk'
const jonasMail = 'jonas@aarhus.dk'
const title = 'Mentors who go along to the job centre'

let site: Site
let inbox: Inbox
let visits: Visit[]
let mira: Visit
let jonas: Visit
let administrator: TestPerson
let moderator: TestPerson
/** Where the description is written. */
let address = ''

beforeAll(async () => {
  site = await startedSite()
  inbox = await openInbox(site.database)
  await workOffDocuments(site)
  administrator = await personAt(site, { name: 'Ada', role: 'administrator' })
  moderator = await personAt(site, { name: 'Ines', role: 'moderator' })
  const browser = await launchedBrowser()
  visits = await Promise.all([visitor(browser), visitor(browser), visitor(browser)])
  const [first, second] = visits
  if (!first || !second) throw new Error('There are not enough visitors')
  ;[mira, jonas] = [first, second]
  return () => browser.close()
})
afterAll(async () => {
  await inbox?.close()
  await site?.stop()
})

const act = (page: Page, name: string) =>
  page.getByRole('main').getByRole('button', { name, exact: true }).click()
const titled = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
const saved = (page: Page) => page.getByText(/^Saved at/).waitFor()
const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name }).click()
const titleOf = (page: Page) => page.getByLabel('Title', { exact: true })

/** Follows a link that a mail brought. */
async function follow({ page }: Visit, link: string): Promise<void> {
  // A page that is open already would not be loaded anew for what stands behind the #.
  await page.goto('about:blank')
  await page.goto(onSite(site, link))
  await hydrated(page)
}

/** Makes an account in the form that is open, and confirms its address with the link of the mail. @returns that link */
async function signUp(visit: Visit, name: string, email: string): Promise<string> {
  const { page } = visit
  await titled(page, 'Make an account')
  await hydrated(page)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await act(page, 'Make an account')
  await titled(page, 'Look into your mail')
  const { link } = await inbox.next({ to: email, template: 'confirm-address' })
  await follow(visit, link)
  await act(page, 'Confirm this address')
  return link
}

/** What is kept of the description, read by the person of a browser. */
async function kept({ page }: Visit): Promise<Submission> {
  const id = address.split('/').at(-1)
  return (await page.request.get(`${site.url}/api/v1/submissions/${id}`)).json()
}

it('somebody signs up, and confirms their address with the link of the mail', async () => {
  const { page } = mira
  await page.goto(site.url)
  await hydrated(page)
  await page.getByRole('link', { name: 'Sign in' }).first().click()
  await page.getByRole('main').getByRole('link', { name: 'Make an account' }).click()
  const link = await signUp(mira, 'Mira', miraMail)
  await page.getByText('Signed in as Mira').waitFor()

  // Whoever finds the link later does not get in with it.
  const stranger = visits[2]
  if (!stranger) throw new Error('There is no third visitor')
  await follow(stranger, link)
  await act(stranger.page, 'Confirm this address')
  await stranger.page.getByText('Your address is confirmed. You can sign in now.').waitFor()
  expect((await stranger.page.request.get(`${site.url}/api/v1/me`)).status()).toBe(401)
})

it('they ask for their city, which an administrator confirms', async () => {
  const { page } = mira
  await page.goto(`${site.url}/my/cities`)
  await hydrated(page)
  await page.getByRole('link', { name: 'Ask for your city' }).click()
  const name = page.getByLabel('Name of the city')
  await name.pressSequentially('aarh')
  await page.getByRole('option', { name: /Aarhus/ }).click()
  expect(await page.getByLabel('Domain of its mail').inputValue()).toBe('aarhus.dk')
  await page.getByLabel('Official website').fill('https://www.aarhus.dk')
  await page.getByLabel('What you do there').fill('I run the office for social affairs.')
  await page.getByRole('button', { name: 'Ask for this city' }).click()
  await page.getByText('It waits for an administrator').waitFor()

  const desk = visits[2]
  if (!desk) throw new Error('There is no third visitor')
  await signedInAs(desk.context, site, administrator)
  const asked = await inbox.next({ to: administrator.email, template: 'city-asked' })
  await follow(desk, asked.link)
  await desk.page.getByLabel('Confirm: Aarhus', { exact: true }).click()
  await desk.page.getByRole('button', { name: 'Confirm the city' }).click()
  await desk.page.getByText('Aarhus is confirmed. Who asked gets a mail.').waitFor()

  await follow(mira, (await inbox.next({ to: miraMail, template: 'city-verified' })).link)
  await page.getByText('Confirmed: the city speaks here for itself').waitFor()
})

it('they invite a colleague, whose first link is too old, and whose second works once', async () => {
  const { page } = mira
  const invite = async () => {
    await page.getByLabel('Their mail address').fill(jonasMail)
    await page.getByRole('button', { name: 'Send the invitation' }).click()
    await page.getByText(`The invitation to ${jonasMail} is on its way.`).waitFor()
    return (await inbox.next({ to: jonasMail, template: 'city-invitation' })).link
  }
  const late = await invite()
  await site.database.db
    .updateTable('city_invitations')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .execute()
  await follow(jonas, late)
  await titled(jonas.page, 'This invitation is too old')
  await page.reload()
  await hydrated(page)
  const link = await invite()
  await follow(jonas, link)
  await jonas.page.getByRole('main').getByRole('link', { name: 'Make an account' }).click()
  await signUp(jonas, 'Jonas', jonasMail)
  await act(jonas.page, 'Join the team of Aarhus')
  await titled(jonas.page, 'Welcome to the team of Aarhus')
  await follow(jonas, link)
  await titled(jonas.page, 'This invitation was accepted already')
})

it('they describe a practice, step by step', async () => {
  const { page } = mira
  await page.goto(`${site.url}/my/submissions`)
  await hydrated(page)
  await page.getByRole('main').getByRole('link', { name: 'Describe a practice' }).first().click()
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL(/\/submit\/[0-9a-f-]{36}/)
  address = page.url()
  await titleOf(page).fill('Mentors')
  await page.getByLabel('Summary').fill(core.summary ?? '')
  await step(page, 'Who and where')
  await page.getByLabel('Who leads it').fill('Office for social affairs')
  await page.getByLabel('Local government').check()
  await step(page, 'For whom')
  await page
    .getByRole('group', { name: /^For whom it is/ })
    .getByRole('checkbox')
    .first()
    .check()
  await page.getByRole('button', { name: 'At which point: not known' }).click()
  await page.getByRole('group', { name: 'Themes' }).getByLabel('Employment and livelihoods').check()
  await step(page, 'What is done')
  await page
    .getByRole('textbox', { name: 'What is done' })
    .fill('# How it begins\n\nThey **meet** twice a week.')
  await step(page, 'What came of it')
  await page.getByRole('textbox', { name: 'What came of it' }).fill('Most of them found work.')
  await page.getByText('Everything that is needed is there.').waitFor()
  await saved(page)
  expect((await kept(mira)).content).toMatchObject({
    title: 'Mentors',
    summary: core.summary,
    organisation: 'Office for social affairs',
    leadType: 'local-government',
    themes: ['employment'],
    notKnown: ['stages'],
    sections: {
      approach: '# How it begins\n\nThey **meet** twice a week.',
      results: 'Most of them found work.',
    },
  })
})

it('they attach two documents, of which one is a picture', async () => {
  const { page } = mira
  await step(page, 'Documents')
  const protocol = docx(paragraph('What the mentor asks in the first meeting'))
  await page.getByLabel('Choose files, or drop them here').setInputFiles([
    {
      name: 'protocol.docx',
      mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      buffer: await readFile(await zipIn(site.dataDir, protocol)),
    },
    { name: 'street.jpg', mimeType: 'image/jpeg', buffer: photographFromCamera() },
  ])
  const lines = page.locator('.documents > li')
  const text = lines.filter({ hasText: 'protocol.docx' })
  const picture = lines.filter({ hasText: 'street.jpg' })
  await picture.getByText('place and device of the camera').waitFor()
  await picture.getByLabel('What it shows').fill('The street in which the house is')
  await picture.getByLabel('Whose it is').fill('City of Aarhus')
  await text.getByLabel('Whose it is').fill('City of Aarhus')
  await text.getByText('Its text is being read').waitFor({ state: 'detached' })
  await saved(page)
  await expect
    .poll(async () => (await kept(mira)).documents)
    .toMatchObject([
      { fileName: 'protocol.docx', owner: 'City of Aarhus', state: 'readable' },
      { fileName: 'street.jpg', alternativeText: 'The street in which the house is' },
    ])
})

it('they lose the connection in mid-sentence, and not a word', async () => {
  const { page, context } = mira
  await step(page, 'What is done')
  const text = page.getByRole('textbox', { name: 'What is done' })
  await text.focus()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(' In the first ')
  await context.setOffline(true)
  await page.keyboard.type('week they go to the job centre.')
  await page.getByText('Not connected: not saved yet').waitFor()
  await page.keyboard.type(' Then to the bank.')
  await context.setOffline(false)
  await saved(page)
  expect((await kept(mira)).content.sections?.approach).toBe(
    '# How it begins\n\nThey **meet** twice a week. In the first week they go to the job centre. Then to the bank.',
  )
})

it('two write at once: each hears of the other, and nobody’s words are written over', async () => {
  await jonas.page.goto(`${site.url}/my/submissions`)
  await hydrated(jonas.page)
  await jonas.page.getByRole('link', { name: 'Mentors', exact: true }).click()
  await jonas.page.getByText('Mira has this open too').waitFor()
  await step(mira.page, 'In short')
  await mira.page.getByText('Jonas has this open too').waitFor()
  await mira.context.setOffline(true)
  await titleOf(mira.page).fill('Mentors for a year')
  await mira.page.getByText('Not connected').first().waitFor()
  await titleOf(jonas.page).fill(title)
  await expect.poll(async () => (await kept(jonas)).content.title).toBe(title)
  await mira.context.setOffline(false)
  const conflict = mira.page.getByRole('region', { name: 'Two texts: Title' })
  await conflict.getByText('Mentors for a year').waitFor()
  await conflict.getByText(title).waitFor()
  await expectAccessible(mira.page)
  await conflict.getByRole('button', { name: 'Take theirs' }).click()
  await saved(mira.page)
  expect(await titleOf(mira.page).inputValue()).toBe(title)
})

it('they submit it, once told that it cannot be called back everywhere, and moderators have it', async () => {
  const { page } = mira
  await step(page, 'Check and submit')
  await page.getByText('it cannot be called back everywhere').waitFor()
  await page.getByLabel('The text may be used freely').check()
  await page.getByText('Nothing is marked.').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Submit to the moderators' }).click()
  await page.getByRole('heading', { name: 'It is with the moderators' }).waitFor()
  // Who has it open as well is told.
  await jonas.page.getByRole('heading', { name: 'It is with the moderators' }).waitFor()
  await inbox.next({ to: miraMail, template: 'submission-received' })

  const { id } = await kept(mira)
  const queue = await answered<Queue>(moderator.ask('GET', '/api/v1/moderation/queue'))
  expect(queue.items).toMatchObject([
    { id, kind: 'submission', state: 'submitted', title, city: { name: 'Aarhus' } },
  ])
  const seen = await answered<Submission>(moderator.ask('GET', `/api/v1/submissions/${id}`))
  expect(seen.documents).toMatchObject([{ fileName: 'protocol.docx' }, { fileName: 'street.jpg' }])
  const list: SubmissionList = await (
    await jonas.page.request.get(`${site.url}/api/v1/submissions`)
  ).json()
  expect(list.submissions).toMatchObject([{ id, state: 'submitted' }])
})

it('no page complained on the way', () => {
  const complaints = visits.flatMap((visit) => faults(visit.complaints, 400, 401, 410, 412))
  expect(complaints.filter((text) => !text.includes('net::ERR_'))).toEqual([])
})
