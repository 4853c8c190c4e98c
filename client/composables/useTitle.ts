import { useHead } from '@unhead/vue'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSite } from '../site.ts'

/** Names the page in the browser's tab and for what shows links to it. */
export function useTitle(
  page: MaybeRefOrGetter<string | null>,
  more: {
    description?: MaybeRefOrGetter<string | null>
    path?: MaybeRefOrGetter<string | null>
  } = {},
): void {
  const site = useSite()
  const { t } = useI18n()
  const title = computed(() => {
    const name = toValue(page)
    return name === null ? site.name : t('shell.title', { page: name, site: site.name })
  })
  const description = computed(() => toValue(more.description) ?? t('shell.tagline'))
  const address = computed(() => {
    const path = toValue(more.path)
    return path ? site.url + path : null
  })
  useHead({
    title,
    meta: [
      { name: 'description', content: description },
      { property: 'og:title', content: title },
      { property: 'og:description', content: description },
      { property: 'og:site_name', content: site.name },
    ],
    link: computed(() =>
      address.value === null ? [] : [{ rel: 'canonical', href: address.value }],
    ),
  })
}
