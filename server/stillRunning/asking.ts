import { createHash, randomBytes } from 'node:crypto'
import { lockCity, peopleOfTeam } from '../cities/membership.ts'
import { inTransaction, type Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import { dueCities, duePractices, type DuePractice } from './due.ts'
import type { AskingSetting } from './setting.ts'

/** When it is looked for practices that are due: once a day, in the morning (five fields, UTC). */
export const askingDaily = { name: 'still-running', cron: '41 6 * * *' } as const

const day = 86_400_000
/** How long a link answers. */
export const linkLasts = 90 * day
/** How long one that is over can still be told from one that never was. */
const keptAfter = 365 * day
/** Cities that are looked for at once, and practices that one mail asks about. */
const batch = { cities: 50, practices: 100 } as const
/** Titles that a mail names. */
const named = 12

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * Asks each city that has something due, a city in a transaction: done twice, or by two servers at once, nobody gets a
 * second mail.
 * @returns how many cities were asked
 */
export async function askCities(setting: AskingSetting, now = new Date()): Promise<number> {
  const { db } = setting.database
  const longOver = new Date(now.getTime() - keptAfter)
  await db.deleteFrom('running_askings').where('expires_at', '<', longOver).execute()
  let asked = 0
  let after: string | null = null
  for (;;) {
    const cities: string[] = await dueCities(db, now, after, batch.cities)
    for (const id of cities) {
      const went = await inTransaction(setting.database, setting.jobs, (work) =>
        askCity(setting, work, id, now),
      )
      if (went) asked += 1
    }
    after = cities.at(-1) ?? null
    if (cities.length < batch.cities) return asked
  }
}

/** @returns whether there was somebody to ask, and something to ask about */
async function askCity(
  setting: AskingSetting,
  work: Work,
  cityId: string,
  now: Date,
): Promise<boolean> {
  const { trx } = work
  await lockCity(trx, cityId)
  const city = await trx
    .selectFrom('cities')
    .select(['name', 'slug'])
    .where('id', '=', cityId)
    .where('status', '=', 'verified')
    .executeTakeFirst()
  const practices = await duePractices(trx, cityId, now, batch.practices)
  const people = await peopleOfTeam(trx, cityId)
  if (!city || practices.length === 0 || people.length === 0) return false
  const { id } = await trx
    .insertInto('running_askings')
    .values({
      city_id: cityId,
      asked_at: now,
      expires_at: new Date(now.getTime() + linkLasts),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('confirmations')
    .values(
      practices.map(({ entryId }) => ({
        entry_id: entryId,
        city_id: cityId,
        asking_id: id,
        asked_at: now,
      })),
    )
    .execute()
  const links = people.map(({ id: userId, email, language }) => ({
    userId,
    email,
    language,
    token: randomBytes(32).toString('base64url'),
  }))
  await trx
    .insertInto('running_links')
    .values(
      links.map(({ userId, token }) => ({
        token_hash: hashOf(token),
        asking_id: id,
        user_id: userId,
      })),
    )
    .execute()
  await sendLater(
    work,
    links.map(({ email, language, token }) => ({
      template: 'still-running',
      to: email,
      language,
      values: { city: city.name, titles: titlesOf(practices) },
      // Behind the `#`, so that it is in no log.
      link: `${setting.publicUrl}/still-running#${token}`,
      page: `${setting.publicUrl}/my/cities/${city.slug}`,
    })),
  )
  return true
}

function titlesOf(practices: DuePractice[]): string {
  const titles = practices.slice(0, named).map(({ title }) => title)
  return [...titles, ...(practices.length > named ? ['…'] : [])].join('\n')
}
