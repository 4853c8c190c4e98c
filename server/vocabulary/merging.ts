import { sql } from 'kysely'
import type { TermKind } from '@homeward/schema/names.ts'
import type { KeptTerm } from '@homeward/schema/vocabularyAdmin.ts'
import { refreshPublished } from '../entries/published.ts'
import { recordDecision } from '../moderation/decisionLog.ts'
import { invalid } from '../platform/http/problems.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { changing, type Setting } from './setting.ts'
import { checkNotScale } from './termRules.ts'
import { keptTerm, seenTerm, wasMerged, writeTerm, type TermAct } from './terms.ts'
import { entriesWith } from './termStore.ts'

/**
 * Puts one term in the place of another, everywhere: in every revision, in drafts, in what waits for moderators. The
 * one that goes is retired for good; filters and addresses that name it lead to the one that stays. Snapshots keep
 * what was handed in.
 * @returns the term that stays
 * @throws ProblemError 400 where it is the same term, not one, or not in use, 404, 409, 412
 */
export function mergeTerm(setting: Setting, act: TermAct, into: string): Promise<KeptTerm> {
  checkNotScale(act.kind)
  return changing(setting, async (work) => {
    const { trx } = work
    const { kind, id } = act
    const term = await seenTerm(trx, act)
    if (term.mergedInto !== null) throw wasMerged(term.mergedInto)
    const stays = { kind, id: into }
    await checkStays(trx, act, into)
    const entries = await entriesWith(trx, act)
    await replaceInRevisions(trx, kind, id, into)
    await replaceInDrafts(trx, kind, id, into)
    await writeTerm(trx, act, { retired: true, merged_into: into })
    // What led here leads on: a merged term never leads to another merged one.
    await trx
      .updateTable('terms')
      .set({ merged_into: into })
      .where('kind', '=', kind)
      .where('merged_into', '=', id)
      .execute()
    await recordDecision(trx, {
      actor: act.actor,
      act: 'merge-terms',
      subject: { kind: 'term', id: `${kind}/${id}` },
      details: { into, entries: entries.length },
    })
    if (entries.length > 0) {
      await trx
        .updateTable('entries')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('id', 'in', entries)
        .execute()
    }
    await refreshPublished(work, entries)
    return keptTerm(trx, stays)
  })
}

const fault = (message: string) => invalid([{ field: 'into', message }])

async function checkStays(trx: Trx, { kind, id }: TermAct, into: string): Promise<void> {
  if (into === id) throw fault('Choose another term than the one that goes.')
  const stays = await trx
    .selectFrom('terms')
    .select('retired')
    .where('kind', '=', kind)
    .where('id', '=', into)
    .executeTakeFirst()
  if (!stays) throw fault(`There is no term '${into}' of this kind.`)
  if (stays.retired) throw fault(`'${into}' is retired. Bring it back first, or choose another.`)
}

async function replaceInRevisions(
  trx: Trx,
  kind: TermKind,
  from: string,
  to: string,
): Promise<void> {
  if (kind === 'leadType') {
    await trx
      .updateTable('revisions')
      .set({ lead_type: to })
      .where('lead_type', '=', from)
      .execute()
    return
  }
  await sql`
    insert into revision_terms (revision_id, kind, term, position)
    select revision_id, kind, ${to}, position from revision_terms
    where kind = ${kind} and term = ${from}
    on conflict do nothing`.execute(trx)
  await sql`delete from revision_terms where kind = ${kind} and term = ${from}`.execute(trx)
  if (kind === 'theme') {
    await sql`update queue set themes = array_replace(themes, ${from}, ${to})
      where ${from} = any(themes)`.execute(trx)
  }
}

const draftField: Partial<Record<TermKind, string>> = {
  theme: 'themes',
  targetGroup: 'targetGroups',
  stage: 'stages',
}

/** Without raising the version: who is writing is not told of a conflict that is none of theirs. */
async function replaceInDrafts(trx: Trx, kind: TermKind, from: string, to: string): Promise<void> {
  const field = draftField[kind]
  if (field === undefined) {
    await sql`update drafts set content = jsonb_set(content, '{leadType}', to_jsonb(${to}::text))
      where content ->> 'leadType' = ${from}`.execute(trx)
    return
  }
  await sql`
    update drafts set content = jsonb_set(content, array[${field}], (
      select jsonb_agg(term order by first) from (
        select case when term = ${from} then ${to} else term end as term, min(place) as first
        from jsonb_array_elements_text(content -> ${field}) with ordinality as chosen (term, place)
        group by 1) as terms))
    where jsonb_typeof(content -> ${field}) = 'array' and content -> ${field} ? ${from}`.execute(
    trx,
  )
}
