import { computed, onMounted, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Entry } from '@homeward/schema/entry.ts'
import { ApiError, browserApi } from '../../api.ts'
import type { Draft } from './useDraft.ts'

export interface Preview {
  /** The entry as it would look: what the server renders, with what was typed since where it needs no rendering. */
  entry: ComputedRef<Entry | null>
  /** What is shown may be older than what is saved. */
  failed: ShallowRef<boolean>
}

/** What is being written as an entry, rendered anew after each save. @param language of labels, BCP 47 */
export function usePreview(draft: Draft, language: () => string): Preview {
  const rendered = shallowRef<Entry | null>(null)
  const failed = shallowRef(false)
  let asked: AbortController | null = null

  async function render() {
    asked?.abort()
    const mine = new AbortController()
    asked = mine
    try {
      const { id } = draft.submission.value
      const labels = new Intl.Locale(language()).language
      rendered.value = await browserApi.get<Entry>(
        `/api/v1/submissions/${id}/preview?labels=${labels}`,
        mine.signal,
      )
      failed.value = false
    } catch (error) {
      if (mine.signal.aborted) return
      if (!(error instanceof ApiError)) throw error
      failed.value = true
    }
  }
  onMounted(() => {
    void render()
    watch(
      () => draft.submission.value.version,
      () => void render(),
    )
  })

  return {
    failed,
    entry: computed(() => {
      const { title = '', summary = '', organisation } = draft.content.value
      return (
        rendered.value && {
          ...rendered.value,
          title,
          summary,
          ...(organisation ? { organisation } : {}),
        }
      )
    }),
  }
}
