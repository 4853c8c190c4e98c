import { sql } from 'kysely'
import type { ConsideredList, ConsideredQuery } from '@homeward/schema/considered.ts'
import type { VerdictList } from '@homeward/schema/moderation.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { acting, onLocked, readable } from '../submissions/acting.ts'
import { madeKnownOf, neverMadeKnown } from '../submissions/madeKnown.ts'
import type { Draft } from '../submissions/store.ts'
import { verdictsOn } from '../submissions/verdicts.ts'
import type { Acting } from './acting.ts'
import { writersOnly } from './reading.ts'
import type { Setting } from './setting.ts'

/**
 * A city agrees that everyone may know that a submission of it was considered and not taken.
 * @throws ProblemError 404; 403 where the person does not own the city; 409 where it was not rejected, an appeal waits,
 * or the reason is one that may harm someone
 */
export async function makeKnown(setting: Setting, asked: Acting): Promise<VerdictList> {
  writersOnly(await readable(setting, asked))
  await acting(setting, 'make-known', asked, async ({ trx }, draft) => {
    await ownersOnly(trx, draft, asked.person.id)
    const { madeKnown, mayMakeKnown } = await madeKnownOf(trx, draft, asked.person)
    if (madeKnown) return
    if (!mayMakeKnown) throw notNow()
    await trx
      .insertInto('considered')
      .values({ revision_id: draft.id, agreed_by: asked.person.id })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
  return verdictsOn(setting, asked)
}

/** Takes the agreement back: it is shown no more, at once. @throws ProblemError 404, 403 */
export async function keepUnknown(setting: Setting, asked: Acting): Promise<VerdictList> {
  await onLocked(setting, asked, async ({ trx }, draft) => {
    await ownersOnly(trx, draft, asked.person.id)
    await trx.deleteFrom('considered').where('revision_id', '=', draft.id).execute()
  })
  return verdictsOn(setting, asked)
}

/** @throws ProblemError 403 where it is of no city, or another's; an editor does not speak for the city */
async function ownersOnly(trx: Trx, draft: Draft, personId: string): Promise<void> {
  writersOnly(draft)
  const owner = await trx
    .selectFrom('city_members')
    .select('role')
    .where('city_id', '=', draft.city?.id ?? null)
    .where('user_id', '=', personId)
    .where('role', '=', 'owner')
    .executeTakeFirst()
  if (owner) return
  throw new ProblemError(
    403,
    'owner-needed',
    'Only an owner of the city can do this',
    'It concerns what everyone sees of the city.',
  )
}

const notNow = () =>
  new ProblemError(
    409,
    'cannot-be-made-known',
    'This cannot be made known',
    'An appeal waits, the city is not verified, or it was rejected for a reason that may harm someone.',
  )

interface Row {
  id: string
  title: string
  language: string
  kind: ConsideredList['considered'][number]['kind']
  slug: string
  name: string
  country: string
  reason: ConsideredList['considered'][number]['reason']
  decided_at: Date
  /** When the city agreed, in microseconds. */
  agreed: string
}

/** What was considered and not taken, where its city agrees: what was taken down meanwhile is not among it. */
export async function listConsidered(
  db: Db,
  { after, limit = 20 }: ConsideredQuery,
): Promise<ConsideredList> {
  const [agreed, id] = after?.split(' ') ?? []
  const beyond = id
    ? sql`and (k.agreed_at, k.revision_id) <
        ('epoch'::timestamptz + ${agreed}::bigint * interval '1 microsecond', ${id}::uuid)`
    : sql``
  const { rows } = await sql<Row>`
    select r.id, r.title, r.language, r.kind, c.slug, c.name, c.country, v.reason, v.decided_at,
      (extract(epoch from k.agreed_at) * 1000000)::bigint::text as agreed
    from considered k
    join revisions r on r.id = k.revision_id and r.state = 'rejected' and r.title is not null
    join entries e on e.id = r.entry_id and e.taken_down_at is null
    join drafts d on d.revision_id = r.id
    join cities c on c.id = d.city_id and c.status = 'verified'
    join lateral (select verdict, reason, decided_at from verdicts where revision_id = r.id
      order by decided_at desc, id desc limit 1) v on v.verdict = 'rejected'
    where v.reason <> all (${[...neverMadeKnown]}) ${beyond}
    order by k.agreed_at desc, k.revision_id desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    considered: page.map(({ slug, name, country, decided_at, agreed: _agreed, ...row }) => ({
      ...row,
      city: { slug, name, country },
      decidedAt: decided_at.toISOString(),
    })),
    next: rows.length > limit && last ? `${last.agreed} ${last.id}` : null,
  }
}
