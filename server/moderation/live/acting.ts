import type { KeptEntry } from '@homeward/schema/liveActs.ts'
import { lockEntry } from '../../entries/changing.ts'
import type { Person } from '../../platform/http/access.ts'
import { ProblemError } from '../../platform/http/problems.ts'
import type { Work } from '../../platform/jobs.ts'
import { recordDecision } from '../decisionLog.ts'
import { atOnce, type Setting } from '../setting.ts'
import { readKept, type Kept } from './keptEntry.ts'

/** Which moderator acts on which entry, and the version of it that they saw. */
export interface ActingOnEntry {
  slug: string
  person: Person
  seen: { version: number }
}

interface Act {
  name: string
  /** Needs an entry that is published, or one that is taken down; left out: either. */
  on?: 'live' | 'taken-down'
  /** Not by somebody of the team whose entry it is. What keeps people safe is open to every moderator. */
  impartial: boolean
  /** What the log says of it. Never what was taken out. */
  details?: Record<string, unknown>
}

/**
 * Does a moderator's act on what is or was published, in one transaction with all that follows from it.
 * @throws ProblemError 404; 403 where it is the moderator's own city's; 409 with the entry as it is, where it is not as
 * it was seen or not in a state for it
 */
export function onEntry(
  setting: Setting,
  { slug, person, seen }: ActingOnEntry,
  act: Act,
  task: (work: Work, kept: Kept) => Promise<void>,
): Promise<KeptEntry> {
  return atOnce(setting, async (work) => {
    const { id } = await readKept(work.trx, slug)
    await lockEntry(work.trx, id)
    const kept = await readKept(work.trx, slug)
    if (kept.entry.version !== seen.version) throw changedSince(kept.entry)
    if (act.on === 'live' && !kept.entry.live) {
      throw notSo(
        kept.entry,
        'entry-not-published',
        'This entry is not published',
        'Restore it first.',
      )
    }
    if (act.on === 'taken-down' && kept.entry.takenDown === null) {
      throw notSo(
        kept.entry,
        'entry-not-taken-down',
        'This entry was not taken down',
        'There is nothing to restore.',
      )
    }
    if (act.impartial) await notOwnCity(work, kept, person)
    // Before anything that others wait for: whoever writes into the log next waits for this transaction.
    await recordDecision(work.trx, {
      actor: person.id,
      act: act.name,
      subject: { kind: 'entry', id: kept.id },
      details: { version: seen.version, ...act.details },
    })
    await task(work, kept)
    return (await readKept(work.trx, await slugNow(work, kept.id))).entry
  })
}

/** What was taken out may have stood in the address. */
async function slugNow({ trx }: Work, id: string): Promise<string> {
  const { slug } = await trx
    .selectFrom('entries')
    .select('slug')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return slug
}

const changedSince = (entry: KeptEntry) =>
  notSo(
    entry,
    'changed-since',
    'This entry has changed since you opened it',
    'Nothing was changed. Look at it again, then decide.',
  )

const notSo = (entry: KeptEntry, type: string, title: string, detail: string) =>
  new ProblemError(409, type, title, detail, { currentEntry: entry })

async function notOwnCity({ trx }: Work, { cityId, entry }: Kept, person: Person): Promise<void> {
  if (cityId === null || entry.origin !== 'city') return
  const member = await trx
    .selectFrom('city_members')
    .select('user_id')
    .where('city_id', '=', cityId)
    .where('user_id', '=', person.id)
    .executeTakeFirst()
  if (!member) return
  throw new ProblemError(
    403,
    'own-city',
    'This entry is your own city’s',
    'Another moderator or an administrator decides on it.',
  )
}
