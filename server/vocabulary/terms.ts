import type { TermKind } from '@homeward/schema/names.ts'
import type { KeptTerm, NewTerm, TermChange } from '@homeward/schema/vocabularyAdmin.ts'
import { refreshPublished } from '../entries/published.ts'
import { recordDecision } from '../moderation/decisionLog.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { changedSince, changing, type Setting } from './setting.ts'
import { checkNotScale, checkTexts, tidyTexts } from './termRules.ts'
import { entriesWith, keptTerms, type TermName } from './termStore.ts'

/** A moderator's act on a term. */
export interface TermAct extends TermName {
  /** The moderator. */
  actor: string
  /** The version that they saw. */
  version: number
}

/** @throws ProblemError 400 where the id or a label is taken, 409 where the kind is a fixed scale */
export function addTerm(
  setting: Setting,
  { actor, kind }: { actor: string; kind: TermKind },
  { id, ...given }: NewTerm,
): Promise<KeptTerm> {
  checkNotScale(kind)
  return changing(setting, async ({ trx }) => {
    const others = await termsOf(trx, kind)
    const taken = others.find((term) => term.id === id)
    if (taken) throw idTaken(taken)
    const texts = tidyTexts(given)
    checkTexts(texts, others)
    const { last } = await trx
      .selectFrom('terms')
      .select((eb) => eb.fn.max('position').as('last'))
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('terms')
      .values({
        kind,
        id,
        position: (last ?? -1) + 1,
        labels: JSON.stringify(texts.labels),
        about: JSON.stringify(texts.about),
        merged_into: null,
        seeded_hash: null,
      })
      .execute()
    await recordDecision(trx, {
      actor,
      act: 'add-term',
      subject: { kind: 'term', id: `${kind}/${id}` },
      details: { ...texts },
    })
    return keptTerm(trx, { kind, id })
  })
}

/**
 * Changes what a term is called and what it means. Entries keep it, and are found by its new words.
 * @throws ProblemError 400 where a label is taken, 404, 412 with the term where somebody changed it since
 */
export function changeTerm(setting: Setting, act: TermAct, change: TermChange): Promise<KeptTerm> {
  return changing(setting, async (work) => {
    const { trx } = work
    const term = await seenTerm(trx, act)
    const texts = tidyTexts({
      labels: change.labels ?? term.labels,
      about: change.about ?? term.about,
    })
    const others = (await termsOf(trx, act.kind)).filter(({ id }) => id !== act.id)
    checkTexts(texts, others)
    await writeTerm(trx, act, {
      labels: JSON.stringify(texts.labels),
      about: JSON.stringify(texts.about),
    })
    await recordDecision(trx, {
      actor: act.actor,
      act: 'change-term',
      subject: { kind: 'term', id: `${act.kind}/${act.id}` },
      details: { before: { labels: term.labels, about: term.about }, after: texts },
    })
    await refreshPublished(work, await entriesWith(trx, act))
    return keptTerm(trx, act)
  })
}

/**
 * Takes a term out of what is offered, or offers it again. What carries it keeps it, and so do addresses.
 * @throws ProblemError 400 where its label was given to another meanwhile, 404, 409 where it is a step of a scale or
 * was merged, 412
 */
export function retireTerm(setting: Setting, act: TermAct, retired: boolean): Promise<KeptTerm> {
  checkNotScale(act.kind)
  return changing(setting, async ({ trx }) => {
    const term = await seenTerm(trx, act)
    if (term.mergedInto !== null) throw wasMerged(term.mergedInto)
    if (!retired) {
      checkTexts(
        term,
        (await termsOf(trx, act.kind)).filter(({ id }) => id !== act.id),
      )
    }
    await writeTerm(trx, act, { retired })
    await recordDecision(trx, {
      actor: act.actor,
      act: retired ? 'retire-term' : 'return-term',
      subject: { kind: 'term', id: `${act.kind}/${act.id}` },
    })
    return keptTerm(trx, act)
  })
}

export function wasMerged(into: string): ProblemError {
  return new ProblemError(
    409,
    'term-merged',
    `This term was merged into '${into}'`,
    'Entries carry that one now, and addresses lead there. Change that one instead.',
  )
}

/** The term as the one who acts saw it. @throws ProblemError 404, 412 */
export async function seenTerm(trx: Trx, act: TermAct): Promise<KeptTerm> {
  const term = await keptTerm(trx, act)
  if (term.version !== act.version) throw changedSince({ currentTerm: term })
  return term
}

/** @throws ProblemError 404 */
export async function keptTerm(trx: Trx, name: TermName): Promise<KeptTerm> {
  const [term] = await keptTerms(trx, name)
  if (term) return term
  throw new ProblemError(
    404,
    'unknown-term',
    `There is no term '${name.id}' of this kind`,
    'See all of them at /api/v1/admin/vocabulary.',
  )
}

export async function writeTerm(
  trx: Trx,
  { kind, id }: TermName,
  values: { labels?: string; about?: string; retired?: boolean; merged_into?: string },
): Promise<void> {
  await trx
    .updateTable('terms')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute()
}

async function termsOf(trx: Trx, kind: TermKind): Promise<KeptTerm[]> {
  return (await keptTerms(trx)).filter((term) => term.kind === kind)
}

function idTaken({ id, retired }: KeptTerm): ProblemError {
  return invalid([
    {
      field: 'id',
      message: retired
        ? `'${id}' was retired, and old addresses name it. Bring it back instead, or choose another.`
        : `There is a term '${id}' already. Choose another.`,
    },
  ])
}
