import type { CityRequest } from '@homeward/schema/city.ts'
import { recordDecision } from '../moderation/decisionLog.ts'
import { ProblemError } from '../platform/http/problems.ts'
import { sendLater, type Mail } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { oneRequest } from './cityRequests.ts'
import { links } from './links.ts'
import { lockCity } from './membership.ts'
import { atOnce, type Setting } from './setting.ts'
import { settleCity } from './settling.ts'
import { typedText } from './typed.ts'

/** An administrator's act on a request. */
export interface Deciding {
  id: string
  /** The administrator. */
  actor: string
}

/**
 * Confirms that who asked speaks for the city: they are its owner now, and its place, website and domain are as they
 * said. Whoever else is in the team or asked for the city is not any more; they are told to ask for an invitation.
 * Drafts that were written for the city are its team's.
 * @throws ProblemError 404, 409 where it was decided or taken back already
 */
export function verifyCity(setting: Setting, { id, actor }: Deciding): Promise<CityRequest> {
  return atOnce(setting, async (work) => {
    const { trx } = work
    const request = await openRequest(trx, id)
    const { asker } = request
    if (asker === null) throw askerGone()
    await decide(trx, id, actor, 'verified', null)
    const others = await closeOthers(trx, request.city_id, actor)
    await trx
      .updateTable('cities')
      .set((eb) => ({
        status: 'verified',
        listed: true,
        verified_at: new Date(),
        website: request.website,
        email_domain: request.email_domain,
        ...(request.latitude === null
          ? {}
          : { latitude: request.latitude, longitude: request.longitude }),
        version: eb('version', '+', 1),
      }))
      .where('id', '=', request.city_id)
      .execute()
    await makeOnlyOwner(trx, request.city_id, asker.id)
    await recordDecision(trx, {
      actor,
      act: 'verify-city',
      subject: { kind: 'city', id: request.city_id },
      details: { request: id, askedBy: asker.id, refused: others.map((other) => other.id) },
    })
    const verified: Mail = {
      template: 'city-verified',
      to: asker.email,
      language: asker.language,
      values: { name: asker.name, city: request.name },
      link: links(setting.publicUrl).team(request.slug),
    }
    const refusals = others.map((other) => refusal(setting, other, request.name, someoneElse))
    await sendLater(work, [verified, ...refusals])
    return oneRequest(trx, id)
  })
}

/** @throws ProblemError 404, 409 where it was decided or taken back already */
export function refuseCity(
  setting: Setting,
  { id, actor }: Deciding,
  words: string,
): Promise<CityRequest> {
  const reason = typedText('reason', words)
  return atOnce(setting, async (work) => {
    const { trx } = work
    const request = await openRequest(trx, id)
    await decide(trx, id, actor, 'refused', reason)
    await settleCity(trx, request.city_id)
    await recordDecision(trx, {
      actor,
      act: 'refuse-city',
      subject: { kind: 'city', id: request.city_id },
      details: { request: id, askedBy: request.asker?.id ?? null },
    })
    if (request.asker) {
      await sendLater(work, [refusal(setting, request.asker, request.name, reason)])
    }
    return oneRequest(trx, id)
  })
}

const someoneElse =
  'Somebody else of this authority was confirmed. Please ask your colleague for an invitation to the team.'

interface Asker {
  id: string
  name: string
  email: string
  language: string
}

function refusal({ publicUrl }: Setting, asker: Asker, city: string, reason: string): Mail {
  return {
    template: 'city-refused',
    to: asker.email,
    language: asker.language,
    values: { name: asker.name, city, reason },
    link: links(publicUrl).myCities,
  }
}

async function openRequest(trx: Trx, id: string) {
  const known = await trx
    .selectFrom('city_requests')
    .select('city_id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!known) {
    throw new ProblemError(404, 'unknown-request', 'There is no such request')
  }
  await lockCity(trx, known.city_id)
  const request = await trx
    .selectFrom('city_requests as q')
    .innerJoin('cities as c', 'c.id', 'q.city_id')
    .leftJoin('users as u', 'u.id', 'q.asked_by')
    .select(['q.city_id', 'q.state', 'q.website', 'q.email_domain', 'q.latitude', 'q.longitude'])
    .select(['c.slug', 'c.name'])
    .select(['u.id as user_id', 'u.name as user_name', 'u.email', 'u.language'])
    .where('q.id', '=', id)
    .executeTakeFirstOrThrow()
  if (request.state !== 'asked') throw decidedAlready(request.state)
  const { user_id, user_name, email, language, ...rest } = request
  const asker: Asker | null =
    user_id === null || user_name === null || email === null || language === null
      ? null
      : { id: user_id, name: user_name, email, language }
  return { ...rest, asker }
}

async function decide(
  trx: Trx,
  id: string,
  actor: string,
  state: 'verified' | 'refused',
  reason: string | null,
): Promise<void> {
  await trx
    .updateTable('city_requests')
    .set({ state, reason, decided_at: new Date(), decided_by: actor })
    .where('id', '=', id)
    .execute()
}

/** Closes all other requests for a city. @returns who asked */
async function closeOthers(trx: Trx, cityId: string, actor: string): Promise<Asker[]> {
  const closed = await trx
    .updateTable('city_requests')
    .set({ state: 'refused', reason: someoneElse, decided_at: new Date(), decided_by: actor })
    .where('city_id', '=', cityId)
    .where('state', '=', 'asked')
    .returning('asked_by')
    .execute()
  const ids = closed.flatMap(({ asked_by }) => asked_by ?? [])
  if (ids.length === 0) return []
  return trx
    .selectFrom('users')
    .select(['id', 'name', 'email', 'language'])
    .where('id', 'in', ids)
    .execute()
}

/** Nobody whom the administrator did not look at comes along, by an old invitation neither. */
async function makeOnlyOwner(trx: Trx, cityId: string, userId: string): Promise<void> {
  await trx
    .deleteFrom('city_members')
    .where('city_id', '=', cityId)
    .where('user_id', '<>', userId)
    .execute()
  await trx
    .deleteFrom('city_invitations')
    .where('city_id', '=', cityId)
    .where('answered_at', 'is', null)
    .execute()
  await trx
    .insertInto('city_members')
    .values({ city_id: cityId, user_id: userId, role: 'owner' })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'user_id']).doUpdateSet({ role: 'owner' }),
    )
    .execute()
}

function decidedAlready(state: string): ProblemError {
  return new ProblemError(
    409,
    'decided-already',
    state === 'withdrawn' ? 'Who asked has taken it back' : 'This was decided already',
    'Load the list anew to see what became of it.',
  )
}

function askerGone(): ProblemError {
  return new ProblemError(
    409,
    'asker-gone',
    'Who asked has no account any more',
    'Refuse the request: the city is then open to others.',
  )
}
