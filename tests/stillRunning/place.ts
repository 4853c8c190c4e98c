import { sql } from 'kysely'
import { refreshPublished } from '../../server/entries/published.ts'
import { inTransaction } from '../../server/platform/jobs.ts'
import { askCities } from '../../server/stillRunning/asking.ts'
import type { Entry } from '@homeward/schema/entry.ts'
import { openInbox, type Inbox } from '../mail/inbox.ts'
import { personAt, teamOf, type TestPerson } from '../people.ts'
import { startedSite, type Site } from '../site.ts'

/** A site with a city whose team describes two practices of its own, and moderators. */
export interface Place {
  site: Site
  inbox: Inbox
  owner: TestPerson
  editor: TestPerson
  moderator: TestPerson
  stop(): Promise<void>
}

export const city = 'dk-aarhus'
export const practice = 'dk-aarhus-info-house-exit-mentoring'
export const other = 'dk-prison-mentoring-back-on-track'

/** The site's own days begin here: everything else is told from it. */
export const years = (count: number, from = new Date()): Date => {
  const day = new Date(from)
  day.setUTCFullYear(day.getUTCFullYear() + count)
  return day
}

export async function startedPlace(): Promise<Place> {
  const site = await startedSite()
  const inbox = await openInbox(site.database)
  const [owner, editor] = [await personAt(site), await personAt(site)]
  const moderator = await personAt(site, { role: 'moderator' })
  await teamOf(site, city, [{ person: owner }, { person: editor, role: 'editor' }])
  await madeOwn(site, [practice, other])
  return {
    site,
    inbox,
    owner,
    editor,
    moderator,
    async stop() {
      await inbox.close()
      await site.stop()
    },
  }
}

/** Makes entries the city's own account, first published as long ago as is said. */
export async function madeOwn({ database }: Site, slugs: string[], since = years(-3)) {
  await inTransaction(database, database.jobs, async (work) => {
    await sql`update revisions r set origin = 'city', checked = null, confirmed = null, end_year = null,
        start_year = 2010, city_id = c.id, country = c.country
      from entries e, cities c
      where e.id = r.entry_id and e.slug = any(${slugs}) and c.slug = ${city} and r.original_of is not null`.execute(
      work.trx,
    )
    const entries = await work.trx
      .updateTable('entries')
      .set({ first_published_at: since })
      .where('slug', 'in', slugs)
      .returning('id')
      .execute()
    await refreshPublished(
      work,
      entries.map(({ id }) => id),
    )
  })
}

/** The daily look for what is due, as on a day given. @returns how many cities were asked */
export const asked = (
  { site: { database } }: Pick<Place, 'site'>,
  now = new Date(),
): Promise<number> =>
  askCities({ database, jobs: database.jobs, publicUrl: 'http://127.0.0.1' }, now)

/** The token of the mail that a person got. */
export async function tokenFor(
  { inbox }: Pick<Place, 'inbox'>,
  { email }: TestPerson,
): Promise<string> {
  const { link } = await inbox.next({ to: email, template: 'still-running' })
  return new URL(link).hash.slice(1)
}

export async function entryAt({ site }: Pick<Place, 'site'>, slug: string): Promise<Entry> {
  const answer = await fetch(`${site.url}/api/v1/entries/${slug}`)
  return (await answer.json()) as Entry
}

/** How many practices there are of each running state. */
export async function running({ site }: Place): Promise<Record<string, number>> {
  const answer = await fetch(`${site.url}/api/v1/search?pageSize=1`)
  const { facets } = (await answer.json()) as {
    facets: { running: { value: string; count: number }[] }
  }
  return Object.fromEntries(facets.running.map(({ value, count }) => [value, count]))
}
