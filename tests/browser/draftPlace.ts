import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { DraftContent, Submission } from '@homeward/schema/submission.ts'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { answered, begun, city, saved, workOffDocuments } from '../submissions/place.ts'
import { hydrated, launchedBrowser, visitor, type Visit } from './browser.ts'
import { signedInAs } from './comingIn.ts'

/** A site with a city's team of two, whose mails arrive and whose documents are read, and a browser. */
export interface DraftPlace {
  site: Site
  inbox: Inbox
  browser: Browser
  mira: TestPerson
  jonas: TestPerson
  moderator: TestPerson
  /** A page as a person sees it, once its script has taken over. */
  opened(person: TestPerson, path: string, options?: BrowserContextOptions): Promise<Visit>
  /** A page as somebody sees it who has not signed in. */
  visited(path: string): Promise<Visit>
  /** What is kept of a draft. */
  kept(draft: Pick<Submission, 'id'>): Promise<Submission>
  stop(): Promise<void>
}

export async function startedDraftPlace(): Promise<DraftPlace> {
  const site = await startedSite({ pseudoLocale: true })
  const inbox = await openInbox(site.database)
  await workOffDocuments(site)
  const browser = await launchedBrowser()
  const mira = await personAt(site, { name: 'Mira' })
  const jonas = await personAt(site, { name: 'Jonas' })
  const moderator = await personAt(site, { name: 'Ines', role: 'moderator' })
  await teamOf(site, city, [{ person: mira }, { person: jonas, role: 'editor' }])
  return {
    site,
    inbox,
    browser,
    mira,
    jonas,
    moderator,
    async visited(path) {
      const visit = await visitor(browser)
      await visit.page.goto(site.url + path)
      await hydrated(visit.page)
      return visit
    },
    async opened(person, path, options = {}) {
      const visit = await visitor(browser, options)
      await signedInAs(visit.context, site, person)
      await visit.page.goto(site.url + path)
      await hydrated(visit.page)
      return visit
    },
    kept: (draft) => answered(mira.ask('GET', `/api/v1/submissions/${draft.id}`)),
    async stop() {
      await browser.close()
      await inbox.close()
      await site.stop()
    },
  }
}

/** A draft of the city, with what is given written in it. */
export async function written(
  { mira }: Pick<DraftPlace, 'mira'>,
  content: DraftContent = {},
): Promise<Submission> {
  return saved(mira, await begun(mira), content)
}

/** Takes the server away, with every connection. @returns what brings it back */
export async function stopped({ site }: Pick<DraftPlace, 'site'>): Promise<() => Promise<void>> {
  const { server } = site.app
  const port = Number(new URL(site.url).port)
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
  return () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
}
