import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'
import type { Question } from './question.ts'
import { fold, words } from './words.ts'

/** Words that stand between names, in the languages that names here come from. */
const particles = new Set(
  'abd abu al bin bint da de del den der di dos du el ibn la le ter umm ul van von'.split(' '),
)

const wordList = import.meta.resolve('@cspell/dict-people-names')

let names: Promise<Set<string>> | null = null

/** Given and family names of many peoples, from a word list for spelling checkers; read when first needed. */
function knownNames(): Promise<Set<string>> {
  names ??= readFile(new URL('dict/people-names.txt', wordList), 'utf8').then(
    (text) =>
      new Set(
        text
          .split(/\s+/)
          .filter((line) => /^\p{L}{3,}$/u.test(line))
          .map(fold),
      ),
  )
  return names
}

/**
 * Whether what was typed looks like a person's name: two to four words, none of which is a word of any entry unless it
 * is a name too, and one of which is a name that no entry has, or all of which are written large and near to nothing.
 * It can be wrong both ways; where it says yes, no near spelling is taken or offered.
 */
export async function looksLikeAPerson(db: Db, { text }: Question): Promise<boolean> {
  const typed = words(text)
  const full = typed.filter(({ word }) => !particles.has(word))
  if (
    typed.length < 2 ||
    typed.length > 4 ||
    full.length === 0 ||
    !/^[\p{L}\p{M}'’. -]+$/u.test(text)
  ) {
    return false
  }
  const known = await knownNames()
  const large = full.every(({ start }) => /^\p{Lu}/u.test(text.slice(start)))
  if (!large && !full.some(({ word }) => known.has(word))) return false
  const asked = full.map(({ word }) => word)
  const written = await writtenAmong(db, asked)
  if (asked.some((word) => written.has(word) && !known.has(word))) return false
  const foreign = asked.filter((word) => !written.has(word))
  if (foreign.some((word) => known.has(word))) return true
  return large && foreign.length === asked.length && !(await anyNear(db, asked))
}

/** Whether what was typed is nothing but names of people: one alone is no question about a practice either. */
export async function hasOnlyNames(text: string): Promise<boolean> {
  const full = words(text).filter(({ word }) => !particles.has(word))
  const known = await knownNames()
  return full.length > 0 && full.every(({ word }) => known.has(word))
}

/** Those that are words of some entry. */
async function writtenAmong(db: Db, asked: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('search_words')
    .select('word')
    .distinct()
    .where('word', 'in', asked)
    .execute()
  return new Set(rows.map(({ word }) => word))
}

/** Whether one of them is spelt nearly like a word of some entry: a typing error rather than a name. */
async function anyNear(db: Db, asked: string[]): Promise<boolean> {
  // Counted, since for 'is there one' PostgreSQL would go through the whole table in the hope of meeting one early.
  const { rows } = await sql<{ near: boolean }>`
    select bool_or((
      select count(*) from search_words w where w.word % a.word and levenshtein_less_equal(w.word, a.word, 2)
        <= case when length(a.word) < 8 then 1 else 2 end) > 0) as near
    from unnest(${asked}::text[]) as a (word)`.execute(db)
  return rows[0]?.near ?? false
}
