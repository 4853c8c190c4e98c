import { onScopeDispose, ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Suggestion, Suggestions } from '@homeward/schema/search.ts'
import { browserApi } from '../api.ts'
import { parameters } from '../loading/query.ts'

/** How long typing has to rest before suggestions are asked for, in milliseconds. */
const rest = 120

/** What begins like what is being typed. An older answer never replaces a newer one; a failure shows as no answer. */
export function useSuggestions(wanted: (one: Suggestion) => boolean, most: number) {
  const { locale } = useI18n()
  const suggestions: Ref<Suggestion[]> = ref([])
  let asked: AbortController | null = null
  let waiting: ReturnType<typeof setTimeout> | undefined

  function stop() {
    clearTimeout(waiting)
    asked?.abort()
    suggestions.value = []
  }

  async function ask(q: string, signal: AbortSignal) {
    try {
      const language = locale.value.split('-')[0] ?? 'en'
      const path = `/api/v1/suggest?${parameters({ q, labels: language })}`
      const found = await browserApi.get<Suggestions>(path, signal)
      if (!signal.aborted) suggestions.value = found.suggestions.filter(wanted).slice(0, most)
    } catch {
      if (!signal.aborted) suggestions.value = []
    }
  }

  function suggest(q: string) {
    clearTimeout(waiting)
    asked?.abort()
    if (q.trim().length < 2) return stop()
    const mine = new AbortController()
    asked = mine
    waiting = setTimeout(() => void ask(q, mine.signal), rest)
  }

  onScopeDispose(stop)
  return { suggestions, suggest, stop }
}
