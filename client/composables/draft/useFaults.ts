import { useI18n } from 'vue-i18n'
import { textLimits } from '@homeward/schema/names.ts'
import type { Lack } from '@homeward/schema/submission.ts'
import { useFormat } from '../useFormat.ts'
import { lengthOf, textIn } from './fields.ts'
import { isWrong } from './steps.ts'
import type { Draft } from './useDraft.ts'
import type { Steps } from './useSteps.ts'

/** How long a field may be, by its name or that of its last part. Null: it has no limit. */
export function limitOf(field: string): number | null {
  if (field.startsWith('sections.')) return textLimits.section
  if (field.startsWith('means.')) return textLimits.means
  const part = field.split('.').at(-1) ?? ''
  const limits: Record<string, number> = {
    title: field === 'title' ? textLimits.title : textLimits.name,
    summary: textLimits.summary.most,
    organisation: textLimits.name,
    publisher: textLimits.name,
    outcome: textLimits.outcome,
    by: textLimits.by,
    url: textLimits.url,
  }
  return limits[part] ?? (field.startsWith('partners.') ? textLimits.name : null)
}

/** What is wrong with a lack's field, and the remedy, in words. */
export function useFaultWords(): (lack: Lack) => string {
  const { t, te } = useI18n()
  const { number } = useFormat()
  return ({ field, fault, limit = 0, found = 0 }) => {
    const values = { limit: number(limit), found: number(found), over: number(found - limit) }
    // Some fields have a remedy of their own.
    const own = `draft.fault.of.${field.split('.')[0]}.${fault}`
    return te(own) ? t(own, values) : t(`draft.fault.${fault}`, values)
  }
}

/**
 * What to say beside a field. What is still to come is said only after somebody wanted to send it; a text that is too
 * long is said as it is typed.
 */
export function useFaults(draft: Draft, steps: Steps): (field: string) => string | undefined {
  const { t } = useI18n()
  const { number } = useFormat()
  const words = useFaultWords()
  return (field) => {
    const limit = limitOf(field)
    if (limit !== null) {
      const found = lengthOf(textIn(draft.content.value, field).trim())
      if (found > limit) {
        return t('draft.fault.too-long', { limit: number(limit), over: number(found - limit) })
      }
    }
    const lack = draft.submission.value.lacks.find(
      (one) =>
        one.field === field && one.fault !== 'too-long' && (steps.strict.value || isWrong(one)),
    )
    return lack && words(lack)
  }
}
