import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { hasOnlyNames } from '../search/person.ts'
import { readable } from '../search/question.ts'
import { words } from '../search/words.ts'
import { bounds, type CountingSetting } from './setting.ts'

/** A long number is somebody's, and who writes an address looks for somebody. */
const somebodys = /\d{5,}|\d[\d\s./-]{6,}\d|@/u

/** How one thing is told from others, however it is spelt; null where it is no words, too long, or somebody's. */
function keyOf(text: string): string | null {
  const key = words(text)
    .map(({ word }) => word)
    .join(' ')
  const { least, most } = bounds.length
  if (key.length < least || key.length > most || text.length > most || somebodys.test(text)) {
    return null
  }
  return key
}

/**
 * Notes that something was looked for in vain on a day. Until its third day that is a keyed hash and the day; on the third,
 * when somebody asks again, its words are written down as well. Nothing is noted of what may speak of a person, and
 * never who asked.
 * @param typed as it was typed
 * @param day ISO 8601
 */
export async function countSearch(
  setting: CountingSetting,
  typed: string,
  day: string,
): Promise<void> {
  const text = readable(typed).trim()
  const key = keyOf(text)
  if (key === null || (await speaksOfAPerson(setting, text))) return
  const hash = createHmac('sha256', setting.secret).update(`vain search ${key}`).digest()
  if (await countKnown(setting, hash, day)) return
  if (!(await keepDay(setting, hash, day))) return
  await writeDown(setting, hash, text.toLowerCase())
}

async function speaksOfAPerson({ screen }: CountingSetting, text: string): Promise<boolean> {
  if (await hasOnlyNames(text)) return true
  // Also as names are written, by whoever writes all in small letters.
  const large = text.replace(/(?<=^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase())
  const found = await screen([
    { part: 'query', language: 'en', text },
    { part: 'large', language: 'en', text: large },
  ])
  return found.some(
    ({ part, reason }) => part === 'query' || (part === 'large' && reason === 'person'),
  )
}

/** One more day for what is written down already. @returns whether it is */
async function countKnown({ db }: CountingSetting, hash: Buffer, day: string): Promise<boolean> {
  const known = await db
    .selectFrom('missing_knowledge')
    .select('last_day')
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (!known) return false
  await db
    .updateTable('missing_knowledge')
    .set((eb) => ({ days: eb('days', '+', 1), last_day: day }))
    .where('hash', '=', hash)
    .where('last_day', '<', day)
    .execute()
  return true
}

/** @returns whether this is the day's first time of it; on a day that brought too much, nothing new is kept */
async function keepDay({ db }: CountingSetting, hash: Buffer, day: string): Promise<boolean> {
  const { rows } = await sql`
    insert into vain_searches (hash, day)
    select ${hash}, ${day}::date
    where (select count(*) from vain_searches where day = ${day}::date) < ${bounds.aDay}
    on conflict do nothing returning day`.execute(db)
  return rows.length > 0
}

/** On its third day its words are kept, and its days no longer. */
async function writeDown({ db }: CountingSetting, hash: Buffer, query: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ days: number; last: string }>`
      select count(*)::int as days, max(day) as last from vain_searches where hash = ${hash}`.execute(
      trx,
    )
    const [counted] = rows
    if (!counted || counted.days < bounds.days) return
    const { count } = await trx
      .selectFrom('missing_knowledge')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (count >= bounds.words) return
    await trx
      .insertInto('missing_knowledge')
      .values({
        hash,
        query,
        days: counted.days,
        last_day: counted.last,
        dismissed_at: null,
        dismissed_by: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await trx.deleteFrom('vain_searches').where('hash', '=', hash).execute()
  })
}
