import {
  synonymLimits,
  type KeptSynonym,
  type NewSynonym,
} from '@homeward/schema/vocabularyAdmin.ts'
import { recordDecision } from '../moderation/decisionLog.ts'
import { invalid, ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import type { Db, Trx } from '../platform/postgres/database.ts'
import { enqueueSynonyms } from '../search/queue.ts'
import { changedSince, changing, type Setting } from './setting.ts'
import { synonymFaults, type SynonymFault, type SynonymWords } from './synonymRules.ts'

/** A moderator's act on synonyms. */
export interface SynonymAct {
  id: string
  /** The moderator. */
  actor: string
  /** The version that they saw. */
  version: number
}

/** All synonyms, groups first, in the order in which they were made. */
export async function keptSynonyms(db: Db | Trx): Promise<KeptSynonym[]> {
  return db
    .selectFrom('synonyms')
    .select(['id', 'direction', 'sources', 'targets', 'version'])
    .orderBy('direction')
    .orderBy('id')
    .execute()
}

/** @throws ProblemError 400 where they would lead astray, 409 where there are too many */
export function addSynonym(
  setting: Setting,
  actor: string,
  given: NewSynonym,
): Promise<KeptSynonym> {
  return changing(setting, async (work) => {
    const { trx } = work
    const all = await keptSynonyms(trx)
    if (all.length >= synonymLimits.groups) throw tooMany()
    const synonym = tidySynonym(given)
    checkAmong(synonym, all)
    const { id } = await trx
      .insertInto('synonyms')
      .values({ ...synonym, seeded_hash: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await changed(work, actor, 'add-synonym', id, { ...synonym })
    return { id, ...synonym, version: 1 }
  })
}

/** @throws ProblemError 400 where they would lead astray, 404, 412 with what they are where somebody changed them since */
export function changeSynonym(
  setting: Setting,
  { id, actor, version }: SynonymAct,
  given: NewSynonym,
): Promise<KeptSynonym> {
  return changing(setting, async (work) => {
    const { trx } = work
    const all = await keptSynonyms(trx)
    const before = seen(all, id, version)
    const synonym = tidySynonym(given)
    checkAmong(
      synonym,
      all.filter((other) => other.id !== id),
    )
    await trx
      .updateTable('synonyms')
      .set({ ...synonym, version: version + 1 })
      .where('id', '=', id)
      .execute()
    await changed(work, actor, 'change-synonym', id, { before: wordsOf(before), after: synonym })
    return { id, ...synonym, version: version + 1 }
  })
}

/** @throws ProblemError 404, 412 */
export function removeSynonym(setting: Setting, { id, actor, version }: SynonymAct): Promise<void> {
  return changing(setting, async (work) => {
    const before = seen(await keptSynonyms(work.trx), id, version)
    await work.trx.deleteFrom('synonyms').where('id', '=', id).execute()
    await changed(work, actor, 'remove-synonym', id, { before: wordsOf(before) })
  })
}

async function changed(
  work: Work,
  actor: string,
  act: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  await recordDecision(work.trx, { actor, act, subject: { kind: 'synonym', id }, details })
  await enqueueSynonyms(work)
}

function seen(all: KeptSynonym[], id: string, version: number): KeptSynonym {
  const synonym = all.find((one) => one.id === id)
  if (!synonym) {
    throw new ProblemError(
      404,
      'unknown-synonym',
      'These synonyms are not here any more',
      'Somebody has taken them out. Add them again if they are needed.',
    )
  }
  if (synonym.version !== version) throw changedSince({ currentSynonym: synonym })
  return synonym
}

const wordsOf = ({ direction, sources, targets }: SynonymWords): SynonymWords => ({
  direction,
  sources,
  targets,
})

const tidied = (phrases: string[]): string[] =>
  phrases
    .map((phrase) => phrase.normalize('NFC').replace(/\s+/g, ' ').trim())
    .filter((phrase) => phrase !== '')

/** Phrases as they are kept: NFC, one line, without empty ones. */
function tidySynonym({ direction, sources, targets }: NewSynonym): NewSynonym {
  return {
    direction,
    sources: direction === 'both' ? [] : tidied(sources),
    targets: tidied(targets),
  }
}

const remedies: Record<SynonymFault['fault'], string> = {
  'no-word': 'has no word that searching could find. Take it out.',
  'in-two-groups':
    'stands in two groups, so that all their words would mean the same. Keep it in one, or join the two.',
  'source-twice': 'leads to other words already. Add these words there, or change it there.',
  circle: 'leads back to itself. Make the words a group, or take out the word that leads back.',
}

/** @throws ProblemError 400 that names each phrase which would lead astray, and the synonyms that it meets */
function checkAmong(synonym: NewSynonym, others: KeptSynonym[]): void {
  const { direction, sources, targets } = synonym
  const short = [
    ...(direction === 'one-way' && sources.length === 0
      ? [{ field: 'sources', message: 'Please give the word that people type.' }]
      : []),
    ...(targets.length < (direction === 'both' ? 2 : 1)
      ? [
          {
            field: 'targets',
            message:
              direction === 'both'
                ? 'A group needs two words or more.'
                : 'Please give the words that it shall find.',
          },
        ]
      : []),
  ]
  if (short.length > 0) throw invalid(short)
  // What stands already is right, so that faults come of the new one; a circle is named where it was closed.
  const known = new Set(
    synonymFaults(others).map((fault) => JSON.stringify(placeIn(others, fault))),
  )
  const all = [...others, synonym]
  const faults = synonymFaults(all).filter(
    (fault) => !known.has(JSON.stringify(placeIn(all, fault))),
  )
  if (faults.length > 0) throw invalid(faults.map((fault) => messageOf(fault, all, synonym)))
}

const placeIn = (synonyms: SynonymWords[], { at, list, position, fault }: SynonymFault) => [
  synonyms[at],
  list,
  position,
  fault,
]

function messageOf(
  { at, list, position, phrase, fault, other }: SynonymFault,
  all: NewSynonym[],
  own: NewSynonym,
) {
  const met = other === undefined ? undefined : all[other]
  const beside =
    met && met !== own ? ` It stands with: ${[...met.sources, ...met.targets].join(', ')}.` : ''
  return {
    field: all[at] === own ? `${list}.${position}` : 'targets',
    value: phrase,
    message: `'${phrase}' ${remedies[fault]}${beside}`,
  }
}

function tooMany(): ProblemError {
  return new ProblemError(
    409,
    'too-many-synonyms',
    `There are ${synonymLimits.groups} groups of synonyms already`,
    'Take out what is not needed before you add more.',
  )
}
