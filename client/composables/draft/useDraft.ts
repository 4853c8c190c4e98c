import { computed, onMounted, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { DraftContent, Submission } from '@homeward/schema/submission.ts'
import { ApiError, browserApi } from '../../api.ts'
import { send } from '../../sending.ts'
import { changesFrom, fields, valueAt, withValue, type Field, type FieldValue } from './fields.ts'
import { merge, withConflicts, type Conflict } from './merging.ts'
import type { Saving } from './saving.ts'
import { useKept } from './useKept.ts'
import { useSavingLoop } from './useSavingLoop.ts'

export interface Draft {
  /** As the server last told it; its text may be older than `content`. */
  submission: ShallowRef<Submission>
  /** What is being written. Never changed in place. */
  content: ShallowRef<DraftContent>
  saving: ShallowRef<Saving>
  /** Why the server does not take what was typed. */
  refusal: ShallowRef<ApiError | null>
  conflicts: ShallowRef<Conflict[]>
  /** What was taken over from another person's save, last. */
  taken: ShallowRef<{ by: string | null; fields: Field[] } | null>
  /** Unsaved words of an earlier visit were found in this browser. */
  restored: ShallowRef<boolean>
  /** Whether this browser can keep what is unsaved. */
  keeps: ShallowRef<boolean>
  isUnsaved: ComputedRef<boolean>
  /** Fields that are typed and not saved. */
  unsaved: ComputedRef<Field[]>
  set(field: Field, value: FieldValue): void
  /** Saves at once. @returns whether all is saved */
  flush(): Promise<boolean>
  /** Asks how it stands, and takes over what others changed. */
  refresh(): Promise<void>
  /** Takes over an answer of the server to something other than a save. */
  adopt(submission: Submission): void
  /** The session turned out to be over. */
  signedOut(): void
  /** Goes on after signing in again. */
  signedIn(): void
  /** It is deleted: nothing of it is kept. */
  forget(): void
  /** Decides a conflict. */
  settle(conflict: Conflict, value: FieldValue): void
}

/** How long an answer is waited for, in milliseconds, before it is tried anew. */
const patience = 20_000
/** A browser finishes what is small after the page is gone (fetch, keepalive): 64 kB at most. */
const smallEnough = 60_000

/**
 * What is being written, and the loop that saves it. The browser keeps what is unsaved as it is typed: what goes on its way
 * when the page is left is there already.
 */
export function useDraft(first: Submission, person: string, window: string): Draft {
  const path = `/api/v1/submissions/${first.id}`
  const submission = shallowRef(first)
  const content = shallowRef(first.content)
  const { saving, happened, typed } = useSavingLoop(save)
  const refusal = shallowRef<ApiError | null>(null)
  const conflicts = shallowRef<Conflict[]>([])
  const taken = shallowRef<Draft['taken']['value']>(null)
  const restored = shallowRef(false)
  /** What is saved, as far as this window knows. */
  const base = shallowRef(first.content)
  const kept = useKept({ submission: first.id, person, window })
  let underWay: Promise<void> | null = null
  let looking: AbortController | null = null

  const changes = () =>
    changesFrom(
      base.value,
      content.value,
      conflicts.value.map(({ field }) => field),
    )
  const unsaved = computed(() => [
    ...changes().fields,
    ...conflicts.value.map(({ field }) => field),
  ])
  const isUnsaved = computed(() => unsaved.value.length > 0)

  function keepCopy() {
    kept.keep(
      isUnsaved.value
        ? { base: withConflicts(base.value, conflicts.value), content: content.value }
        : null,
    )
  }

  function set(field: Field, value: FieldValue) {
    content.value = withValue(content.value, field, value)
    typed()
    keepCopy()
  }

  /** Sends what is unsaved, one request at a time. */
  async function save(): Promise<void> {
    if (underWay) return underWay
    happened('due')
    if (saving.value.phase !== 'sending') return
    // Its answer tells how it stands, and what is typed never waits for what is asked.
    looking?.abort()
    underWay = sendChanges().finally(() => (underWay = null))
    return underWay
  }

  async function sendChanges() {
    const { fields: sentFields, content: sent } = changes()
    if (sentFields.length === 0) return settled()
    const signal = AbortSignal.timeout(patience)
    try {
      const { body } = await send<Submission>('PATCH', `${path}?window=${window}`, sent, {
        headers: { 'if-match': `"${submission.value.version}"` },
        keepalive: JSON.stringify(sent).length * 3 < smallEnough,
        signal,
      })
      takeIn(body, sent)
      settled()
    } catch (error) {
      if (signal.aborted) happened('not-reached')
      else if (error instanceof ApiError) await failed(error)
      else throw error
    }
  }

  function settled() {
    refusal.value = null
    happened(changes().fields.length > 0 ? 'part-saved' : 'all-saved')
    keepCopy()
    if (!isUnsaved.value) kept.forgetTaken()
  }

  /** Takes over what the server has, with what was typed meanwhile. @param sent what it was sent, which counts as saved */
  function takeIn(answer: Submission, sent: DraftContent = {}) {
    const withSent = (text: DraftContent) =>
      fields.reduce((all, field) => {
        const value = valueAt(sent, field)
        return value === undefined ? all : withValue(all, field, value)
      }, text)
    const theirs = withSent(answer.content)
    const merged = merge(
      withConflicts(withSent(base.value), conflicts.value),
      content.value,
      theirs,
    )
    base.value = theirs
    content.value = merged.content
    conflicts.value = merged.conflicts
    submission.value = answer
    if (merged.taken.length > 0) taken.value = { by: answer.saved.by, fields: merged.taken }
  }

  async function failed(error: ApiError) {
    const { status } = error
    if (status === 401) return happened('signed-out')
    if (status === 0 || status === 408 || status === 429 || status >= 500) {
      return happened('not-reached')
    }
    if (status === 412 || [403, 404, 409, 410].includes(status)) {
      await look(status !== 412)
      return
    }
    refusal.value = error
    happened('refused')
  }

  /** Sees what the server has now. @param closing the server said that nothing can be changed any more */
  async function look(closing: boolean, signal?: AbortSignal) {
    try {
      const answer = await browserApi.get<Submission>(`${path}?window=${window}`, signal)
      if (signal?.aborted) return
      takeIn(answer)
      if (answer.may.includes('edit')) happened('opened')
      if (closing && isUnsaved.value && !answer.may.includes('edit')) happened('closed')
      else settled()
    } catch (error) {
      if (signal?.aborted) return
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401) happened('signed-out')
      else if ([403, 404, 410].includes(error.status)) {
        refusal.value = error
        happened('closed')
      } else happened('not-reached')
    }
    keepCopy()
  }

  async function flush(): Promise<boolean> {
    for (let round = 0; round < 3 && isUnsaved.value; round++) {
      await (underWay ?? save())
      if (saving.value.phase !== 'waiting') break
    }
    return !isUnsaved.value
  }

  async function refresh() {
    await underWay
    looking?.abort()
    looking = new AbortController()
    await look(true, looking.signal)
    await underWay
  }

  function adopt(answer: Submission) {
    takeIn(answer)
    settled()
  }

  function settle(conflict: Conflict, value: FieldValue) {
    conflicts.value = conflicts.value.filter(({ field }) => field !== conflict.field)
    set(conflict.field, value)
  }

  async function takeOver() {
    for (const one of await kept.takeOver()) {
      const merged = merge(one.base, one.content, content.value)
      conflicts.value = [
        ...conflicts.value.filter(
          ({ field }) => !merged.conflicts.some((other) => other.field === field),
        ),
        ...merged.conflicts,
      ]
      content.value = merged.content
    }
    if (!isUnsaved.value) return kept.forgetTaken()
    restored.value = true
    typed()
    keepCopy()
  }

  onMounted(() => void takeOver())

  return {
    submission,
    content,
    saving,
    refusal,
    conflicts,
    taken,
    restored,
    keeps: kept.works,
    isUnsaved,
    unsaved,
    set,
    flush,
    refresh,
    adopt,
    forget() {
      content.value = base.value
      conflicts.value = []
      happened('all-saved')
      keepCopy()
      kept.forgetTaken()
    },
    signedOut: () => happened('signed-out'),
    signedIn: () => happened('signed-in'),
    settle,
  }
}
