import type { Browser, BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import type { DraftContent, Submission } from '@homeward/schema/submission.ts'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type EngineName, type Site } from '../site.ts'
import { answered, city, complete, saved, submitted } from '../submissions/place.ts'
import { hydrated, launchedBrowser, visitor, type Visit } from './browser.ts'
import { signedInAs } from './comingIn.ts'

/** A site with a city's team, two moderators and a browser. */
export interface ModerationPlace {
  site: Site
  inbox: Inbox
  browser: Browser
  mira: TestPerson
  ines: TestPerson
  tomas: TestPerson
  /** A page as a person sees it, once its script has taken over. */
  opened(person: TestPerson, path: string, options?: BrowserContextOptions): Promise<Visit>
  stop(): Promise<void>
}

export async function startedModerationPlace(
  engine: EngineName = 'postgres',
): Promise<ModerationPlace> {
  const site = await startedSite({ pseudoLocale: true, engine })
  const inbox = await openInbox(site.database)
  const browser = await launchedBrowser()
  const mira = await personAt(site, { name: 'Mira' })
  const ines = await personAt(site, { name: 'Ines', role: 'moderator' })
  const tomas = await personAt(site, { name: 'Tomas', role: 'moderator' })
  await teamOf(site, city, [{ person: mira }])
  return {
    site,
    inbox,
    browser,
    mira,
    ines,
    tomas,
    async opened(person, path, options = {}) {
      const visit = await visitor(browser, options)
      await signedInAs(visit.context, site, person)
      // Signing in in the browser would leave it: pages that are the same for everyone look at it.
      await visit.page.goto(site.url + path)
      await hydrated(visit.page)
      return visit
    },
    async stop() {
      await browser.close()
      await inbox.close()
      await site.stop()
    },
  }
}

/** Handed in by the city. */
export async function handedIn(
  { mira }: Pick<ModerationPlace, 'mira'>,
  content: DraftContent = {},
): Promise<Submission> {
  return submitted(mira, await complete(mira, content))
}

/** A revision of what is live, handed in by the city. */
export async function revised(
  { mira }: Pick<ModerationPlace, 'mira'>,
  slug: string,
  content: DraftContent,
): Promise<Submission> {
  const begun = await answered<Submission>(
    mira.ask('POST', `/api/v1/entries/${slug}/revisions`, {}),
    201,
  )
  return submitted(
    mira,
    await saved(mira, begun, { ...content, notKnown: ['stages'], licence: true }),
  )
}

/** Where moderators read and decide. */
export const deskOf = ({ id }: Pick<Submission, 'id'>): string => `/moderation/submissions/${id}`

/** The search page shows an entry to everyone within 5 s of the decision. @param since when it was decided, in ms */
export async function expectFoundSoon(
  { browser, site }: Pick<ModerationPlace, 'browser' | 'site'>,
  words: string,
  title: string,
  since: number,
): Promise<void> {
  const reader = await browser.newPage()
  const address = `${site.url}/search?q=${encodeURIComponent(words)}`
  // As the server renders it: loading all of the page each time would take most of what is measured.
  await expect
    .poll(
      async () => (await (await reader.request.get(address)).text()).replaceAll(/<[^>]*>/g, ''),
      { timeout: 5000, interval: 200 },
    )
    .toContain(title)
  expect(Date.now() - since).toBeLessThan(5000)
  await reader.goto(address)
  await reader.getByRole('main').getByRole('link', { name: title, exact: true }).waitFor()
  await reader.close()
}
