import { shallowRef, type ShallowRef } from 'vue'
import type { Screening, ScreenedPassage, ScreeningAnswer } from '@homeward/schema/submission.ts'
import { ApiError, browserApi } from '../../api.ts'
import { send } from '../../sending.ts'
import type { Draft } from './useDraft.ts'

export interface ScreeningState {
  /** Null until it was asked. */
  found: ShallowRef<Screening | null>
  failed: ShallowRef<boolean>
  /** Screens what is saved. */
  load(): Promise<void>
  /** @throws ApiError */
  answer(passage: ScreenedPassage, answer: ScreeningAnswer | null): Promise<void>
}

/** What may tell who somebody is, in what is saved. */
export function useScreening(draft: Draft): ScreeningState {
  const path = `/api/v1/submissions/${draft.submission.value.id}/screening`
  const found = shallowRef<Screening | null>(null)
  const failed = shallowRef(false)
  let asked = 0

  return {
    found,
    failed,
    async load() {
      const mine = ++asked
      try {
        const answer = await browserApi.get<Screening>(path)
        if (mine !== asked) return
        found.value = answer
        failed.value = false
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        if (error.status === 401) draft.signedOut()
        failed.value = true
      }
    },
    async answer({ key }, answer) {
      const at = `${path}/${encodeURIComponent(key)}`
      try {
        const { body } = answer
          ? await send<Screening>('PUT', at, answer)
          : await send<Screening>('DELETE', at)
        asked++
        found.value = body
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) draft.signedOut()
        throw error
      }
    },
  }
}
