import type { EntryRequest, EntryRequestAsked } from '@homeward/schema/city.ts'
import type { EntryRequestKind } from '@homeward/schema/names.ts'
import { peopleWithRole } from '../accounts/store.ts'
import { absenceOf } from '../entries/store.ts'
import { refreshRequestInQueue } from '../moderation/queue.ts'
import type { Person } from '../platform/http/access.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { oneRequest } from './entryRequestLists.ts'
import { links } from './links.ts'
import { lockCity, lockedCityFor, teamOnly, verifiedOnly, type CityOf } from './membership.ts'
import { atOnce, limits, type Setting } from './setting.ts'
import { typedLine, typedText } from './typed.ts'

/**
 * Hands in what a verified city asks about an entry: that it is its own, that its reply stands there, that it goes.
 * @throws ProblemError 404 or 410 where the entry is not published, 403 where the person is of no such team, 409 where
 * the city is not verified, cannot ask this about this entry, or has asked already
 */
export async function askAboutEntry(
  setting: Setting,
  person: Person,
  slug: string,
  asked: EntryRequestAsked,
): Promise<EntryRequest> {
  const text = typedText('text', asked.text)
  const signed = signature(asked)
  await setting.attempts.count(limits.entryRequests, person.id)
  return atOnce(setting, async (work) => {
    const { trx } = work
    const entry = await entryAskedAbout(trx, slug)
    const city = await lockedCityFor(trx, asked.city, person.id)
    if (city.role === null) throw notYourCity()
    verifiedOnly(city)
    checkMayAsk(entry, city, asked.kind)
    await checkNotAsked(trx, entry, city, asked.kind)
    const { id } = await trx
      .insertInto('entry_requests')
      .values({
        entry_id: entry.id,
        city_id: city.id,
        kind: asked.kind,
        text,
        signed,
        asked_by: person.id,
        reason: null,
        decided_at: null,
        decided_by: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await refreshRequestInQueue(trx, id)
    const moderators = await peopleWithRole(trx, 'moderator')
    await sendLater(
      work,
      moderators.map(({ email, language }) => ({
        template: 'entry-request',
        to: email,
        language,
        values: { city: city.name, entry: entry.title, kind: asked.kind },
        link: links(setting.publicUrl).entryRequests,
      })),
    )
    return oneRequest(trx, id)
  })
}

function signature({ kind, signed }: EntryRequestAsked): string | null {
  if (kind === 'reply') {
    if (signed !== undefined) return typedLine('signed', signed)
    throw invalid([
      { field: 'signed', message: 'Say who signs the reply, such as an office of the city.' },
    ])
  }
  if (signed === undefined) return null
  throw invalid([{ field: 'signed', message: 'Only a reply is signed: please leave it out.' }])
}

interface EntryAskedAbout {
  id: string
  title: string
  origin: string
  country: string | null
}

async function entryAskedAbout(trx: Trx, slug: string): Promise<EntryAskedAbout> {
  const known = /^[a-z0-9-]{1,200}$/.test(slug)
  const entry = known
    ? await trx
        .selectFrom('published_entries')
        .select(['entry_id as id', 'title', 'origin', 'country'])
        .where('slug', '=', slug)
        .executeTakeFirst()
    : undefined
  if (entry) return entry
  const absence = known ? await absenceOf(trx, slug) : 'unknown'
  if (absence !== 'unknown' && 'gone' in absence) {
    throw new ProblemError(410, 'entry-taken-down', 'This entry was taken down', undefined, {
      gone: absence.gone,
    })
  }
  throw new ProblemError(
    404,
    'unknown-entry',
    'There is no entry at this address',
    'Search for it at /search.',
  )
}

/** What a city may ask about an entry. @throws ProblemError 409 */
export function checkMayAsk(
  entry: { origin: string; country: string | null },
  city: Pick<CityOf, 'country'>,
  kind: EntryRequestKind,
): void {
  if (entry.country !== city.country) {
    throw new ProblemError(
      409,
      'not-about-city',
      'This entry is about another country',
      'A city can answer entries about its own country. Write to the editors about any other.',
    )
  }
  if (kind === 'claim' && entry.origin !== 'editors') {
    throw new ProblemError(
      409,
      'not-claimable',
      'This entry is a city’s own account already',
      'You can reply to it, or write to the editors.',
    )
  }
}

async function checkNotAsked(
  trx: Trx,
  entry: EntryAskedAbout,
  city: CityOf,
  kind: EntryRequestKind,
): Promise<void> {
  const open = await trx
    .selectFrom('entry_requests')
    .select('id')
    .where('entry_id', '=', entry.id)
    .where('city_id', '=', city.id)
    .where('kind', '=', kind)
    .where('state', '=', 'asked')
    .executeTakeFirst()
  if (!open) return
  throw new ProblemError(
    409,
    'asked-already',
    'Your city has asked this already',
    'The editors decide on it. To change it, take it back and ask again.',
  )
}

function notYourCity(): ProblemError {
  return new ProblemError(
    403,
    'not-your-city',
    'You are not in the team of this city',
    'Ask its team for an invitation.',
  )
}

/**
 * Takes back what a city asked.
 * @throws ProblemError 404 for whoever is not of its team, 409 where it was decided already
 */
export function withdrawRequest(
  setting: Setting,
  personId: string,
  slug: string,
  id: string,
): Promise<EntryRequest> {
  return atOnce(setting, async ({ trx }) => {
    const city = await lockedCityFor(trx, slug, personId)
    teamOnly(city)
    const request = await trx
      .selectFrom('entry_requests')
      .select('state')
      .where('id', '=', id)
      .where('city_id', '=', city.id)
      .executeTakeFirst()
    if (!request) throw unknownRequest()
    if (request.state !== 'asked') throw notOpen(request.state)
    await trx
      .updateTable('entry_requests')
      .set({ state: 'withdrawn' })
      .where('id', '=', id)
      .execute()
    await refreshRequestInQueue(trx, id)
    return oneRequest(trx, id)
  })
}

/**
 * A request that nobody has decided, while nobody else decides it.
 * @throws ProblemError 404, 409 where it was decided or taken back
 */
export async function openRequest(trx: Trx, id: string) {
  const known = await trx
    .selectFrom('entry_requests')
    .select('city_id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!known) throw unknownRequest()
  await lockCity(trx, known.city_id)
  const request = await trx
    .selectFrom('entry_requests as q')
    .innerJoin('cities as c', 'c.id', 'q.city_id')
    .select(['q.id', 'q.entry_id', 'q.city_id', 'q.kind', 'q.state', 'q.asked_by'])
    .select(['c.name as city', 'c.country', 'c.status'])
    .where('q.id', '=', id)
    .executeTakeFirstOrThrow()
  if (request.state !== 'asked') throw notOpen(request.state)
  return request
}

function unknownRequest(): ProblemError {
  return new ProblemError(
    404,
    'unknown-request',
    'There is no such request, or it is not open to you',
  )
}

function notOpen(state: string): ProblemError {
  return new ProblemError(
    409,
    'decided-already',
    state === 'withdrawn' ? 'The city has taken this back' : 'This was decided already',
    'Load the list anew to see what became of it.',
  )
}
