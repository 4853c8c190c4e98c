import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Place } from '../place.ts'
import { moderatorPeople, type Model, type Name, type Sub } from './model.ts'

/** Whether PostgreSQL holds what the model says, of every submission and entry of the walk, and nothing more. */
export async function checkAgrees(place: Place, model: Model): Promise<void> {
  const { db } = place.site.database
  const ids = model.subs.map(({ id }) => id)
  if (ids.length === 0) return
  const { rows } = await sql<Row>`
    select r.id, r.state, d.version, d.content ->> 'title' as title, r.entry_id,
      case when r.state = 'published' then (select p.title from published_entries p where p.entry_id = r.entry_id) end as shown,
      (select count(*)::int from snapshots s where s.revision_id = r.id) as snapshots,
      (select s.content ->> 'title' from snapshots s where s.revision_id = r.id order by s.taken_at desc limit 1) as handed_in,
      (select count(*)::int from verdicts v where v.revision_id = r.id) as verdicts,
      (select q.state from queue q where q.id = r.id) as queued,
      (select q.claimed_by from queue q where q.id = r.id and q.claimed_until > now()) as holder,
      array(select w.user_id from revision_writers w where w.revision_id = r.id
        union select s.taken_by from snapshots s where s.revision_id = r.id and s.taken_by is not null) as bound,
      (select jsonb_build_object('by', g.suggested_by, 'proposed', g.proposed) from suggestions g
        where g.revision_id = r.id and g.state = 'open') as suggested,
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
    const moderators = moderatorPeople.map((name) => place[name].id)
    expect(row && saidOf(row, sub, moderators), `submission ${sub.id}`).toEqual(
      mustSay(model, sub, (name) => place[name].id),
    )
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
  bound: string[]
  suggested: { by: string; proposed: string } | null
  logged: string[]
}

function saidOf(row: Row, { deleted, city }: Sub, moderators: string[]) {
  const { state, snapshots, verdicts, queued, holder, logged, suggested } = row
  const { shown, handed_in, version, title } = row
  // Whom the text is of matters where a moderator wrote it: they may not decide on it.
  const bound = city ? [] : row.bound.filter((id) => moderators.includes(id)).toSorted()
  const past = { state, snapshots, verdicts, queued, holder, logged, bound, suggested }
  const live = state === 'published' ? { shown, handed_in } : {}
  return deleted ? past : { ...past, ...live, version: Number(version), title }
}

const deciding = new Set(['request-changes', 'reject', 'approve'])

function mustSay(model: Model, sub: Sub, idOf: (name: Name) => string) {
  const { state, snapshots, logged, title, version, appeal, claim, suggestion } = sub
  const isLive = model.entries[sub.entry]?.live === sub.id
  expect(state === 'published', `whether ${sub.id} is live`).toBe(isLive)
  const out = state === 'draft' || state === 'withdrawn'
  const past = {
    state,
    snapshots,
    verdicts: logged.filter((act) => deciding.has(act)).length,
    queued: out ? null : appeal === 'open' && state === 'rejected' ? 'open' : state,
    holder: claim && idOf(claim),
    logged,
    bound: sub.city ? [] : [...new Set([...sub.writers, ...sub.handedInBy])].map(idOf).toSorted(),
    suggested: suggestion && { by: idOf(suggestion.by), proposed: suggestion.proposed },
  }
  const live = isLive ? { shown: title, handed_in: title } : {}
  return sub.deleted ? past : { ...past, ...live, version, title }
}
