import type { Pool } from 'pg'
import type { EntryCard } from '@homeward/schema/entry.ts'
import { shownOf, type Shown } from '../entries/store.ts'
import { ReadText } from './readText.ts'

/** What a hit is made of. */
export interface ReadEntry {
  card: EntryCard
  title: ReadText
  summary: ReadText
  passages: ReadText[]
}

interface Kept {
  etag: string
  entry: ReadEntry
  length: number
}

/** How many characters of texts are kept; with what is read of them they take some four times as many bytes. */
const most = 4_000_000

/** By slug; those asked for last stand last. */
const kept = new Map<string, Kept>()
let length = 0

/**
 * The live ones of these entries, by slug, in one query. PostgreSQL says each time which are live and what they are
 * by now, so that what was taken down or changed a moment ago on any server is never shown; what it says is still the
 * same by its ETag, which is of the whole entry, is not sent and read again.
 */
export async function readEntries(pool: Pool, slugs: string[]): Promise<Map<string, ReadEntry>> {
  const known = new Map(
    slugs.flatMap((slug) => {
      const one = kept.get(slug)
      return one ? [[one.etag, one] as const] : []
    }),
  )
  const rows = await shownOf(pool, slugs, [...known.keys()])
  return new Map(
    rows.flatMap(({ slug, etag, shown }) => {
      const one = shown === null ? known.get(etag) : { etag, ...readEntry(shown) }
      if (!one) return []
      keep(slug, one)
      return [[slug, one.entry] as const]
    }),
  )
}

function readEntry({ card, passages }: Shown): Pick<Kept, 'entry' | 'length'> {
  const entry = {
    card,
    title: new ReadText(card.title),
    summary: new ReadText(card.summary),
    passages: passages.map((text) => new ReadText(text)),
  }
  const texts = [entry.title, entry.summary, ...entry.passages]
  return { entry, length: texts.reduce((sum, { text }) => sum + text.length, 0) }
}

/** Keeps it as the one asked for last, and lets go of those that nobody has asked for in the longest time. */
function keep(slug: string, one: Kept): void {
  forget(slug)
  kept.set(slug, one)
  length += one.length
  for (const oldest of kept.keys()) {
    if (length <= most) return
    forget(oldest)
  }
}

function forget(slug: string): void {
  length -= kept.get(slug)?.length ?? 0
  kept.delete(slug)
}
