import type { EntryRequest } from '@homeward/schema/city.ts'
import { lockEntry, showChange } from '../entries/changing.ts'
import { handOver } from '../entries/handOver.ts'
import { takeDown } from '../entries/takingDown.ts'
import { recordDecision } from '../moderation/decisionLog.ts'
import { refreshRequestInQueue } from '../moderation/queue.ts'
import { ProblemError } from '../platform/http/problems.ts'
import type { Work } from '../platform/jobs.ts'
import { sendLater } from '../platform/mail/mail.ts'
import type { Trx } from '../platform/postgres/database.ts'
import { oneRequest } from './entryRequestLists.ts'
import { checkMayAsk, openRequest } from './entryRequests.ts'
import { links } from './links.ts'
import { peopleOfTeam, verifiedOnly } from './membership.ts'
import { atOnce, type Setting } from './setting.ts'
import { typedText } from './typed.ts'

/** A moderator's act on a request. */
export interface Deciding {
  id: string
  /** The moderator. */
  actor: string
}

type Request = Awaited<ReturnType<typeof openRequest>>
type Live = Awaited<ReturnType<typeof liveEntry>>

/**
 * Does what a city asked: the entry becomes its own account, its reply stands there, or the entry is taken down.
 * @throws ProblemError 404; 409 where it was decided or taken back, or cannot be done any more; 403 where the moderator
 * is of that city's team
 */
export function acceptRequest(setting: Setting, deciding: Deciding): Promise<EntryRequest> {
  return atOnce(setting, async (work) => {
    const { trx } = work
    const request = await openRequest(trx, deciding.id)
    await checkImpartial(trx, request, deciding.actor)
    verifiedOnly(request)
    await lockEntry(trx, request.entry_id)
    const entry = await liveEntry(trx, request.entry_id)
    checkMayAsk(entry, request, request.kind)
    await decide(trx, deciding, 'accepted', null)
    await log(trx, deciding, request, 'accept-entry-request')
    await bringAbout(setting, work, deciding, request, entry)
    await tellTeam(setting, work, request, entry, 'accepted', '')
    return oneRequest(trx, request.id)
  })
}

/** @throws ProblemError as acceptRequest, without asking whether it could be done */
export function declineRequest(
  setting: Setting,
  deciding: Deciding,
  words: string,
): Promise<EntryRequest> {
  const reason = typedText('reason', words)
  return atOnce(setting, async (work) => {
    const { trx } = work
    const request = await openRequest(trx, deciding.id)
    await checkImpartial(trx, request, deciding.actor)
    await decide(trx, deciding, 'declined', reason)
    await log(trx, deciding, request, 'decline-entry-request')
    const entry = await entryOf(trx, request.entry_id)
    await tellTeam(setting, work, request, entry, 'declined', reason)
    return oneRequest(trx, request.id)
  })
}

async function bringAbout(
  setting: Setting,
  work: Work,
  { actor }: Deciding,
  { id, kind, entry_id: entryId, city_id: cityId }: Request,
  entry: Live,
): Promise<void> {
  const acts = { claim: 'hand-over', reply: 'attach-reply', 'take-down': 'take-down' } as const
  await recordDecision(work.trx, {
    actor,
    act: acts[kind],
    subject: { kind: 'entry', id: entryId },
    details: { request: id, city: cityId },
  })
  if (kind === 'claim') await handOver(work, { entryId, cityId, decidedBy: actor })
  if (kind === 'reply') await showChange(work, entryId)
  if (kind === 'take-down') {
    await takeDown(work, entryId, { reason: 'asked-by-city' })
    await tellOwnCity(setting, work, cityId, entry)
  }
}

/** An entry may be another city's own account: that city learns that it is gone. */
async function tellOwnCity(
  { publicUrl }: Setting,
  work: Work,
  askingCity: string,
  entry: Live,
): Promise<void> {
  if (entry.origin !== 'city' || entry.city_id === null || entry.city_id === askingCity) return
  const team = await peopleOfTeam(work.trx, entry.city_id)
  await sendLater(
    work,
    team.map(({ email, language }) => ({
      template: 'taken-down',
      to: email,
      language,
      values: { title: entry.title, reason: 'asked-by-city' },
      link: links(publicUrl).entry(entry),
    })),
  )
}

/** Nobody decides on what their own city asks. */
async function checkImpartial(trx: Trx, request: Request, actor: string): Promise<void> {
  const team = await peopleOfTeam(trx, request.city_id)
  if (request.asked_by !== actor && !team.some(({ id }) => id === actor)) return
  throw new ProblemError(
    403,
    'own-city',
    'This is a request of your own city',
    'Another moderator decides on it.',
  )
}

async function decide(
  trx: Trx,
  { id, actor }: Deciding,
  state: 'accepted' | 'declined',
  reason: string | null,
): Promise<void> {
  await trx
    .updateTable('entry_requests')
    .set({ state, reason, decided_at: new Date(), decided_by: actor })
    .where('id', '=', id)
    .execute()
  await refreshRequestInQueue(trx, id, actor)
}

async function log(trx: Trx, { actor }: Deciding, request: Request, act: string): Promise<void> {
  await recordDecision(trx, {
    actor,
    act,
    subject: { kind: 'entry-request', id: request.id },
    details: { kind: request.kind, entry: request.entry_id, city: request.city_id },
  })
}

async function entryOf(trx: Trx, id: string) {
  const entry = await trx
    .selectFrom('entries as e')
    .leftJoin('revisions as r', (join) =>
      join.onRef('r.original_of', '=', 'e.id').on('r.state', '=', 'published'),
    )
    .select(['e.slug', 'e.kind', 'e.taken_down_at', 'e.title_hidden'])
    .select(['r.title', 'r.origin', 'r.country', 'r.city_id'])
    .where('e.id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...entry, title: (entry.title_hidden ? null : entry.title) ?? entry.slug }
}

/** @throws ProblemError 409 where it is not published any more */
async function liveEntry(trx: Trx, id: string) {
  const entry = await entryOf(trx, id)
  const { origin } = entry
  if (entry.taken_down_at === null && origin !== null) return { ...entry, origin }
  throw new ProblemError(
    409,
    'entry-not-published',
    'This entry is not published any more',
    'Decline the request, and say so.',
  )
}

async function tellTeam(
  { publicUrl }: Setting,
  work: Work,
  request: Request,
  entry: Awaited<ReturnType<typeof entryOf>>,
  decision: 'accepted' | 'declined',
  reason: string,
): Promise<void> {
  const team = await peopleOfTeam(work.trx, request.city_id)
  await sendLater(
    work,
    team.map(({ email, language }) => ({
      template: 'entry-request-decided',
      to: email,
      language,
      values: { city: request.city, entry: entry.title, kind: request.kind, decision, reason },
      link: links(publicUrl).entry(entry),
    })),
  )
}
