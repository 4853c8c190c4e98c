import { onMounted, onScopeDispose, ref, watch, type Ref } from 'vue'
import { takingOver } from '../../composables/useLive.ts'

const day = 86_400_000
const isKept = (value: unknown): value is { text: string; at: number } =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'at' in value &&
  typeof value.at === 'number'

function read(key: string): string {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (isKept(found) && Date.now() - found.at < day) return found.text
    localStorage.removeItem(key)
  } catch {
    // A browser that keeps nothing.
  }
  return ''
}

function write(key: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify({ text, at: Date.now() }))
  } catch {
    // What is typed stays in the page, at least.
  }
}

/**
 * A text that a person types and sends. This browser keeps it for a day: through a reload, signing in, a session that
 * has ended. Empty it once it was sent.
 * @param name names the text and, on a page of one's own, the person: others who use the browser do not get it
 * @param field the `name` of the field that it is typed in, where a reader may have typed before the script came
 */
export function useKeptText(name: string, field?: string): Ref<string> {
  const key = `homeward.text.${name}`
  const text = ref('')
  const typed =
    field !== undefined && takingOver()
      ? document.querySelector<HTMLTextAreaElement>(`textarea[name="${field}"]`)?.value
      : undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    clearTimeout(waiting)
    write(key, text.value)
  }
  onMounted(() => {
    text.value = typed || text.value || read(key)
    watch(text, (now) => {
      clearTimeout(waiting)
      // Gone at once, so that nothing that was sent comes back.
      if (now === '') keep()
      else waiting = setTimeout(keep, 300)
    })
    addEventListener('pagehide', keep)
  })
  onScopeDispose(() => {
    if (typeof window === 'undefined') return
    removeEventListener('pagehide', keep)
    keep()
  })
  return text
}
