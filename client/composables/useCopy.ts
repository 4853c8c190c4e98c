import { onMounted, ref } from 'vue'

/** Copying text, and what became of it. Nothing is offered that this browser cannot do. */
export function useCopy() {
  const canCopy = ref(false)
  const outcome = ref<'copied' | 'failed' | null>(null)
  onMounted(() => {
    canCopy.value = 'clipboard' in navigator
  })
  async function copy(text: string): Promise<void> {
    outcome.value = null
    try {
      await navigator.clipboard.writeText(text)
      outcome.value = 'copied'
    } catch {
      outcome.value = 'failed'
    }
  }
  return { canCopy, outcome, copy }
}
