import { computed, nextTick, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Problem } from '@homeward/schema/problem.ts'
import { ApiError } from '../api.ts'
import { kindOf } from '../sending.ts'

export interface Form {
  /** It is being sent: the button waits. */
  busy: ShallowRef<boolean>
  /** Why it could not be sent: what to show above the form. Null: nothing is wrong. */
  fault: ComputedRef<{ title: string; text: string; kind: string } | null>
  /** What is wrong with a field, named as in the API. */
  faultOf(field: string): string | undefined
  /** Sends; what was typed stays where it fails, and the first thing at fault has the focus. @returns whether it went */
  submit(task: () => Promise<void>): Promise<boolean>
  clear(): void
}

/**
 * Sending a form: busy, failed, with what is wrong beside each field.
 * @param within the part of the page that the form is in, where there are several
 */
export function useForm(within: () => HTMLElement | null = () => null): Form {
  const { t, te, locale } = useI18n()
  const busy = shallowRef(false)
  const failure = shallowRef<{
    status: number
    problem: Problem | null
    /** Until when to wait; null where nothing was said of it. */
    until: Date | null
  } | null>(null)

  const fault = computed(() => {
    if (!failure.value) return null
    const { status, problem, until } = failure.value
    const kind = kindOf(problem)
    if (status === 0) {
      return { kind: 'offline', title: t('forms.offlineTitle'), text: t('forms.offlineText') }
    }
    if (status === 429 && until) {
      const minutes = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 60_000))
      const time = until.toLocaleTimeString(locale.value, { hour: '2-digit', minute: '2-digit' })
      return {
        kind,
        title: t('forms.tooOftenTitle'),
        text: t('forms.tooOftenText', { time, n: minutes }, minutes),
      }
    }
    // Where the interface has words of its own, they are in the reader's language.
    const own = `forms.problems.${kind}`
    return {
      kind,
      title: te(`${own}.title`) ? t(`${own}.title`) : (problem?.title ?? t('forms.failedTitle')),
      text: te(`${own}.text`) ? t(`${own}.text`) : (problem?.detail ?? t('forms.failedText')),
    }
  })

  return {
    busy,
    fault,
    faultOf: (field) =>
      failure.value?.problem?.errors?.find((error) => error.field === field)?.message,
    clear: () => (failure.value = null),
    async submit(task) {
      if (busy.value) return false
      busy.value = true
      failure.value = null
      try {
        await task()
        return true
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        failure.value = {
          status: error.status,
          problem: error.problem,
          until: error.retryAfter ? new Date(Date.now() + error.retryAfter * 1000) : null,
        }
        await nextTick()
        const place = within() ?? document
        const first = place.querySelector<HTMLElement>('[aria-invalid="true"], .fault')
        first?.focus()
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
