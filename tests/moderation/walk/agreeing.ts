import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Place } from '../place.ts'
import type { Model } from './model.ts'

/** Whether PostgreSQL holds what the model says, of every submission and entry of the walk, and nothing more. */
export async function checkAgrees({ site }: Place, model: Model): Promise<void> {
  const { db } = site.database
  const ids = model.subs.map(({ id }) => id)
  if (ids.length === 0) return
  const { rows } = await sql<Row>`
    select r.id, r.state, d.version, d.content ->> 'title' as title, r.entry_id,
      case when r.state = 'published' then (select p.title from published_entries p where p.entry_id = r.entry_id) end as shown,
      (select count(*)::int from snapshots s where s.revision_id = r.id) as snapshots,
      (select s.content ->> 'title' from snapshots s where s.revision_id = r.id order by s.taken_at desc limit 1) as handed_in,
      (select count(*)::int from verdicts v where v.revision_id = r.id) as verdicts,
      (select q.state from queue q where q.id = r.id) as queued,
      (select u.name from queue q join users u on u.id = q.claimed_by and q.claimed_until > now() where q.id = r.id) as holder,
      array(select l.act from decisions l where l.subject_id = r.id::text order by l.number) as logged
    from revisions r left join drafts d on d.revision_id = r.id
    where r.entry_id in (select entry_id from revisions where id = any(${ids}::uuid[]))`.execute(db)
  const there = new Map(rows.map((row) => [row.id, row]))
  const kept = model.subs.filter(({ deleted, state }) => !deleted || state === 'withdrawn')
  expect([...there.keys()].toSorted(), 'the revisions that there are').toEqual(
    kept.map(({ id }) => id).toSorted(),
  )
  for (const sub of kept) {
    const row = there.get(sub.id)
    expect(row && saidOf(row, sub.deleted), `submission ${sub.id}`).toEqual(mustSay(model, sub))
  }
}

interface Row {
  id: string
  state: string
  version: number
  title: string
  entry_id: string
  shown: string | null
  snapshots: number
  handed_in: string | null
  verdicts: number
  queued: string | null
  holder: string | null
  logged: string[]
}

function saidOf(row: Row, deleted: boolean) {
  const { state, snapshots, verdicts, queued, holder, logged, shown, handed_in, version, title } =
    row
  const past = { state, snapshots, verdicts, queued, holder: holder !== null, logged }
  const live = state === 'published' ? { shown, handed_in } : {}
  return deleted ? past : { ...past, ...live, version: Number(version), title }
}

const deciding = new Set(['request-changes', 'reject', 'approve'])

function mustSay(model: Model, sub: Model['subs'][number]) {
  const { state, snapshots, logged, title, version, appeal } = sub
  const isLive = model.entries[sub.entry]?.live === sub.id
  expect(state === 'published', `whether ${sub.id} is live`).toBe(isLive)
  const out = state === 'draft' || state === 'withdrawn'
  const past = {
    state,
    snapshots,
    verdicts: logged.filter((act) => deciding.has(act)).length,
    queued: out ? null : appeal === 'open' && state === 'rejected' ? 'open' : state,
    holder: sub.claim !== null,
    logged,
  }
  const live = isLive ? { shown: title, handed_in: title } : {}
  return sub.deleted ? past : { ...past, ...live, version, title }
}
