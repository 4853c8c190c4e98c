import { openInbox, type Inbox } from '../mail/inbox.ts'
import { startedSite, type Site } from '../site.ts'

/** A site with the starting content whose mails arrive. */
export interface Place {
  site: Site
  inbox: Inbox
  stop(): Promise<void>
}

export async function startedPlace(): Promise<Place> {
  const site = await startedSite()
  const inbox = await openInbox(site.database)
  return {
    site,
    inbox,
    async stop() {
      await inbox.close()
      await site.stop()
    },
  }
}

/** What an answer says, as JSON; its status comes first, so that a wrong one shows what was said. */
export async function said(response: Promise<Response>): Promise<[number, unknown]> {
  const answer = await response
  const text = await answer.text()
  return [answer.status, text === '' ? null : JSON.parse(text)]
}

/** The end of a problem's type: 'last-owner'. */
export async function problem(response: Promise<Response>): Promise<[number, string]> {
  const [status, body] = await said(response)
  const type = typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : ''
  return [status, type.replace('urn:homeward:problem:', '')]
}

/** What one asks for a city with. */
export const wish = (name: string, country: string, more: object = {}) => ({
  name,
  country,
  latitude: null,
  longitude: null,
  website: 'https://www.example.org',
  emailDomain: 'example.org',
  work: 'I run the office for social affairs.',
  ...more,
})
