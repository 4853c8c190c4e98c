import type { QueueItem, Seen } from '@homeward/schema/moderation.ts'

const waits = (state: QueueItem['state']): state is 'submitted' | 'in-review' =>
  state === 'submitted' || state === 'in-review'

/** Where something in the queue is looked at. */
export function addressOf({ id, kind }: QueueItem): string {
  switch (kind) {
    case 'submission':
    case 'appeal':
      return `/moderation/submissions/${id}`
    case 'entry-request':
      return `/moderation/requests#request-${id}`
    case 'report':
      return `/moderation/reports/${id}`
  }
}

/** Whether one can take it to read, or hand it back. */
export const mayClaim = ({ kind, state, claim, mayDecide }: QueueItem): boolean =>
  kind === 'submission' && waits(state) && mayDecide && (claim === null || claim.you)

/** Whether it can be decided together with others. */
export const mayPick = (item: QueueItem): boolean => mayClaim(item) && item.version !== null

/** What a decision sends back of what one saw; null where it is none to decide on. */
export const seenOf = ({ state, version, live }: QueueItem): Seen | null =>
  waits(state) && version !== null ? { state, version, live } : null
