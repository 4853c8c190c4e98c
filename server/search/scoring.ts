import { sql, type RawBuilder } from 'kysely'
import type { Lexeme } from './expansion.ts'
import type { Question } from './question.ts'

/** What has less than this share of the best one's matching words is not taken for an answer. */
const enough = 0.3
/** How much what lacks some of the words falls behind. */
const completeness = 0.5
/** How strongly the rareness of a word counts, 1 as in BM25: in plain questions the rarest words are often beside the point. */
const rarity = 0.4
/** How much a title that holds what was typed, in order, counts: in parts of what all its words count. */
const titlePhrase = 0.35

/**
 * The entries found and their scores, as a subquery of (entry_id, score). BM25F over the inverted index: each part of
 * the question counts by how rare it is (Robertson's inverse document frequency) and by the best of what means it.
 * @param inAll only what has every part of the question: half of a person's name is another name
 */
export function scores(question: Question, lexemes: Lexeme[], inAll: boolean): RawBuilder<unknown> {
  const phrase = question.parts
    .map(({ alternatives }) => alternatives[0]?.words.join(' '))
    .join(' ')
  return sql`
    with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(lexemes)}::jsonb) as w (
        part int, alternative int, word int, length int, lexeme text, weight real)),
    by_word as (
      select p.entry_id, w.part, w.alternative, w.word, w.length, max(p.impact * w.weight) as impact
      from wanted w join search_postings p on p.lexeme = w.lexeme
      group by p.entry_id, w.part, w.alternative, w.word, w.length),
    by_alternative as (
      select entry_id, part, avg(impact) as impact
      from by_word group by entry_id, part, alternative, length having count(*) = length),
    by_part as materialized (
      select entry_id, part, max(impact) as impact from by_alternative group by entry_id, part),
    entries_in_all as (select greatest(1, count(*)) as n from published_entries),
    rarity as (
      select part, power(ln(1 + (n - count(*) + 0.5) / (count(*) + 0.5)), ${rarity}::float8) as idf
      from by_part, entries_in_all group by part, n),
    summed as (
      select entry_id, sum(idf * impact) as score, sum(idf) as matched, count(*) as parts
      from by_part join rarity using (part) group by entry_id),
    bounds as (select max(matched) as best, (select sum(idf) from rarity) as whole from summed)
    select entry_id,
      summed.score * (1 - ${completeness}::float8 + ${completeness}::float8 * matched / whole)
        + case when strpos(' ' || e.title_key || ' ', ${` ${phrase} `}::text) > 0
            then ${titlePhrase}::float8 * whole else 0 end as score
    from summed join published_entries e using (entry_id), bounds
    where matched >= ${enough}::float8 * best and parts >= ${inAll ? question.parts.length : 1}::int`
}
