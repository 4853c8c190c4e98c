import { computed, onMounted, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Suggestion, SuggestionList } from '@homeward/schema/moderation.ts'
import { ApiError, browserApi } from '../../api.ts'
import { send } from '../../sending.ts'
import type { Draft } from './useDraft.ts'

export interface Suggestions {
  all: ComputedRef<readonly Suggestion[]>
  open: ComputedRef<readonly Suggestion[]>
  /** Those that wait on a field, or on a part of it such as `outcomes.0.by`. */
  on(field: string): Suggestion[]
  /** What was answered last. */
  said: ShallowRef<'accepted' | 'declined' | null>
  /** @throws ApiError; the text and the list are as they are now then */
  answer(suggestion: Suggestion, answer: 'accept' | 'decline'): Promise<void>
  load(): Promise<void>
}

/** Wording that moderators suggest: what is accepted comes into the text. */
export function useSuggestions(draft: Draft, first: readonly Suggestion[]): Suggestions {
  const path = `/api/v1/submissions/${draft.submission.value.id}/suggestions`
  const list = shallowRef<readonly Suggestion[]>(first)
  const said = shallowRef<'accepted' | 'declined' | null>(null)
  const all = computed(() => list.value)
  const open = computed(() => list.value.filter(({ state }) => state === 'open'))

  async function load() {
    list.value = (await browserApi.get<SuggestionList>(path)).suggestions
  }
  /** Those that came with the page stay where newer ones cannot be had. */
  async function look() {
    try {
      await load()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
  }
  onMounted(look)

  return {
    all,
    open,
    on: (field) =>
      open.value.filter((one) => one.field === field || one.field.startsWith(`${field}.`)),
    said,
    load,
    async answer({ id }, answer) {
      said.value = null
      try {
        // What is typed is saved first: the wording was suggested for what the server has.
        if (answer === 'accept' && draft.isUnsaved.value) await draft.flush()
        list.value = (
          await send<SuggestionList>('POST', `${path}/${id}/${answer}`)
        ).body.suggestions
        said.value = answer === 'accept' ? 'accepted' : 'declined'
        if (answer === 'accept') await draft.refresh()
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        if (error.status === 401) draft.signedOut()
        if (error.status === 409) await Promise.all([look(), draft.refresh()])
        throw error.status === 422 && error.problem
          ? new ApiError(422, {
              ...error.problem,
              type: 'urn:homeward:problem:wording-does-not-fit',
            })
          : error
      }
    },
  }
}
