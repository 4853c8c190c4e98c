import { sql } from 'kysely'
import type { Suggestion } from '@homeward/schema/search.ts'
import type { Db } from '../platform/postgres/database.ts'
import { readable } from './question.ts'
import { fold, sortKey } from './words.ts'

const most = { entries: 5, places: 3, terms: 3 }

/** A text for LIKE in which nothing stands for anything else. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`)
}

/**
 * Places, terms and entries in whose names a word begins like what was typed, published ones only.
 * Labels are in English; routes put them into the reader's language.
 */
export async function suggest(db: Db, typed: string): Promise<Suggestion[]> {
  const key = sortKey(readable(typed))
  if (key.length < 2) return []
  const begins = `${literally(key)}%`
  const inside = `% ${literally(key)}%`
  const label = `(^|[^[:alnum:]])${fold(readable(typed))
    .trim()
    .replace(/[^\p{L}\p{N} ]/gu, '.')}`
  const { rows } = await sql<Suggestion>`
    (select 'country' as type, c.code as value, c.names[1] as label, null as kind
      from countries c
      where exists (select from unnest(c.names) as name where lower(name) ~ ${label})
        and exists (select from published_entries p where p.country = c.code)
      order by c.names[1] limit ${most.places})
    union all
    (select 'city', c.slug, c.name, null from cities c
      where replace(substr(c.slug, 4), '-', ' ') like ${begins}
        and exists (select from published_entries p where p.city = c.slug)
      order by c.name, c.slug limit ${most.places})
    union all
    (select t.kind, t.id, t.labels->>'en', null from terms t
      where t.kind in ('theme', 'targetGroup', 'stage', 'leadType') and not t.retired
        and lower(t.labels->>'en') ~ ${label}
      order by t.position limit ${most.terms})
    union all
    (select 'entry', p.slug, p.title, p.kind from published_entries p
      where p.title_key like ${begins} or p.title_key like ${inside}
      order by p.title_key like ${begins} desc, p.title_key limit ${most.entries})`.execute(db)
  return rows
}
