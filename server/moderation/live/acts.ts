import type {
  KeptEntry,
  Merging,
  Restoring,
  Returning,
  TakeDown,
  TermsChange,
} from '@homeward/schema/liveActs.ts'
import { publishCopy, type Otherwise } from '../../entries/copying.ts'
import { restore as showAgain, takeDown as hide } from '../../entries/takingDown.ts'
import type { Person } from '../../platform/http/access.ts'
import { invalid } from '../../platform/http/problems.ts'
import type { Trx } from '../../platform/postgres/database.ts'
import type { Setting } from '../setting.ts'
import { onEntry } from './acting.ts'
import { readKept, type Kept } from './keptEntry.ts'
import { tellCity } from './telling.ts'

/** Which entry, and who acts. */
export interface OnEntry {
  slug: string
  person: Person
}

/** What a moderator notes for colleagues; the log keeps it, so it is asked to name nobody. */
const noted = (note: string | undefined) => {
  const text = note?.normalize('NFC').replaceAll('\0', '').trim()
  return text ? { note: text } : {}
}

/**
 * Takes an entry out of everything that readers and searches see; of one that is down already, changes what its address
 * says.
 */
export function takeDown(
  setting: Setting,
  acting: OnEntry,
  { seen, reason, hideTitle = false, note }: TakeDown,
): Promise<KeptEntry> {
  const details = { reason, titleHidden: hideTitle, ...noted(note) }
  return onEntry(
    setting,
    { ...acting, seen },
    { name: 'take-down', impartial: false, details },
    async (work, kept) => {
      await hide(work, kept.id, { reason, titleHidden: hideTitle })
      if (kept.entry.takenDown?.reason !== reason) await tellCity(setting, work, kept, { reason })
    },
  )
}

/** Shows an entry again as it was, also one that another stood in the place of. */
export function restore(
  setting: Setting,
  acting: OnEntry,
  { seen, note }: Restoring,
): Promise<KeptEntry> {
  return onEntry(
    setting,
    { ...acting, seen },
    { name: 'restore', on: 'taken-down', impartial: true, details: noted(note) },
    async (work, kept) => {
      await showAgain(work, kept.id)
      await tellCity(setting, work, kept, { what: 'restored' })
    },
  )
}

/** Makes an entry's earlier text live again, as a new revision. Whose account it is stays as it is. */
export function returnTo(
  setting: Setting,
  acting: OnEntry,
  { seen, revision, note }: Returning,
): Promise<KeptEntry> {
  return onEntry(
    setting,
    { ...acting, seen },
    { name: 'return', on: 'live', impartial: true, details: { revision, ...noted(note) } },
    async (work, kept) => {
      const whose = await whoseItStays(work.trx, kept, revision)
      await publishCopy(work, {
        revisionId: revision,
        author: acting.person.id,
        otherwise: whose,
      })
      await tellCity(setting, work, kept, { what: 'returned' })
    },
  )
}

async function whoseItStays(trx: Trx, kept: Kept, revision: string): Promise<Otherwise> {
  const earlier = await trx
    .selectFrom('revisions')
    .select(['state', 'original_of'])
    .where('id', '=', revision)
    .where('entry_id', '=', kept.id)
    .executeTakeFirst()
  if (earlier?.state !== 'superseded') {
    throw invalid([
      { field: 'revision', message: 'Choose a version that was published before, and is not now.' },
    ])
  }
  if (earlier.original_of === null) return {}
  const live = await trx
    .selectFrom('revisions')
    .select(['origin', 'checked', 'city_id'])
    .where('original_of', '=', kept.id)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  if (live.origin !== 'city') return {}
  return {
    origin: live.origin,
    checked: live.checked,
    ...(live.city_id === null ? {} : { cityId: live.city_id }),
  }
}

/** Files an entry under other terms, in a revision that has the text as it is. */
export function changeTerms(
  setting: Setting,
  acting: OnEntry,
  { seen, note, ...terms }: TermsChange,
): Promise<KeptEntry> {
  return onEntry(
    setting,
    { ...acting, seen },
    // The note is for the city, and stands in the mail to it: the log is for ever.
    { name: 'change-terms', on: 'live', impartial: true, details: terms },
    async (work, kept) => {
      await checkTerms(setting, kept, terms)
      await publishCopy(work, {
        revisionId: kept.liveId ?? '',
        author: acting.person.id,
        otherwise: otherwiseBy(terms),
      })
      await tellCity(setting, work, kept, { what: 'terms', text: note })
    },
  )
}

type Terms = Omit<TermsChange, 'seen' | 'note'>

const kindOf = {
  themes: 'theme',
  targetGroups: 'targetGroup',
  stages: 'stage',
  leadType: 'leadType',
  evidence: 'evidence',
} as const

async function checkTerms({ known }: Setting, { entry }: Kept, terms: Terms): Promise<void> {
  const { terms: inUse } = await known()
  const faults = (['themes', 'targetGroups', 'stages', 'leadType', 'evidence'] as const).flatMap(
    (field) =>
      [terms[field] ?? []]
        .flat()
        .filter((id) => !inUse[kindOf[field]].has(id))
        .map((id) => ({
          field,
          value: id,
          message: `There is no term '${id}' in use: choose from GET /api/v1/vocabulary.`,
        })),
  )
  if (terms.evidence !== undefined && entry.kind !== 'practice') {
    faults.push({
      field: 'evidence',
      value: terms.evidence,
      message: 'Only a practice has evidence: leave it out.',
    })
  }
  if (Object.keys(terms).length === 0) {
    faults.push({ field: 'themes', value: '', message: 'Say what is to be changed.' })
  }
  if (faults.length > 0) throw invalid(faults)
}

const otherwiseBy = ({ themes, targetGroups, stages, leadType, evidence }: Terms): Otherwise => ({
  ...(leadType === undefined ? {} : { leadType }),
  ...(evidence === undefined ? {} : { evidence }),
  terms: {
    ...(themes === undefined ? {} : { theme: themes }),
    ...(targetGroups === undefined ? {} : { targetGroup: targetGroups }),
    ...(stages === undefined ? {} : { stage: stages }),
  },
})

/** Lets one entry stand in the place of another that is about the same: the address of the other leads there. */
export async function merge(
  setting: Setting,
  acting: OnEntry,
  { seen, into, note }: Merging,
): Promise<KeptEntry> {
  const other = await setting.database.db
    .selectFrom('entries')
    .select('id')
    .where('slug', '=', into)
    .executeTakeFirst()
  return onEntry(
    setting,
    { ...acting, seen },
    // By its id: an address can hold what is taken out one day, and the log keeps what it says.
    { name: 'merge', on: 'live', impartial: true, details: { into: other?.id, ...noted(note) } },
    async (work, kept) => {
      const target = await readKept(work.trx, into).catch(() => null)
      if (!target?.entry.live || target.id === kept.id) {
        throw invalid([
          {
            field: 'into',
            value: into,
            message:
              'Name the address of another entry that is published, such as dk-aarhus-model.',
          },
        ])
      }
      await hide(work, kept.id, { reason: 'merged', mergedInto: target.id })
      await tellCity(setting, work, kept, { reason: 'merged' })
    },
  )
}
