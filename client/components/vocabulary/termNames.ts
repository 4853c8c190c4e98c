import { useI18n } from 'vue-i18n'
import type { KeptTerm } from '@homeward/schema/vocabularyAdmin.ts'

/** What terms are called and mean, in the reader's language where they have it. */
export function useTermNames() {
  const { locale } = useI18n()
  const among = (texts: Record<string, string>) =>
    texts[locale.value] ?? texts[locale.value.split('-')[0] ?? ''] ?? texts['en'] ?? ''
  return {
    labelOf: ({ labels, id }: Pick<KeptTerm, 'labels' | 'id'>) => among(labels) || id,
    aboutOf: ({ about }: Pick<KeptTerm, 'about'>) => among(about),
  }
}
