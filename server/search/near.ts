import { sql } from 'kysely'
import type { Suggestion } from '@homeward/schema/search.ts'
import type { Db } from '../platform/postgres/database.ts'
import type { Filters } from './engine.ts'
import type { Question } from './question.ts'

const enough = 6

/**
 * Themes and places near what was typed, by the likeness of their names; where nothing is like it, the themes with
 * the most entries. Labels are in English; routes put them into the reader's language.
 */
export async function nearThemesAndPlaces(
  db: Db,
  question: Question | null,
  filters: Filters,
): Promise<Suggestion[]> {
  const text = question?.text.toLowerCase() ?? ''
  const { rows } = await sql<Suggestion & { likeness: number }>`
    with named as (
      select 'theme' as type, t.id as value, t.labels->>'en' as label,
        greatest(word_similarity(${text}, t.labels->>'en'), 0.8 * word_similarity(${text}, t.about->>'en')) as likeness
      from terms t where t.kind = 'theme' and not t.retired
      union all
      select 'country', c.code, c.names[1],
        (select max(similarity(${text}, name)) from unnest(c.names) as name)
      from countries c
      union all
      select 'city', c.slug, c.name, similarity(${text}, c.name) from cities c),
    -- Only what is near is counted.
    near as materialized (
      select * from named where (type = 'theme' or likeness > 0.3)
        and not value = any(${Object.values(filters.values).flat()}::text[])),
    themes as materialized (
      select theme, count(*) as entries from published_entries, unnest(themes) as theme group by theme),
    offered as materialized (
      select near.*, case type
        when 'theme' then (select entries from themes where theme = value)
        when 'country' then (select count(*) from published_entries p where p.country = value)
        else (select count(*) from published_entries p where p.city = value) end as entries
      from near)
    select type, value, label, null as kind, likeness from offered
    where entries > 0
    order by likeness desc, entries desc, value limit ${enough}`.execute(db)
  return rows.map(({ type, value, label, kind }) => ({ type, value, label, kind }))
}

/** The question with each word that no entry writes put right, or null where there is nothing to put right. */
export async function nearSpelling(db: Db, { parts }: Question): Promise<string | null> {
  const typed = parts.flatMap(({ alternatives }) => alternatives[0]?.words[0] ?? [])
  if (typed.length === 0) return null
  const { rows } = await sql<{ typed: string; near: string | null; known: boolean }>`
    select a.typed, exists (select from search_words w where w.word = a.typed) as known,
      (select w.word from search_words w
        where w.word % a.typed and levenshtein_less_equal(w.word, a.typed, 3) <= 3
          and exists (select from search_postings p where p.lexeme = w.lexeme)
        order by levenshtein_less_equal(w.word, a.typed, 3), similarity(w.word, a.typed) desc, w.word
        limit 1) as near
    from unnest(${typed}::text[]) with ordinality as a (typed, place) order by place`.execute(db)
  if (!rows.some(({ known, near }) => !known && near !== null)) return null
  return rows.map(({ typed: word, known, near }) => (known ? word : (near ?? word))).join(' ')
}
