import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeptEntry, PassageFound, Redacted } from '@homeward/schema/liveActs.ts'
import { places } from '../../server/moderation/live/places.ts'
import { openFiles } from '../../server/platform/files/files.ts'
import { removalJobs } from '../../server/submissions/documentJobs.ts'
import { withDocument } from '../documents/attaching.ts'
import { answered } from '../submissions/place.ts'
import { decided, handedIn, logged, startedPlace, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await startedPlace()
})
afterAll(() => place?.stop())

async function published(title: string): Promise<string> {
  const { id } = await handedIn(place, { title })
  return (await decided(place.moderator, id, 'approve')).entry?.slug ?? ''
}
const kept = (slug: string): Promise<KeptEntry> =>
  answered(place.moderator.ask('GET', `/api/v1/moderation/entries/${slug}`))
const found = async (words: string): Promise<string[]> => {
  const { hits } = await (await fetch(`${place.site.url}/api/v1/search?q=${words}`)).json()
  return hits.map(({ slug }: { slug: string }) => slug)
}

describe('a document that is taken out for good', () => {
  it('is in no page, no search, no version and no folder any more; the log does not name it', async () => {
    const { site } = place
    const slug = await published('A kitchen with a long table')
    const { document, key, entry } = await withDocument(site, slug, {
      fileName: 'Seating plan.pdf',
      mediaType: 'application/pdf',
      content: Buffer.from('the quibblewick plan'),
      text: 'Where the quibblewick guests sat.',
    })
    const address = `${site.url}/api/v1/entries/${slug}/documents/${document}`
    expect((await fetch(address)).status).toBe(200)
    expect(await found('quibblewick')).toEqual([slug])
    // A passage that stands in a file is named with the file: it is not rewritten.
    const where = await answered<PassageFound>(
      place.moderator.ask('POST', `/api/v1/moderation/entries/${slug}/passages`, {
        text: 'quibblewick guests',
      }),
    )
    expect(where.inDocuments).toEqual([{ id: document, fileName: 'Seating plan.pdf' }])
    const files = await openFiles(null, site.dataDir)
    await site.database.jobs.work(removalJobs({ files }))

    const { version } = await kept(slug)
    const { places: gone, entry: now } = await answered<Redacted>(
      place.moderator.ask('POST', `/api/v1/entries/${slug}/redactions`, {
        seen: { version },
        kind: 'document',
        document,
      }),
    )
    expect(gone).toBe(1)
    expect(now.documents).toEqual([])
    expect((await fetch(address)).status).toBe(404)
    expect(await (await fetch(`${site.url}/practices/${slug}`)).text()).not.toContain(
      'Seating plan',
    )
    expect(await found('quibblewick')).toEqual([])
    await expect.poll(() => files.read(key).catch((error: Error) => error.name)).toBe('FileMissing')
    expect(JSON.stringify(await logged(place, entry))).not.toContain('Seating plan')
  })
})

// What is not looked through for a passage, and why it cannot hold one.
const elsewhere: Record<string, string> = {
  published_entries: 'made anew from what is published',
  search_postings: 'made anew from what is published',
  search_words: 'made anew from what is published; what stood nowhere else is forgotten',
  search_indexes: 'how far each index is',
  search_languages: 'which languages there are',
  entries: 'its address is given up where it holds the passage',
  old_slugs: 'given up where one holds the passage',
  decisions:
    'holds ids and notes that the page says to name nobody in; nothing in it can be changed',
  redactions: 'a keyed hash',
  missing_knowledge: 'of no entry; screened, and of three days at least',
  cities: 'of no entry: what a city says of itself',
  city_invitations: 'of no entry',
  city_members: 'of no entry',
  city_requests: 'of no entry',
  countries: 'of no entry',
  terms: 'the vocabulary',
  synonyms: 'the vocabulary',
  seeded_synonyms: 'the vocabulary',
  revision_terms: 'the vocabulary',
  users: 'accounts',
  sessions: 'accounts',
  credentials: 'accounts',
  passkeys: 'accounts',
  two_factors: 'accounts',
  verifications: 'accounts',
  attempts: 'accounts',
  migrations: 'of the program',
}
/** Columns that hold one of a few words, or an address. */
const plain = new Set(
  `kind state status outcome answer item part field seen_by speaks_as language country region role origin
  evidence evidence_kind lead_type lead_type_kind entry_kind finding finding_kind verdict asked_as recommendation
  ended_because media_type storage_key unreadable_because key path template themes email reply_to`.split(
    /\s+/,
  ),
)

describe('a passage that is taken out for good', () => {
  it('is looked for wherever the database keeps words', async () => {
    const { rows } = await place.site.database.pool.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns
        where table_schema = 'public'
          and (data_type in ('text', 'json', 'jsonb', 'character varying') or udt_name in ('_text', '_varchar'))`,
    )
    const held = new Set(
      places.flatMap(({ table, texts = [], lists = [], json = [] }) =>
        [...texts, ...lists, ...json].map((column) => `${table}.${column}`),
      ),
    )
    const forgotten = rows
      .filter(({ table, column }) => !(table in elsewhere) && !plain.has(column))
      .map(({ table, column }) => `${table}.${column}`)
      .filter((name) => !held.has(name))
    // What is named here is either a place of server/moderation/live/places.ts, or cannot hold words of an entry.
    expect(forgotten.filter((name) => name !== 'verdicts.reason')).toEqual([])
    const there = new Set(rows.map(({ table, column }) => `${table}.${column}`))
    expect([...held].filter((name) => !there.has(name))).toEqual([])
  })
})
