import { createHmac, randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import type { Role } from '@homeward/schema/names.ts'
import { secretOfTests, type Site } from './site.ts'

/** A person with an account, as a browser or program of theirs speaks to the site. */
export interface TestPerson {
  id: string
  name: string
  email: string
  password: string
  /** The cookies of their session, as a header. */
  cookie: string
  /** Asks the API: a body is sent as JSON. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>
}

export const password = 'a long enough password'

let made = 0

export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

function speaking(site: Pick<Site, 'url'>, cookie: string): TestPerson['ask'] {
  return (method, path, body, headers = {}) =>
    fetch(`${site.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

/** Someone without an account. */
export const nobody = (site: Site): Pick<TestPerson, 'ask'> => ({ ask: speaking(site, '') })

let hashed: Promise<string> | undefined

/** A person whose address is confirmed, without signing up, which takes its time. @returns their id */
async function addPerson(
  { db }: Site['database'],
  row: { name: string; email: string; role: Role },
) {
  hashed ??= hashPassword(password)
  const { id } = await db
    .insertInto('users')
    .values({ ...row, email_verified: true })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`insert into credentials (user_id, account_id, provider_id, password)
    values (${id}, ${id}, 'credential', ${await hashed})`.execute(db)
  return id
}

/** A session without signing in, whose check of a password takes its time. @returns its cookies */
async function sessionOf({ database }: Pick<Site, 'database'>, userId: string, factors: 1 | 2) {
  const token = randomBytes(24).toString('base64url')
  const day = 24 * 3_600_000
  await database.db
    .insertInto('sessions')
    .values({
      user_id: userId,
      token,
      factors,
      user_agent: 'node',
      expires_at: new Date(Date.now() + 7 * day),
    })
    .execute()
  const signature = createHmac('sha256', secretOfTests).update(token).digest('base64')
  return `homeward.session_token=${encodeURIComponent(`${token}.${signature}`)}; homeward.here=1`
}

/**
 * Someone with a confirmed account who has signed in. A role comes with a session of two factors, unless `factors` says
 * otherwise.
 */
export async function personAt(
  site: Pick<Site, 'url' | 'database'>,
  options: { name?: string; email?: string; role?: Role; factors?: 1 | 2 } = {},
): Promise<TestPerson> {
  made += 1
  const { name = `Person ${made}`, email = `person${made}@example.org`, role = 'member' } = options
  const id = await addPerson(site.database, { name, email, role })
  const cookie = await sessionOf(site, id, options.factors ?? (role === 'member' ? 1 : 2))
  return { id, name, email, password, cookie, ask: speaking(site, cookie) }
}

/** Makes people the team of a city that the content names, verified unless said otherwise. */
export async function teamOf(
  site: Pick<Site, 'database'>,
  slug: string,
  people: { person: TestPerson; role?: 'owner' | 'editor' }[],
  status: 'asked' | 'verified' = 'verified',
): Promise<void> {
  const { db } = site.database
  const { id } = await db
    .updateTable('cities')
    .set({ status, verified_at: status === 'verified' ? new Date() : null })
    .where('slug', '=', slug)
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('city_members')
    .values(people.map(({ person, role = 'owner' }) => ({ city_id: id, user_id: person.id, role })))
    .execute()
}
