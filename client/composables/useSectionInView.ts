import { onMounted, onScopeDispose, ref, watch, type Ref } from 'vue'

/** Where on the screen a reader is taken to read: a band below its top. */
const band = '-18% 0px -68% 0px'

/** The id of the section that is being read; null until the page's script knows. @param ids in the order of the page */
export function useSectionInView(ids: () => string[]): Readonly<Ref<string | null>> {
  const current = ref<string | null>(null)
  const inBand = new Set<string>()
  let observer: IntersectionObserver | null = null

  function observe() {
    observer?.disconnect()
    inBand.clear()
    observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          if (isIntersecting) inBand.add(target.id)
          else inBand.delete(target.id)
        }
        // Between two sections, and before the first, what was read last stays marked.
        current.value = ids().findLast((id) => inBand.has(id)) ?? current.value
      },
      { rootMargin: band },
    )
    for (const id of ids()) {
      const section = document.getElementById(id)
      if (section) observer.observe(section)
    }
  }

  onMounted(() => {
    observe()
    watch(
      () => ids().join(' '),
      () => {
        current.value = null
        observe()
      },
      { flush: 'post' },
    )
  })
  onScopeDispose(() => observer?.disconnect())
  return current
}
