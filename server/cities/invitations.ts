import { createHash, randomBytes } from 'node:crypto'
import type { InvitationSent, Invitation, InvitationShown, Joined } from '@homeward/schema/city.ts'
import type { Person } from '../platform/http/access.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { links } from './links.ts'
import { lockCity, lockedCityFor, ownerOnly, verifiedOnly, type CityOf } from './membership.ts'
import { atOnce, limits, type Setting } from './setting.ts'

const day = 86_400_000
const lasts = 14 * day

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * Invites someone into a city's team by mail. Inviting an address again sends a new link, and the old one ends.
 * @throws ProblemError 403, 409 where the city is not verified or the address is of its team already
 */
export async function invite(
  setting: Setting,
  person: Person,
  slug: string,
  { email: given, role }: Invitation,
): Promise<InvitationSent> {
  const email = given.toLowerCase()
  await setting.attempts.count(limits.invitations, person.id)
  return atOnce(setting, async (work) => {
    const { trx } = work
    const city = await lockedCityFor(trx, slug, person.id)
    ownerOnly(city)
    verifiedOnly(city)
    await checkNotInTeam(trx, city, email)
    const token = randomBytes(32).toString('base64url')
    const written = {
      role,
      token_hash: hashOf(token),
      invited_by: person.id,
      created_at: new Date(),
      expires_at: new Date(Date.now() + lasts),
      answered_at: null,
    }
    const row = await trx
      .insertInto('city_invitations')
      .values({ ...written, city_id: city.id, email })
      .onConflict((conflict) => conflict.columns(['city_id', 'email']).doUpdateSet(written))
      .returning(['id', 'created_at', 'expires_at'])
      .executeTakeFirstOrThrow()
    await sendInvitation(setting, work, { person, city, email, role, token })
    return {
      id: row.id,
      email,
      role,
      sentAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }
  })
}

async function checkNotInTeam(trx: Trx, city: CityOf, email: string): Promise<void> {
  const member = await trx
    .selectFrom('city_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.id')
    .where('m.city_id', '=', city.id)
    .where('u.email', '=', email)
    .executeTakeFirst()
  if (!member) return
  throw new ProblemError(
    409,
    'already-in-team',
    'This person is in the team already',
    'Their role can be changed in the list of the team.',
  )
}

interface Invited {
  person: Person
  city: CityOf
  email: string
  role: Invitation['role']
  token: string
}

async function sendInvitation(
  { publicUrl }: Setting,
  work: Work,
  { person, city, email, role, token }: Invited,
): Promise<void> {
  // Whether there is an account shows in the language of a mail to its own address, and nowhere else.
  const account = await work.trx
    .selectFrom('users')
    .select('language')
    .where('email', '=', email)
    .where('email_verified', '=', true)
    .executeTakeFirst()
  await sendLater(work, [
    {
      template: 'city-invitation',
      to: email,
      language: account?.language ?? person.language,
      values: { by: person.name, city: city.name, role },
      link: links(publicUrl).invitation(token),
    },
  ])
}

/** @throws ProblemError 403, and 404 where there is no such invitation, or not any more */
export function withdrawInvitation(
  setting: Setting,
  personId: string,
  slug: string,
  id: string,
): Promise<void> {
  return atOnce(setting, async ({ trx }) => {
    const city = await lockedCityFor(trx, slug, personId)
    ownerOnly(city)
    const { numDeletedRows } = await trx
      .deleteFrom('city_invitations')
      .where('id', '=', id)
      .where('city_id', '=', city.id)
      .where('answered_at', 'is', null)
      .executeTakeFirst()
    if (numDeletedRows > 0n) return
    throw new ProblemError(
      404,
      'unknown-invitation',
      'There is no such invitation',
      'It was answered or withdrawn already.',
    )
  })
}

function invitationWith(db: Db | Trx, token: string) {
  return db
    .selectFrom('city_invitations as i')
    .innerJoin('cities as c', 'c.id', 'i.city_id')
    .leftJoin('users as u', 'u.id', 'i.invited_by')
    .select(['i.id', 'i.city_id', 'i.email', 'i.role', 'i.expires_at', 'i.answered_at'])
    .select(['c.slug', 'c.name', 'c.country', 'c.status', 'u.name as by'])
    .where('i.token_hash', '=', hashOf(token))
    .executeTakeFirst()
}

type Found = NonNullable<Awaited<ReturnType<typeof invitationWith>>>

/**
 * An invitation that can still be accepted.
 * @throws ProblemError 404 unknown, renewed or withdrawn; 410 used or too old
 */
async function openInvitation(db: Db | Trx, token: string): Promise<Found> {
  const found = await invitationWith(db, token)
  if (!found) {
    throw new ProblemError(
      404,
      'unknown-invitation',
      'This invitation is not valid',
      'It was withdrawn, or a newer one was sent: look for the latest mail, or ask for a new one.',
    )
  }
  if (found.answered_at !== null) {
    throw new ProblemError(
      410,
      'invitation-used',
      'This invitation was accepted already',
      'If it was you, find your cities at /my/cities. If not, ask the team for a new one.',
    )
  }
  if (found.expires_at <= new Date() || found.status !== 'verified') {
    throw new ProblemError(
      410,
      'invitation-expired',
      'This invitation is too old',
      'Invitations are valid for 14 days. Ask the team for a new one.',
    )
  }
  return found
}

/** What an invitation says, for whoever holds its token. */
export async function readInvitation(db: Db, token: string): Promise<InvitationShown> {
  const { slug, name, country, role, by, email, expires_at } = await openInvitation(db, token)
  return { city: { slug, name, country }, role, by, email, expiresAt: expires_at.toISOString() }
}

/**
 * Comes into a city's team: once, and only with the account of the address that was invited.
 * @throws ProblemError as openInvitation; 403 where it is for another address
 */
export function acceptInvitation(
  setting: Setting,
  personId: string,
  token: string,
): Promise<Joined> {
  return atOnce(setting, async ({ trx }) => {
    const invitation = await openInvitation(trx, token)
    await lockCity(trx, invitation.city_id)
    // Again: of two who accept at once, the second finds it used.
    const { id, city_id, email, role, slug, name, country } = await openInvitation(trx, token)
    const account = await trx
      .selectFrom('users')
      .select(['email', 'email_verified'])
      .where('id', '=', personId)
      .executeTakeFirstOrThrow()
    if (!account.email_verified || account.email !== email) throw forSomeoneElse(email)
    await trx
      .insertInto('city_members')
      .values({ city_id, user_id: personId, role })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await trx
      .updateTable('city_invitations')
      .set({ answered_at: new Date() })
      .where('id', '=', id)
      .execute()
    return { city: { slug, name, country }, role }
  })
}

function forSomeoneElse(email: string): ProblemError {
  return new ProblemError(
    403,
    'invitation-for-another',
    'This invitation is for another address',
    `Sign in with the account of ${email}, or ask the team to invite the address of yours.`,
  )
}
