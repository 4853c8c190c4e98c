import { mkdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DraftContent } from '@homeward/schema/submission.ts'
import { decided } from '../moderation/place.ts'
import { expectAccessible } from './browser.ts'
import {
  deskOf,
  handedIn,
  revised,
  startedModerationPlace,
  type ModerationPlace,
} from './moderationPlace.ts'

// What docs/moderators.md shows is what moderators see: `npm run pictures` takes its pictures anew. Every other run goes
// the same way and keeps nothing.
const folder = 'docs/images/moderators'
const page = readFileSync('docs/moderators.md', 'utf8')
const taken: string[] = []

const waiting: [DraftContent, number][] = [
  [{ title: 'A house near the station, open on Sundays' }, 41],
  [{ title: 'Mentors who know the way to work', themes: ['employment'] }, 23],
  [{ title: 'Letters home, written together' }, 9],
  [{ title: 'A workshop where boats are mended', themes: ['education'] }, 3],
]

describe('the pictures of the page for moderators', () => {
  let place: ModerationPlace
  let slug: string
  let revision: string
  beforeAll(async () => {
    place = await startedModerationPlace()
    const first = await handedIn(place, { title: 'Supper at a long table' })
    slug = (await decided(place.ines, first.id, 'approve')).entry?.slug ?? ''
    revision = (
      await revised(place, slug, {
        title: 'Supper at one long table, every Thursday',
        themes: ['education'],
      })
    ).id
    for (const [content, days] of waiting) {
      const { id } = await handedIn(place, content)
      const since = new Date(Date.now() - days * 86_400_000)
      await place.site.database.db
        .updateTable('queue')
        .set({ waiting_since: since })
        .where('id', '=', id)
        .execute()
    }
    await fetch(`${place.site.url}/api/v1/entries/${slug}/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'danger', text: 'The address of the house can be read here.' }),
    })
  })
  afterAll(() => place?.stop())

  it.each([
    ['queue', () => '/moderation', null],
    ['desk', () => deskOf({ id: revision }), null],
    ['decide', () => deskOf({ id: revision }), '#decide'],
    ['live', () => `/moderation/entries/${slug}`, null],
    ['vocabulary', () => '/moderation/vocabulary/theme', null],
    ['figures', () => '/moderation/figures', null],
    ['decisions', () => '/moderation/decisions', null],
  ])('shows %s', async (name, path, part) => {
    const visit = await place.opened(place.ines, path(), {
      viewport: { width: 1100, height: 1000 },
    })
    await expectAccessible(visit.page)
    if (part) await visit.page.locator(part).scrollIntoViewIfNeeded()
    const keep = process.env['PICTURES'] === '1'
    if (keep) mkdirSync(folder, { recursive: true })
    const picture = await visit.page.screenshot(keep ? { path: `${folder}/${name}.png` } : {})
    expect(picture.length).toBeGreaterThan(0)
    expect(page).toContain(`images/moderators/${name}.png`)
    expect(visit.complaints).toEqual([])
    taken.push(name)
    await visit.close()
  })

  it('are all that it shows', () => {
    const shown = [...page.matchAll(/images\/moderators\/([a-z-]+)\.png/g)].map(([, name]) => name)
    expect(shown.toSorted()).toEqual(taken.toSorted())
  })
})
