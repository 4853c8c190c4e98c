import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Lack, Submission } from '@homeward/schema/submission.ts'
import { ApiError } from '../../api.ts'
import { send } from '../../sending.ts'
import type { Drafting } from './drafting.ts'

/** Why it did not go: not everything is saved; two texts stand in one field; somebody saved since; something is missing. */
export type Hindrance = 'unsaved' | 'conflicts' | 'changed' | 'lacks'

export interface Submitting {
  hindrance: ShallowRef<Hindrance | null>
  lacks: ComputedRef<readonly Lack[]>
  /** Passages to which nothing is said yet. */
  passages: ComputedRef<number>
  /** Saves all there is, then hands it in. @throws ApiError */
  submit(): Promise<void>
}

export function useSubmit({ draft, documentTexts, screening, steps }: Drafting): Submitting {
  const hindrance = shallowRef<Hindrance | null>(null)
  const lacks = computed(() => draft.submission.value.lacks)
  const passages = computed(() => screening.found.value?.unanswered ?? 0)

  async function hinderedBy(): Promise<Hindrance | null> {
    const saved = (await documentTexts.flush()) && (await draft.flush())
    if (draft.conflicts.value.length > 0) return 'conflicts'
    if (!saved) return 'unsaved'
    await screening.load()
    if (lacks.value.length > 0 || passages.value > 0) return 'lacks'
    return handIn()
  }

  async function handIn(): Promise<Hindrance | null> {
    const { id, version } = draft.submission.value
    try {
      const path = `/api/v1/submissions/${id}/submit`
      const headers = { 'if-match': `"${version}"` }
      draft.adopt((await send<Submission>('POST', path, undefined, { headers })).body)
      return null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401) draft.signedOut()
      const stale = error.status === 412 || error.status === 409
      if (!stale && error.status !== 422) throw error
      await Promise.all([draft.refresh(), screening.load()])
      return stale ? 'changed' : 'lacks'
    }
  }

  return {
    hindrance,
    lacks,
    passages,
    async submit() {
      hindrance.value = null
      steps.strict.value = true
      hindrance.value = await hinderedBy()
    },
  }
}
