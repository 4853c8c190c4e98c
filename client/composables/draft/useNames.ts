import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Submission } from '@homeward/schema/submission.ts'
import { textKey } from './texts.ts'

const rows = { outcomes: 'outcomes', sources: 'sources' } as const
const isRows = (name: string): name is keyof typeof rows => name in rows

/** Names of fields and of parts of them, in words: 'Outcome 2: which way'. */
export function useNames(draft: {
  submission: Readonly<Ref<Submission>>
}): (field: string) => string {
  const { t } = useI18n()

  function ofDocument(id: string, part: string | undefined): string {
    const document = draft.submission.value.documents.find((one) => one.id === id)
    const name = document?.fileName ?? t('draft.documents.gone')
    return part ? t('draft.partOf', { whole: name, part: t(`draft.documents.${part}`) }) : name
  }

  return (field) => {
    const [head = '', second = '', third] = field.split('.')
    if (head === 'documents' || head === 'attachments') {
      return second === '' ? t('draft.step.documents') : ofDocument(second, third)
    }
    if (isRows(head) && second !== '') {
      const row = t(`draft.${head}.title`, { n: Number(second) + 1 })
      return third === undefined
        ? row
        : t('draft.partOf', { whole: row, part: t(`draft.${head}.${third}`) })
    }
    const key = textKey(head === 'city' ? 'citySlug' : field, draft.submission.value.kind)
    return t(`draft.field.${key}.label`)
  }
}
