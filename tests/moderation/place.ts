import type { Queue, QueueItem, Seen, Standing } from '@homeward/schema/moderation.ts'
import type { DraftContent, Submission } from '@homeward/schema/submission.ts'
import { personAt, type TestPerson } from '../people.ts'
import {
  answered,
  complete,
  startedPlace as startedSubmissions,
  submitted,
  type Place as Submissions,
} from '../submissions/place.ts'

/** A site with the team of a verified city, several moderators and an administrator. */
export interface Place extends Submissions {
  /** A second one, who decides where the first may not. */
  colleague: TestPerson
  administrator: TestPerson
}

export async function startedPlace(): Promise<Place> {
  const place = await startedSubmissions()
  const colleague = await personAt(place.site, { role: 'moderator' })
  const administrator = await personAt(place.site, { role: 'administrator' })
  return { ...place, colleague, administrator }
}

type Asks = Pick<TestPerson, 'ask'>

/** Handed in by the city's owner, with a title of its own. */
export async function handedIn(place: Place, content: DraftContent = {}): Promise<Submission> {
  return submitted(place.owner, await complete(place.owner, content))
}

/** How a submission stands now. */
export const standingOf = (person: Asks, id: string): Promise<Standing> =>
  answered(person.ask('GET', `/api/v1/submissions/${id}/standing`))

/** What somebody sees who looks now, as a decision sends it back. */
export async function seenBy(person: Asks, id: string): Promise<Seen> {
  const { state, version, live } = await standingOf(person, id)
  return { state, version, live }
}

/** Decides on what is there now. */
export async function decided(
  person: Asks,
  id: string,
  act: 'request-changes' | 'approve' | 'reject',
  more: object = {},
): Promise<Standing> {
  return answered(
    person.ask('POST', `/api/v1/submissions/${id}/${act}`, {
      seen: await seenBy(person, id),
      ...(act === 'approve' ? {} : { text: 'Please say who the mentors are.' }),
      ...(act === 'reject' ? { reason: 'too-little' } : {}),
      ...more,
    }),
  )
}

/** The queue, whole. */
export async function queueOf(person: Asks, query = ''): Promise<QueueItem[]> {
  const { items } = await answered<Queue>(
    person.ask('GET', `/api/v1/moderation/queue?limit=100${query}`),
  )
  return items
}

/** What the log says of a thing: who did what, oldest first. */
export async function logged({ site }: Place, id: string) {
  const rows = await site.database.db
    .selectFrom('decisions')
    .select(['act', 'actor_id'])
    .where('subject_id', '=', id)
    .orderBy('number')
    .execute()
  return rows.map(({ act, actor_id }) => [act, actor_id])
}
