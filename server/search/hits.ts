import type { Hit } from '@homeward/schema/search.ts'
import { cardsOf, passagesOf } from '../entries/store.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { Answer } from './engine.ts'
import { highlight, passage, shows, unmarked } from './highlighting.ts'

/**
 * What is shown of the entries found. It comes from PostgreSQL, so that what was taken down a moment ago is not shown.
 * A passage is quoted where neither title nor summary shows why an entry was found.
 * @param hasWords whether words were looked for, which could be marked
 */
export async function hitsOf(db: Db, { slugs, marks }: Answer, hasWords: boolean): Promise<Hit[]> {
  const cards = await cardsOf(db, slugs)
  const hits = slugs.flatMap((slug): Hit[] => {
    const card = cards.get(slug)
    if (!card) return []
    const shown = (text: string) => (hasWords ? highlight(text, marks) : unmarked(text))
    const highlights = { title: shown(card.title), summary: shown(card.summary), passage: null }
    return [{ ...card, highlights }]
  })
  if (!hasWords) return hits
  const silent = hits.filter(
    ({ highlights }) => !shows(highlights.title) && !shows(highlights.summary),
  )
  const passages = await passagesOf(
    db,
    silent.map(({ slug }) => slug),
  )
  for (const { slug, highlights } of silent) {
    highlights.passage = passage(passages.get(slug) ?? [], marks)
  }
  return hits
}
