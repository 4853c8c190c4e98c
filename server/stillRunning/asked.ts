import { sql } from 'kysely'
import type { AskedPractice, Asking } from '@homeward/schema/stillRunning.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { hashOf } from './asking.ts'

/** What a link is for. */
export interface Link {
  askingId: string
  cityId: string
  citySlug: string
  cityName: string
  /** Whose it is. */
  userId: string
  expiresAt: Date
}

/**
 * The link with a token, while whoever it was sent to is of the city's team.
 * @throws ProblemError 404 unknown, or not theirs any more; 410 too old
 */
export async function linkWith(db: Db | Trx, token: string): Promise<Link> {
  const found = await db
    .selectFrom('running_links as l')
    .innerJoin('running_askings as a', 'a.id', 'l.asking_id')
    .innerJoin('cities as c', 'c.id', 'a.city_id')
    .innerJoin('city_members as m', (join) =>
      join.onRef('m.city_id', '=', 'c.id').onRef('m.user_id', '=', 'l.user_id'),
    )
    .select(['a.id as askingId', 'a.expires_at as expiresAt', 'l.user_id as userId'])
    .select(['c.id as cityId', 'c.slug as citySlug', 'c.name as cityName'])
    .where('l.token_hash', '=', hashOf(token))
    .where('c.status', '=', 'verified')
    .executeTakeFirst()
  if (!found) {
    throw new ProblemError(
      404,
      'unknown-link',
      'This link is not valid',
      'It was cut off, is no longer there, or was sent to someone who has left the team. Signed in, the team can revise its practices at any time.',
    )
  }
  if (found.expiresAt > new Date()) return found
  throw new ProblemError(
    410,
    'link-expired',
    'This link is too old',
    'It worked for 90 days. Signed in, the team can revise its practices at any time.',
  )
}

interface PracticeRow extends Omit<AskedPractice, 'answeredAt'> {
  answeredAt: Date | null
}

/** What a link asks about: those that are still live, and still the city's own. */
export async function practicesOf(
  db: Db | Trx,
  { askingId, cityId }: Link,
  slug: string | null = null,
): Promise<AskedPractice[]> {
  const { rows } = await sql<PracticeRow>`
    select p.slug, p.title, r.language, r.start_year as "startYear", r.end_year as "endYear", r.confirmed,
      q.answer, q.answered_at as "answeredAt", q.ended_because as because
    from confirmations q
    join published_entries p on p.entry_id = q.entry_id
    join revisions r on r.original_of = q.entry_id and r.state = 'published'
    where q.asking_id = ${askingId} and r.city_id = ${cityId} and r.origin = 'city'
      and ${slug === null ? sql`true` : sql`p.slug = ${slug}`}
    order by p.title_key, p.slug`.execute(db)
  return rows.map(({ answeredAt, ...row }) => ({
    ...row,
    answeredAt: answeredAt?.toISOString() ?? null,
  }))
}

/** What a link leads to. @throws ProblemError as linkWith */
export async function readAsking(db: Db, token: string): Promise<Asking> {
  const link = await linkWith(db, token)
  return {
    city: { slug: link.citySlug, name: link.cityName },
    expiresAt: link.expiresAt.toISOString(),
    practices: await practicesOf(db, link),
  }
}
