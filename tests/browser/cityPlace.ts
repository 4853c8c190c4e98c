import type { Browser, BrowserContextOptions } from 'playwright-core'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import type { TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'
import { hydrated, launchedBrowser, visitor, type Visit } from './browser.ts'

/** A site with the starting content, a mail server and a browser. */
export interface CityPlace {
  site: Site
  inbox: Inbox
  browser: Browser
  /** A page as a person sees it, once its script has taken over; as a visitor where `person` is null. */
  opened(person: TestPerson | null, path: string, options?: BrowserContextOptions): Promise<Visit>
  stop(): Promise<void>
}

export async function startedCityPlace(): Promise<CityPlace> {
  const site = await startedSite({ pseudoLocale: true })
  const inbox = await openInbox(site.database)
  const browser = await launchedBrowser()
  return {
    site,
    inbox,
    browser,
    async opened(person, path, options = {}) {
      const visit = await visitor(browser, options)
      if (person) await visit.context.addCookies(cookiesOf(person, site.url))
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

function cookiesOf({ cookie }: TestPerson, url: string) {
  return cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url }
  })
}
