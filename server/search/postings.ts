import { sql } from 'kysely'
import type { LiveEntry } from '../entries/rendering.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { searchLabels } from './labels.ts'
import { dictionaryOf } from './dictionaries.ts'
import { documentTexts } from './documentTexts.ts'
import { primary } from './stems.ts'
import { searchText, type SearchText } from './documents.ts'
import { occurrenceWeight, saturation, searchFields } from './weights.ts'
import { words } from './words.ts'

/** Marks the lexemes that stand for a term or a place, not for a word: they find related entries. */
export const codeLexeme = (kind: string, id: string): string => `=${kind}:${id}`

/** Writes the inverted index of PostgreSQL's own search for these entries anew, in the transaction of the change. */
export async function indexPostings(trx: Trx, entries: LiveEntry[]): Promise<void> {
  const labels = await searchLabels(trx)
  const documents = await documentTexts(
    trx,
    entries.map(({ entryId }) => entryId),
  )
  await trx
    .deleteFrom('search_postings')
    .where(
      'entry_id',
      'in',
      entries.map(({ entryId }) => entryId),
    )
    .execute()
  const byLanguage = Map.groupBy(entries, ({ language }) => primary(language))
  for (const [language, group] of byLanguage) {
    const rows = group.flatMap((entry) =>
      [...weighWords(searchText(entry, labels, documents.get(entry.entryId) ?? []))].map(
        ([word, frequency]) => ({
          entryId: entry.entryId,
          word,
          frequency,
        }),
      ),
    )
    await insertWords(trx, language, rows)
  }
  await insertCodes(trx, entries)
}

/** How often each word occurs, weighed by the fields in which it does. */
function weighWords(text: SearchText): Map<string, number> {
  const weights = new Map<string, number>()
  for (const field of searchFields) {
    const found = words(text[field])
    const each = occurrenceWeight(field, found.length)
    for (const { word } of found) {
      if (word.length <= 60) weights.set(word, (weights.get(word) ?? 0) + each)
    }
  }
  return weights
}

interface WeighedWord {
  entryId: string
  word: string
  frequency: number
}

async function insertWords(trx: Trx, language: string, rows: WeighedWord[]): Promise<void> {
  const dictionary = dictionaryOf(language)
  const lexemes = sql`(
    select input.entry_id, input.word, input.frequency,
      case when stem is null then input.word else stem[1] end as lexeme
    from unnest(
      ${rows.map(({ entryId }) => entryId)}::uuid[],
      ${rows.map(({ word }) => word)}::text[],
      ${rows.map(({ frequency }) => frequency)}::real[]
    ) as input (entry_id, word, frequency),
    lateral ts_lexize(${dictionary}::regdictionary, input.word) as stem
    where stem is null or cardinality(stem) > 0)`
  await sql`
    insert into search_languages (language, dictionary)
    values (${language}, ${dictionary}::regdictionary) on conflict do nothing`.execute(trx)
  await sql`
    with lexemes as materialized ${lexemes},
    words as (
      insert into search_words (word, lexeme)
      select distinct word, lexeme from lexemes order by word, lexeme
      on conflict do nothing)
    insert into search_postings (lexeme, entry_id, impact)
    select lexeme, entry_id, sum(frequency) / (${saturation}::real + sum(frequency))
    from lexemes group by lexeme, entry_id`.execute(trx)
}

async function insertCodes(trx: Trx, entries: LiveEntry[]): Promise<void> {
  const rows = entries.flatMap((entry) =>
    [
      ...entry.themes.map((id) => codeLexeme('theme', id)),
      ...entry.targetGroups.map((id) => codeLexeme('targetGroup', id)),
      ...entry.stages.map((id) => codeLexeme('stage', id)),
      ...(entry.country === null ? [] : [codeLexeme('country', entry.country)]),
      ...(entry.city === null ? [] : [codeLexeme('city', entry.city.slug)]),
    ].map((lexeme) => ({ lexeme, entryId: entry.entryId })),
  )
  await sql`
    insert into search_postings (lexeme, entry_id, impact)
    select lexeme, entry_id, 1 from unnest(
      ${rows.map(({ lexeme }) => lexeme)}::text[],
      ${rows.map(({ entryId }) => entryId)}::uuid[]
    ) as code (lexeme, entry_id)`.execute(trx)
}
