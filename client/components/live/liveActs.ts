import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { KeptEntry, Redacted } from '@homeward/schema/liveActs.ts'
import { ApiError } from '../../api.ts'
import { send } from '../../sending.ts'

/** What every form of an act on an entry needs. */
export interface LiveActs {
  /** As the moderator has it before their eyes: an act sends its version. */
  kept: ShallowRef<KeptEntry>
  /** As it is by now, where a colleague or the city was quicker; null: as it is shown. */
  newest: ShallowRef<KeptEntry | null>
  /** What was done last, in words. */
  done: ShallowRef<string>
  adopt(entry: KeptEntry, said?: string): void
  /** @throws ApiError; `newest` holds the entry where it is not as it was seen */
  act(name: string, body: object): Promise<KeptEntry>
  redact(body: object): Promise<Redacted>
}

const key: InjectionKey<LiveActs> = Symbol('live acts')

export function useLiveActs(): LiveActs {
  const acts = inject(key)
  if (!acts) throw new Error('There is no entry around this part')
  return acts
}

/** The entry as it is by now, of a refusal. */
export const currentOf = (error: unknown): KeptEntry | null =>
  (error instanceof ApiError && error.status === 409 && error.problem?.currentEntry) || null

export function provideLiveActs(first: KeptEntry): LiveActs {
  const kept = shallowRef(first)
  const newest = shallowRef<KeptEntry | null>(null)
  const done = shallowRef('')
  async function sent<T>(name: string, body: object): Promise<T> {
    try {
      const answer = await send<T>('POST', `/api/v1/entries/${kept.value.slug}/${name}`, {
        seen: { version: kept.value.version },
        ...body,
      })
      return answer.body
    } catch (error) {
      newest.value = currentOf(error) ?? newest.value
      throw error
    }
  }
  const acts: LiveActs = {
    kept,
    newest,
    done,
    adopt(entry, said = '') {
      kept.value = entry
      newest.value = null
      done.value = said
    },
    act: (name, body) => sent<KeptEntry>(name, body),
    redact: (body) => sent<Redacted>('redactions', body),
  }
  provide(key, acts)
  return acts
}

/** What changed between two readings of an entry. */
export type Change =
  | 'taken-down'
  | 'reason'
  | 'merged'
  | 'restored'
  | 'text'
  | 'terms'
  | 'redacted'
  | 'documents'
  | 'other'

export function changesBetween(before: KeptEntry, now: KeptEntry): Change[] {
  const changes: Change[] = []
  if (now.takenDown && !before.takenDown) changes.push(now.mergedInto ? 'merged' : 'taken-down')
  if (before.takenDown && !now.takenDown) changes.push('restored')
  if (now.takenDown && before.takenDown && now.takenDown.reason !== before.takenDown.reason) {
    changes.push('reason')
  }
  if (JSON.stringify(now.terms) !== JSON.stringify(before.terms)) changes.push('terms')
  else if (liveOf(now) !== liveOf(before)) changes.push('text')
  if (now.redactions > before.redactions) changes.push('redacted')
  if (now.documents.length !== before.documents.length) changes.push('documents')
  return changes.length > 0 ? changes : ['other']
}

const liveOf = ({ earlier }: KeptEntry) =>
  earlier
    .filter(({ live }) => live)
    .map(({ id }) => id)
    .join(' ')
