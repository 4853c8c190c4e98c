import { useI18n } from 'vue-i18n'
import type { Queue } from '@homeward/schema/moderation.ts'
import type { Country } from '@homeward/schema/places.ts'
import type { Vocabulary } from '@homeward/schema/vocabulary.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import type { QueueFilter } from '../../../loading/moderation.ts'

const named = (all: readonly { value: string; name: string }[], value: string): string =>
  all.find((one) => one.value === value)?.name ?? value

/** Names of the queue's filters and of what they can be set to. */
export function useQueueWords(
  known: () => { queue: Queue; vocabulary: Vocabulary; countries: readonly Country[] },
) {
  const { t } = useI18n()
  const { language } = useFormat()
  const country = (code: string) => known().countries.find((one) => one.code === code)?.name ?? code
  const theme = (id: string) => known().vocabulary.theme.find((one) => one.id === id)?.label ?? id

  function value(filter: QueueFilter, one: string): string {
    const { counts } = known().queue
    switch (filter) {
      case 'country':
        return country(one)
      case 'language':
        return language(one)
      case 'theme':
        return theme(one)
      case 'city':
        return named(counts.city, one)
      case 'entryKind':
        return t(`shell.kind.${one}`)
      case 'holder':
        return ['me', 'nobody', 'others', 'free'].includes(one)
          ? t(`moderation.queue.holder.${one}`)
          : named(counts.holder, one)
      default:
        return t(`moderation.queue.${filter}.${one}`)
    }
  }
  return { country, theme, value, name: (filter: QueueFilter) => t(`moderation.filter.${filter}`) }
}
