import type { Pool } from 'pg'
import type { Hit, Highlights } from '@homeward/schema/search.ts'
import type { Answer } from './engine.ts'
import { highlight, passage, shows, unmarked, type Marks } from './highlighting.ts'
import { readEntries, type ReadEntry } from './keptEntries.ts'

/**
 * What is shown of the entries found. It comes from PostgreSQL, so that what was taken down a moment ago is not shown.
 * @param hasWords whether words were looked for, which could be marked
 */
export async function hitsOf(
  pool: Pool,
  { slugs, marks }: Answer,
  hasWords: boolean,
): Promise<Hit[]> {
  const entries = await readEntries(pool, slugs)
  return slugs.flatMap((slug) => {
    const entry = entries.get(slug)
    if (!entry) return []
    const highlights = hasWords ? highlightsOf(entry, marks) : plainly(entry)
    return [{ ...entry.card, highlights }]
  })
}

/** A passage is quoted where neither title nor summary shows why an entry was found. */
function highlightsOf(entry: ReadEntry, marks: Marks): Highlights {
  const title = highlight(entry.title, marks)
  const summary = highlight(entry.summary, marks)
  const silent = !shows(title) && !shows(summary)
  return { title, summary, passage: silent ? passage(entry.passages, marks) : null }
}

function plainly({ card }: ReadEntry): Highlights {
  return { title: unmarked(card.title), summary: unmarked(card.summary), passage: null }
}
