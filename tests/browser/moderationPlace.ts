import type { Browser, BrowserContextOptions } from 'playwright-core'
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
