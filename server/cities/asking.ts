import { sql } from 'kysely'
import type { CityAnswer, CityAsked } from '@homeward/schema/city.ts'
import { peopleWithRole } from '../accounts/store.ts'
import type { Person } from '../platform/http/access.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { links } from './links.ts'
import { lockCity } from './membership.ts'
import { freshSlug } from './naming.ts'
import { atOnce, limits, type Setting } from './setting.ts'
import { settleCity } from './settling.ts'
import { typedLine, typedText } from './typed.ts'

/**
 * Asks for a city's place. Who asks first is its owner from now on, and may write drafts; an administrator decides.
 * Asking again while it is open replaces what was said before.
 * @throws ProblemError 409 where the city is verified already, 400 where the country is unknown
 */
export async function askForCity(
  setting: Setting,
  person: Person,
  asked: CityAsked,
): Promise<CityAnswer> {
  const name = typedLine('name', asked.name)
  const wish = { ...asked, name, work: typedText('work', asked.work) }
  if ((asked.latitude === null) !== (asked.longitude === null)) {
    const field = asked.latitude === null ? 'latitude' : 'longitude'
    throw invalid([{ field, message: 'A place on the map has a latitude and a longitude.' }])
  }
  await setting.attempts.count(limits.asking, person.id)
  return atOnce(setting, async (work) => {
    const id = await cityNamed(work.trx, wish.country, name)
    await lockCity(work.trx, id)
    await checkOpenToAsking(work.trx, id, person.id)
    const isNew = await writeRequest(work.trx, id, person.id, wish)
    await settleCity(work.trx, id)
    const answer = await answerFor(work.trx, id, person.id)
    if (isNew) await tellAdministrators(setting, work, person, wish.website, answer.city.name)
    return answer
  })
}

/** The city of this name, accents and capitals aside; a new one where there is none. */
async function cityNamed(trx: Trx, country: string, name: string): Promise<string> {
  // Two who ask for the same new city get the same one.
  const { rows } = await sql`
    select from countries where code = ${country} for no key update`.execute(trx)
  if (rows.length === 0) {
    throw invalid([
      { field: 'country', value: country, message: 'Choose one of those at /api/v1/countries.' },
    ])
  }
  const known = await trx
    .selectFrom('cities')
    .select('id')
    .where('country', '=', country)
    .where(sql<boolean>`(name = ${name} or place_key(name) = place_key(${name}))`)
    .orderBy(sql`name = ${name}`, 'desc')
    .orderBy('listed', 'desc')
    .orderBy('slug')
    .limit(1)
    .executeTakeFirst()
  if (known) return known.id
  const { id } = await trx
    .insertInto('cities')
    .values({
      slug: await freshSlug(trx, country, name),
      country,
      name,
      listed: false,
      latitude: null,
      longitude: null,
      population: null,
      website: null,
      about: null,
      email_domain: null,
      verified_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function checkOpenToAsking(trx: Trx, cityId: string, personId: string): Promise<void> {
  const city = await trx
    .selectFrom('cities as c')
    .leftJoin('city_members as m', (join) =>
      join.onRef('m.city_id', '=', 'c.id').on('m.user_id', '=', personId),
    )
    .select(['c.status', 'm.role'])
    .where('c.id', '=', cityId)
    .executeTakeFirstOrThrow()
  if (city.status !== 'verified') return
  throw city.role === null
    ? new ProblemError(
        409,
        'city-verified',
        'This city is here already, with a team of its own',
        'Ask a colleague who is in its team for an invitation by mail.',
      )
    : new ProblemError(
        409,
        'already-in-team',
        'You are in the team of this city already',
        'Go on at /my/cities.',
      )
}

/** @returns whether it is a new one */
async function writeRequest(
  trx: Trx,
  cityId: string,
  personId: string,
  wish: CityAsked,
): Promise<boolean> {
  const said = {
    website: wish.website,
    email_domain: wish.emailDomain,
    work: wish.work,
    latitude: wish.latitude,
    longitude: wish.longitude,
  }
  const { numUpdatedRows } = await trx
    .updateTable('city_requests')
    .set(said)
    .where('city_id', '=', cityId)
    .where('asked_by', '=', personId)
    .where('state', '=', 'asked')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return false
  await trx
    .insertInto('city_requests')
    .values({
      ...said,
      city_id: cityId,
      asked_by: personId,
      reason: null,
      decided_at: null,
      decided_by: null,
    })
    .execute()
  return true
}

async function answerFor(trx: Trx, cityId: string, personId: string): Promise<CityAnswer> {
  const row = await trx
    .selectFrom('cities as c')
    .leftJoin('city_members as m', (join) =>
      join.onRef('m.city_id', '=', 'c.id').on('m.user_id', '=', personId),
    )
    .select(['c.slug', 'c.name', 'c.country', 'c.status', 'm.role'])
    .where('c.id', '=', cityId)
    .executeTakeFirstOrThrow()
  const { role, ...city } = row
  return { city, place: role === null ? 'waiting' : 'yours' }
}

async function tellAdministrators(
  { publicUrl }: Setting,
  work: Work,
  person: Person,
  website: string,
  city: string,
): Promise<void> {
  const administrators = await peopleWithRole(work.trx, 'administrator')
  await sendLater(
    work,
    administrators.map(({ email, language }) => ({
      template: 'city-asked',
      to: email,
      language,
      values: { city, by: person.name, website },
      link: links(publicUrl).cityRequests,
    })),
  )
}
