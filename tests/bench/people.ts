import { createHmac, randomBytes } from 'node:crypto'
import { secretOfBenches, type Place } from './place.ts'

/** Somebody with an account who has signed in. */
export interface BenchPerson {
  id: string
  name: string
  cookie: string
}

let made = 0

/** A moderator comes with a session of two factors. */
export async function makePerson(
  { database: { db } }: Pick<Place, 'database'>,
  role: 'member' | 'moderator',
): Promise<BenchPerson> {
  made += 1
  const name = `${role} ${made}`
  const { id } = await db
    .insertInto('users')
    .values({ name, email: `${role}${made}@example.org`, email_verified: true, role })
    .returning('id')
    .executeTakeFirstOrThrow()
  const token = randomBytes(24).toString('base64url')
  const factors = role === 'moderator' ? 2 : 1
  await db
    .insertInto('sessions')
    .values({ user_id: id, token, factors, expires_at: new Date(Date.now() + 3_600_000) })
    .execute()
  const signature = createHmac('sha256', secretOfBenches).update(token).digest('base64')
  const cookie = `homeward.session_token=${encodeURIComponent(`${token}.${signature}`)}`
  return { id, name, cookie }
}

/** Asks the API, as somebody. @returns the status, and what was answered */
export async function ask<T>(
  url: string,
  { cookie }: BenchPerson,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; said: T }> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      cookie,
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, said: JSON.parse(await answer.text()) }
}
