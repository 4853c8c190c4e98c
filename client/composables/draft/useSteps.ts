import { computed, nextTick, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import type { Lack } from '@homeward/schema/submission.ts'
import type { Field } from './fields.ts'
import type { Draft } from './useDraft.ts'
import {
  neededOf,
  isAnswered,
  stateOf,
  stepOfField,
  stepsOf,
  type Step,
  type StepState,
} from './steps.ts'

export interface Steps {
  all: ComputedRef<readonly Step[]>
  current: ComputedRef<Step>
  next: ComputedRef<Step | null>
  before: ComputedRef<Step | null>
  /** Writing, or the preview where there is no room for both. */
  view: ComputedRef<'write' | 'preview'>
  addressOf(step: Step, view?: 'preview'): RouteLocationRaw
  stateOf(step: Step): StepState
  lacksOf(step: Step): Lack[]
  /** How many of the needed fields are answered. */
  answered: ComputedRef<number>
  needed: ComputedRef<number>
  /** Those of them that are not. */
  missing: ComputedRef<Field[]>
  /** What is still to be filled is said beside the fields: only after somebody wanted to send. */
  strict: ShallowRef<boolean>
  /** Leads to a field, and to a passage in it. */
  goTo(field: string, passage?: { start: number; end: number }): Promise<void>
}

/** The id of the control of a field, for what leads to it. */
export const controlId = (field: string): string => `field-${field.replaceAll('.', '-')}`

/** The steps of the form. The address says which one is open. */
export function useSteps(draft: Draft): Steps {
  const route = useRoute()
  const router = useRouter()
  const strict = shallowRef(false)
  const all = computed(() => stepsOf(draft.submission.value))
  const at = computed(() =>
    Math.max(
      0,
      all.value.findIndex(({ id }) => id === route.query['step']),
    ),
  )
  const currentOf = (i: number): Step => {
    const step = all.value[i]
    if (!step) throw new Error('A form has steps')
    return step
  }
  const current = computed(() => currentOf(at.value))
  const lacksOf = (step: Step): Lack[] =>
    draft.submission.value.lacks.filter(
      ({ field }) => stepOfField(all.value, field)?.id === step.id,
    )
  const needed = computed(() => neededOf(draft.submission.value))
  const missing = computed(() =>
    needed.value.filter((field) => !isAnswered(draft.content.value, field)),
  )
  const addressOf = (step: Step, view?: 'preview') => ({
    query: {
      ...(step === all.value[0] ? {} : { step: step.id }),
      ...(view ? { view } : {}),
    },
  })

  // Whoever goes to another step begins at its heading.
  let leading = false
  watch(
    () => route.query['step'],
    async () => {
      if (leading) return
      await nextTick()
      const heading = document.getElementById('step-title')
      heading?.focus({ preventScroll: true })
      heading?.scrollIntoView({ block: 'start' })
    },
  )

  async function goTo(field: string, passage?: { start: number; end: number }) {
    const step = stepOfField(all.value, field)
    leading = true
    try {
      if (step) await router.push(addressOf(step))
      await nextTick()
    } finally {
      leading = false
    }
    const control = nearestControl(field)
    control?.scrollIntoView({ block: 'center' })
    control?.focus({ preventScroll: true })
    if (passage && (control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement))
      control.setSelectionRange(passage.start, passage.end)
  }

  return {
    all,
    current,
    next: computed(() => all.value[at.value + 1] ?? null),
    before: computed(() => all.value[at.value - 1] ?? null),
    view: computed(() => (route.query['view'] === 'preview' ? 'preview' : 'write')),
    addressOf,
    lacksOf,
    stateOf: (step) =>
      stateOf(step, draft.content.value, lacksOf(step), draft.submission.value.documents.length),
    needed: computed(() => needed.value.length),
    answered: computed(() => needed.value.length - missing.value.length),
    missing,
    strict,
    goTo,
  }
}

/** The control of a field, or of what it is a part of. */
function nearestControl(field: string): HTMLElement | null {
  const parts = field.split('.')
  for (let length = parts.length; length > 0; length--) {
    const found = document.getElementById(controlId(parts.slice(0, length).join('.')))
    if (found) return found
  }
  return null
}
