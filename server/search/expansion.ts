import { sql } from 'kysely'
import type { Db } from '../platform/postgres/database.ts'
import type { Question } from './question.ts'

/** A lexeme of the inverted index that would do for a word of the question. */
export interface Lexeme {
  /** Which part of the question, which alternative of it, and which word of that. */
  part: number
  alternative: number
  word: number
  /** How many words the alternative has, those left out that say too little. */
  length: number
  lexeme: string
  weight: number
}

interface AskedWord {
  part: number
  alternative: number
  word: number
  text: string
  weight: number
  typing: boolean
  /** Whether near spellings may stand in where nobody writes it so. */
  near: boolean
}

const halfTyped = 0.6
/** What shares a root: stigma and stigmatised, psychology and psychologist. */
const akin = 0.6
const akinWithin = 4
const oneOff = 0.8
const twoOff = 0.55
/** How many lexemes a half-typed word may stand for: beyond that it says too little. */
const mostHalfTyped = 60

function askedWords({ parts, typing }: Question): AskedWord[] {
  return parts.flatMap(({ alternatives }, part) =>
    alternatives.flatMap(({ words, weight }, alternative) =>
      words.map((text, word) => ({
        part,
        alternative,
        word,
        text,
        weight,
        typing: typing && part === parts.length - 1 && alternative === 0,
        near: alternative === 0,
      })),
    ),
  )
}

/**
 * The lexemes that would do for each word: its stem in every language that entries are written in, what begins like it
 * where it may be half typed, and, where no entry has it, what is spelt one or two letters otherwise.
 * @param nearSpellings false for what looks like a person's name: no near spelling is taken for it
 */
export async function expand(
  db: Db,
  question: Question,
  nearSpellings: boolean,
): Promise<Lexeme[]> {
  const asked = askedWords(question)
  if (asked.length === 0) return []
  const { rows } = await sql<Lexeme>`
    with asked as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a (
        part int, alternative int, word int, text text, weight real,
        typing boolean, near boolean)),
    stems as (
      select distinct a.part, a.alternative, a.word, coalesce(stem[1], a.text) as lexeme
      from asked a, search_languages l, ts_lexize(l.dictionary, a.text) as stem
      where stem is null or cardinality(stem) > 0),
    lengths as (
      select part, alternative, count(distinct word)::int as length from stems group by part, alternative),
    exact as (
      select s.*, 1::real as factor from stems s
      where exists (select from search_postings p where p.lexeme = s.lexeme)),
    begun as (
      select a.part, a.alternative, a.word, w.lexeme, ${halfTyped}::real as factor
      from asked a, lateral (
        select lexeme from search_words w
        where w.word > a.text and w.word < a.text || U&'\\+10FFFF'
        group by lexeme order by min(length(w.word)), lexeme limit ${mostHalfTyped}) w
      where a.typing and length(a.text) > 1),
    akin as (
      select s.part, s.alternative, s.word, w.lexeme, ${akin}::real as factor
      from stems s join asked a using (part, alternative, word), lateral (
        select distinct lexeme from search_words w
        where w.word like left(s.lexeme, 5) || '%' and w.word >= left(s.lexeme, 5)
          and w.word < left(s.lexeme, 5) || U&'\\+10FFFF'
          and w.lexeme <> s.lexeme and length(w.lexeme) > 4
          and ((starts_with(w.lexeme, s.lexeme) and length(w.lexeme) - length(s.lexeme) <= ${akinWithin})
            or (starts_with(s.lexeme, w.lexeme) and length(s.lexeme) - length(w.lexeme) <= ${akinWithin}))) w
      where length(s.lexeme) > 4 and a.near),
    near as (
      select a.part, a.alternative, a.word, w.lexeme,
        case min(w.distance) when 1 then ${oneOff}::real else ${twoOff}::real end as factor
      from asked a, lateral (
        select w.lexeme, levenshtein_less_equal(w.word, a.text, 2) as distance
        from search_words w
        where ${nearSpellings}::boolean and w.word % a.text
          and length(w.word) between length(a.text) - 2 and length(a.text) + 2
          and left(w.word, 1) = left(a.text, 1)) w
      where a.near and length(a.text) between 4 and 60
        and w.distance <= case when length(a.text) < 8 then 1 else 2 end
        and exists (select from stems s where (s.part, s.alternative, s.word) = (a.part, a.alternative, a.word))
        and not exists (select from exact e where (e.part, e.alternative, e.word) = (a.part, a.alternative, a.word))
        and not exists (select from begun b where (b.part, b.alternative, b.word) = (a.part, a.alternative, a.word))
      group by a.part, a.alternative, a.word, w.lexeme)
    select a.part, a.alternative, a.word, n.length, f.lexeme, max(a.weight * f.factor) as weight
    from (select * from exact union all select * from begun union all select * from akin union all select * from near) f
    join asked a using (part, alternative, word) join lengths n using (part, alternative)
    group by a.part, a.alternative, a.word, n.length, f.lexeme`.execute(db)
  return rows
}

/** The words, as entries write them, that these lexemes stand for: they are marked in what is shown. */
export async function writtenForms(db: Db, lexemes: Lexeme[]): Promise<Set<string>> {
  const names = [...new Set(lexemes.map(({ lexeme }) => lexeme))]
  if (names.length === 0) return new Set()
  const rows = await db
    .selectFrom('search_words')
    .select('word')
    .distinct()
    .where('lexeme', 'in', names)
    .execute()
  return new Set(rows.map(({ word }) => word))
}
