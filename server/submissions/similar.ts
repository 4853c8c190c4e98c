import { sql } from 'kysely'
import type { EntryCard } from '@homeward/schema/entry.ts'
import type { Similar } from '@homeward/schema/submission.ts'
import { stopWords } from '../search/stopWords.ts'
import { sortKey, words } from '../search/words.ts'
import { readable, type Asked } from './acting.ts'
import type { Setting } from './setting.ts'

const most = 5
/** Of all that the words of a draft could weigh, which part an entry must share with it. */
const enoughShared = 0.18
const enoughOfTitle = 0.4
/** Words of a title and a summary: what is longer says no more of what it is about. */
const mostWords = 120

/** Published entries that look like the same practice, the likest first: by title, and by rare words in common. */
export async function similarTo(setting: Setting, asked: Asked): Promise<Similar> {
  const draft = await readable(setting, asked)
  const { title = '', summary = '', country, citySlug } = draft.content
  const few = new Set(stopWords(draft.language.split('-')[0] ?? ''))
  const typed = [...new Set(words(`${title} ${summary}`).map(({ word }) => word))]
    .filter((word) => word.length > 1 && !few.has(word))
    .slice(0, mostWords)
  if (typed.length === 0) return { entries: [] }
  const { rows } = await sql<Row>`
    with typed as (
      select word, coalesce(lexeme, word) as lexeme
      from unnest(${typed}::text[]) as word left join search_words using (word)),
    known as (
      select t.word, t.lexeme, ln(1 + (select count(*) from published_entries)::float8
        / greatest(1, (select count(*) from search_postings p where p.lexeme = t.lexeme))) as rarity
      from typed t),
    -- What no entry says counts as well: it is what the draft has of its own.
    whole as (select sum(rarity) as weight from (select min(rarity) as rarity from known group by word) each),
    shared as (
      select p.entry_id, p.impact, k.rarity
      from (select lexeme, min(rarity) as rarity from known group by lexeme) k
      join search_postings p using (lexeme)),
    likest as (
      select entry_id, sum(impact * rarity) / (select weight from whole) as words
      from shared group by entry_id),
    found as (
      select p.card, p.slug, coalesce(l.words, 0) as words,
        similarity(p.title_key, ${sortKey(title)}) as title,
        coalesce(p.city = ${draft.city?.slug ?? citySlug ?? null}, false) as same_city,
        coalesce(p.country = ${draft.city?.country ?? country ?? null}, false) as same_country
      from published_entries p left join likest l using (entry_id)
      where p.entry_id <> ${draft.entryId} and p.kind = ${draft.kind})
    select card::json as card, words, title, same_city, same_country from found
    where words >= ${enoughShared} or title >= ${enoughOfTitle}
    order by words + title + case when same_city then 0.2 when same_country then 0.1 else 0 end desc, slug
    limit ${most}`.execute(setting.database.db)
  return { entries: rows.map((row) => ({ card: row.card, why: whyOf(row) })) }
}

interface Row {
  card: EntryCard
  words: number
  title: number
  same_city: boolean
  same_country: boolean
}

function whyOf(row: Row): Similar['entries'][number]['why'] {
  return [
    ...(row.title >= enoughOfTitle ? (['similar-title'] as const) : []),
    ...(row.words >= enoughShared ? (['same-words'] as const) : []),
    ...(row.same_city ? (['same-city'] as const) : []),
    ...(row.same_country && !row.same_city ? (['same-country'] as const) : []),
  ]
}
